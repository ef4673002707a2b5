"""Lines of the journal about the machine itself: its parts, its link, its disk and its clock.

Part of `entries.py` and of the wire contract.  The one idea: an outage is evidence (002-12.16),
so each has a line when it begins and one when it ends.
"""

from terminal.entry import Entry


class PartLost(Entry):
    fields = ("part", "why")
    part: str
    why: str


class PartFound(Entry):
    fields = ("part",)
    part: str


class LinkLost(Entry):
    """The server cannot be reached."""


class LinkFound(Entry):
    """The server can be reached again."""


class AckStrange(Entry):
    """The server acknowledged a chain that is not ours up to `seq`."""

    fields = ("seq",)
    seq: int


class DiskFilled(Entry):
    """Deposits stop: the disk is as full as this."""

    fields = ("used_percent",)
    used_percent: int


class DiskFreed(Entry):
    """Deposits may go on."""

    fields = ("used_percent",)
    used_percent: int


class ClockTrusted(Entry):
    """From here on the wall clock is believed."""

    fields = ("wall_s",)
    wall_s: int


class ClockDoubted(Entry):
    """The wall clock is not believed any more; why: "jumped"."""

    fields = ("why",)
    why: str


ALL: "tuple[type[Entry], ...]" = (
    PartLost, PartFound, LinkLost, LinkFound, AckStrange, DiskFilled, DiskFreed, ClockTrusted,
    ClockDoubted,
)  # fmt: skip
