"""Which line of the journal changes which mark of a shipment: a table for `books.py`.

Each such entry names a shipment and one value, which the server has decided.
"""

from terminal import entries as e
from terminal import identity_entries as ie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.record import Record

    CHANGES: "dict[type[Record], tuple[str, str]]"
# entry -> (the mark of compartments.Shipment, the entry's field that says to what)
CHANGES = {
    e.HoldSet: ("hold", "why"), e.Recalled: ("leaving", "cause"),
    e.DeadlineSet: ("deadline_s", "deadline_s"), e.DuesSet: ("dues", "dues"),
    ie.IdentificationSet: ("identify", "level"),
}  # fmt: skip
