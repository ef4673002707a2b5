"""A value with named fields: what every event, effect, entry, order and screen is.

Not a dataclass, because MicroPython has none and keeps no annotations.  The idea
needed to read the rest: `fields` names the values in their order, the annotations
beside it tell a type checker (and a test compares the two), and `private` names
the fields that no log or trace may show.  (`personal` matters to entries alone.)
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, dataclass_transform
else:
    def dataclass_transform(eq_default):
        return lambda cls: cls


@dataclass_transform(eq_default=True)
class Record:
    """Equal when class and content are equal.  Never changed after it is made."""

    fields: "ClassVar[tuple[str, ...]]" = ()
    private: "ClassVar[tuple[str, ...]]" = ()
    personal: "ClassVar[tuple[str, ...]]" = ()

    def __init__(self, *values: object) -> None:
        # One loop without zip: this runs for every fact that the terminal is told.
        fields = self.fields
        assert len(values) == len(fields), (type(self).__name__, len(values))
        for index in range(len(fields)):
            setattr(self, fields[index], values[index])

    def astuple(self) -> "tuple[object, ...]":
        """The values in the order of `fields`."""
        return tuple([getattr(self, name) for name in self.fields])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return False
        return self.astuple() == other.astuple()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.astuple()))

    def __repr__(self) -> str:
        shown = []
        for name in self.fields:
            value = "..." if name in self.private else repr(getattr(self, name))
            shown.append("%s=%s" % (name, value))
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))
