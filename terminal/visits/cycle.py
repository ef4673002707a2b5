"""Doors of compartments that are known to be empty are opened one by one: a part of a visit.

For one door once, or round and round until the technician stops it.  An occupied, reserved or
doubted compartment is never among them (`rooms.may_test`), and that is asked anew before each
pulse; what turns out not to be empty goes out of use.
"""

from terminal import care_entries, care_screens, entries, rooms, screens
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.door_panels import DoorPanels
    from terminal.visits.technician import Care

OPENING, OPEN = "opening", "open"
RESULTS_KEPT = 12


class Cycle(Visit):
    """A test of doors; made only when at least one of `numbers` may be tested."""

    # OPENING has no limit: the door's ladder always ends with a conclusion.
    LIMIT_MS = {OPEN: 600000}

    def __init__(
        self, hub: "Terminal", owner: "Care | DoorPanels", numbers: "tuple[int, ...]",
        is_endless: bool,
    ) -> None:  # fmt: skip
        self.owner, self.numbers, self.is_endless = owner, numbers, is_endless
        self.waiting = list(numbers)
        self.number = 0
        self.is_stopping = self.is_reminded = False
        self.trouble = ""
        self.results: "list[tuple[int, str]]" = []
        Visit.__init__(self, hub, OPENING)
        self._next()

    def screen(self) -> "Record | None":
        if self.state == OPENING and not self.results:
            return screens.Opening(self.number)
        if self.state in (OPENING, OPEN):
            return care_screens.Cycle(self.number, self.state == OPEN, self.is_reminded,
                                      self.is_stopping, tuple(self.results))  # fmt: skip
        return None

    def _next(self) -> str:
        self.number = 0 if self.is_stopping or self.owner.is_revoked() else self._take_next()
        self.is_reminded, self.trouble = False, ""
        if not self.number:
            return self._end("tested")
        self.hub.door(self.number).open_for(self, "test")
        return OPENING

    def _take_next(self) -> int:
        for _round in range(2):
            while self.waiting:
                number = self.waiting.pop(0)
                if rooms.may_test(self.hub, self.hub.books.compartment(number)):
                    return number
            if self.is_endless:
                self.waiting = list(self.numbers)
        return 0

    def _opened(self, event: m.Opened) -> str:
        return OPEN

    def _no_door(self, event: Record) -> str:
        return self._leave("not opened", "does not open")

    def _leave(self, result: str, doubt: str) -> str:
        """Write down what came of this door, and go to the next one."""
        number = self.number
        self.hub.note(care_entries.TestEnded(number, self.owner.technician, result))
        if doubt:
            self.hub.note(entries.Doubted(number, doubt))
        self.hub.door(number).release(self)
        self.results = (self.results + [(number, result)])[-RESULTS_KEPT:]
        return self._next()

    def _choose(self, event: m.Chosen) -> str:
        if event.key == "stop":
            self.is_stopping = True
        elif event.key == "not_empty" and self.state == OPEN:
            self.trouble = "not empty"
        return self.state

    def _shut(self, event: m.Shut) -> str:
        self.hub.do(Sound("accepted"))
        return self._leave(self.trouble or "opened", self.trouble)

    def _remind(self, event: m.StoodOpen) -> str:
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return OPEN

    def _left(self, timed_out: m.TimedOut) -> str:
        number = self.number
        self.hub.note(care_entries.TestEnded(number, self.owner.technician, "left open"))
        self.hub.note(entries.Doubted(number, "does not close"))
        self.hub.door(number).release(self)
        return self._end("idle")

    def _end(self, remark: str) -> str:
        last = self.results[-1] if self.results else (0, "")
        is_bad = not self.is_endless and last[1] == "not opened"
        self.hub.tell(self.owner, m.PartEnded("not opened" if is_bad else remark, "", last[0]))
        return OVER

    HEARS = (m.Opened, m.NotOpened, m.OpeningUnknown, m.CannotSee, m.StoodOpen, m.Shut, m.Chosen,
             m.TimedOut)  # fmt: skip
    RULES = {
        # while in  this happens          do this    and go to one of
        (OPENING, m.Opened):          (_opened,  (OPEN,)),
        (OPENING, m.NotOpened):       (_no_door, (OPENING, OVER)),
        (OPENING, m.OpeningUnknown):  (_no_door, (OPENING, OVER)),
        (OPENING, m.Chosen):          (_choose,  (OPENING,)),
        (OPEN,    m.Shut):            (_shut,    (OPENING, OVER)),
        (OPEN,    m.StoodOpen):       (_remind,  (OPEN,)),
        (OPEN,    m.Chosen):          (_choose,  (OPEN,)),
        (OPEN,    m.TimedOut):        (_left,    (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((OPENING,), (m.TimedOut, m.Shut, m.StoodOpen), "the door is about to open"),
        ((OPENING,), (m.CannotSee,), "a compartment with a blind sensor is never chosen"),
        ((OPEN,), (m.Opened,), "it is known to be open"),
        ((OPEN,), (m.NotOpened, m.OpeningUnknown, m.CannotSee),
         "the end of a ladder that was settled"),
    )  # fmt: skip
