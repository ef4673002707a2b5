"""How the machine itself is: parts that failed, the link, the disk; volatile, told anew each life.

It takes in what the parts say of themselves and notes what is evidence (outages: 002-12.16).
The idea needed to read it: nothing here is kept over a boot, because parts report again.
"""

from terminal import condition_entries as cond
from terminal import events as ev
from terminal.cashier import READER
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from terminal.machine import Terminal

DISK_STOP_PERCENT = 80
DISK_GO_PERCENT = 75


class Condition:
    """What the parts have said; the loop sets what the site has: `parts`, `boards`,
    `latch_only` and `exports`.
    """

    def __init__(self, hub: "Terminal") -> None:
        self.hub = hub
        self.parts: "tuple[str, ...]" = ()
        self.boards: "tuple[tuple[str, tuple[int, ...]], ...]" = ()
        self.latch_only: "tuple[int, ...]" = ()
        self.exports: "tuple[str, ...]" = ()
        self.failed: "list[tuple[str, str]]" = []
        self.are_locks_lost = False
        self.is_link_up = True
        self.disk_percent = -1
        self.are_deposits_stopped = False

    def hear(self, event: Record) -> None:
        """Take in what a part says of itself."""
        HEARD[type(event)](self, event)

    def rows(self) -> "tuple[tuple[str, str], ...]":
        """((part, why it has failed or ""), ...): the failed ones first."""
        good = [(name, "") for name in self.parts if name not in [p for p, _why in self.failed]]
        return tuple(self.failed + good)

    def on_board(self, board: str) -> "tuple[int, ...]":
        """The compartments of a board; of all of them where it is "all"."""
        for name, numbers in self.boards:
            if name == board:
                return numbers
        return tuple([c.number for c in self.hub.books.compartments])

    def _failed(self, event: ev.PartFailed) -> None:
        self.failed = [p for p in self.failed if p[0] != event.part]
        self.failed.append((event.part, event.why))
        self.hub.note(cond.PartLost(event.part, event.why))
        if event.part == READER:
            self.hub.cashier.reader_failed()

    def _mended(self, event: ev.PartMended) -> None:
        self.failed = [p for p in self.failed if p[0] != event.part]
        self.hub.note(cond.PartFound(event.part))

    def _disk(self, event: ev.DiskRoom) -> None:
        self.disk_percent = event.used_percent
        if not self.are_deposits_stopped and event.used_percent >= DISK_STOP_PERCENT:
            self.are_deposits_stopped = True
            self.hub.note(cond.DiskFilled(event.used_percent))
        elif self.are_deposits_stopped and event.used_percent < DISK_GO_PERCENT:
            self.are_deposits_stopped = False
            self.hub.note(cond.DiskFreed(event.used_percent))

    def _link(self, event: ev.LinkChanged) -> None:
        if event.is_up != self.is_link_up:
            self.is_link_up = event.is_up
            self.hub.note(cond.LinkFound() if event.is_up else cond.LinkLost())

    def _ack(self, event: ev.AckDisputed) -> None:
        self.hub.note(cond.AckStrange(event.seq))


if TYPE_CHECKING:
    HEARD: "dict[type[Record], Callable[[Condition, Any], None]]"
HEARD = {
    ev.PartFailed: Condition._failed, ev.PartMended: Condition._mended,
    ev.DiskRoom: Condition._disk, ev.LinkChanged: Condition._link,
    ev.AckDisputed: Condition._ack,
}  # fmt: skip
