"""What single values on the wire look like: tags, names, counts, times; the limits on each.

Not what they mean (`__init__.py`) and not which order holds them (`orders.py`).  The one idea:
a value that is not of its shape refuses the whole payload.
"""

from typing import Annotated, Literal

from msgspec import Meta

NUMBER_MAX = 2**53 - 1  # what every JSON reader keeps exactly

# Python's $ also matches before a last line feed; the look-ahead is for that alone.
_END = r"$(?!\n)"
Tag = Annotated[str, Meta(pattern="^[0-9a-f]{32}" + _END)]
TagOrNone = Annotated[str, Meta(pattern="^([0-9a-f]{32})?" + _END)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}" + _END)]
# Printable ASCII, no space at either end: what a label or a badge can carry.
Name = Annotated[str, Meta(pattern="^[!-~]([ -~]{0,62}[!-~])?" + _END)]
RuleName = Annotated[str, Meta(pattern="^[a-z][a-z0-9_.]{0,63}" + _END)]
PhoneEnd = Annotated[str, Meta(pattern="^([0-9]{3})?" + _END)]
Count = Annotated[int, Meta(ge=0, le=NUMBER_MAX)]
Number = Annotated[int, Meta(ge=1, le=NUMBER_MAX)]
Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]  # to the end of the year 9999
DueKind = Literal["cod", "duty", "storage", "surcharge"]
Cents = Annotated[int, Meta(ge=1, le=1_000_000)]
Millimetres = Annotated[int, Meta(ge=1, le=10_000)]
Sides = Annotated[tuple[Millimetres, ...], Meta(max_length=3)]
Amount = Annotated[int, Meta(ge=-NUMBER_MAX, le=NUMBER_MAX)]
