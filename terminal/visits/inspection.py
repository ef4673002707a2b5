"""Somebody looks into one compartment and says what lies there: a part of the courier's run.

Only this, or a collection, takes away a doubt (decision 4).  Where parcels are overdue
or called back the same look is used to take them out, and to leave what lies beside them.  Where
all of it goes, the door shutting is the removal, and only what is not as it should be needs a key.
"""

from terminal import combining, entries, rooms, screens
from terminal import events as ev
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.run import Run

OPENING, LOOKING, VERDICT = "opening", "looking", "verdict"
EXCEPTIONS = ("not_there", "stays", "something_else")


class Inspection(Visit):
    """A courier before one compartment in doubt, or with overdue parcels."""

    LIMIT_MS = {LOOKING: 600000, VERDICT: 90000}

    def __init__(self, hub: "Terminal", run: "Run", number: int, why: str) -> None:
        compartment = hub.books.compartment(number)
        self.run, self.number, self.why = run, number, why
        self.believed = tuple(compartment.shipments + compartment.reserved)
        is_removal = why in rooms.TAKEN_OUT
        self.leaving = combining.leaving(hub, compartment) if is_removal else ()
        self.staying = tuple([number for number in self.believed if number not in self.leaving])
        self.is_reminded = False
        self.exception = ""  # one of EXCEPTIONS
        Visit.__init__(self, hub, OPENING)
        hub.door(number).open_for(self, "inspection")

    def screen(self) -> "Record | None":
        if self.state == OPENING:
            return screens.Opening(self.number)
        if self.state == LOOKING:
            return screens.Look(self.number, self.leaving or self.believed, self.why,
                                bool(self.leaving), self._beside(), self.is_reminded,
                                self.exception)  # fmt: skip
        if self.state == VERDICT:
            listed = self._beside() or self.believed
            return screens.Verdict(self.number, listed, self.leaving if self._beside() else ())
        return None

    def _beside(self) -> "tuple[str, ...]":
        """What stays inside while something else is taken out."""
        return self.staying if self.leaving else ()

    def _goes_whole(self) -> bool:
        """Whether everything in there is to be taken out."""
        return bool(self.leaving) and not self.staying

    def _look(self, event: m.Opened) -> str:
        return LOOKING

    def _look_unseen(self, event: m.CannotSee) -> str:
        # Nobody is shown here what to take out and what to leave: then it is only a look.
        if self.staying:
            self.leaving = ()
        return VERDICT

    def _no_door(self, event: Record) -> str:
        self.hub.note(entries.Doubted(self.number, "does not open"))
        return self._end("not opened")

    def _remind(self, event: m.StoodOpen) -> str:
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return LOOKING

    def _too_early(self, event: ev.Scanned) -> str:
        self.hub.do(Sound("refused"))
        return self.state

    def _except(self, event: m.Chosen) -> str:
        if self._goes_whole() and event.key in EXCEPTIONS:
            self.exception = "" if event.key == self.exception else event.key
        return LOOKING

    def _shut(self, event: m.Shut) -> str:
        if not self._goes_whole() or self.exception == "something_else":
            return VERDICT
        if self.exception == "stays":
            return self._end("left inside")
        if self.exception == "not_there":
            self.hub.note(entries.Inspected(self.number, (), False, self.run.courier))
        else:
            self.hub.note(entries.TakenOut(self.number, self.leaving, self.run.courier))
        self.hub.do(Sound("accepted"))
        return self._end("inspected")

    def _judge(self, event: m.Chosen) -> str:
        courier = self.run.courier
        if event.key == "empty" and self.leaving:
            self.hub.note(entries.TakenOut(self.number, self.leaving, courier))
            if self.staying:  # they should be there
                self.hub.note(entries.Inspected(self.number, (), False, courier))
        elif event.key == "as_listed" and self._beside():
            self.hub.note(entries.TakenOut(self.number, self.leaving, courier))
        elif event.key == "empty":
            self.hub.note(entries.Inspected(self.number, (), False, courier))
        elif event.key == "as_listed" and self.believed:
            self.hub.note(entries.Inspected(self.number, self.believed, False, courier))
        elif event.key == "something_else":
            self.hub.note(entries.Inspected(self.number, self.believed, True, courier))
        else:
            return VERDICT
        return self._end("inspected")

    def _no_verdict(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.Doubted(self.number, "no verdict"))
        return self._end("not opened")

    def _left(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.Doubted(self.number, "does not close"))
        return self._end("reported")

    def _end(self, remark: str) -> str:
        self.hub.door(self.number).release(self)
        self.hub.tell(self.run, m.PartEnded(remark, "", self.number))
        return OVER

    HEARS = (m.Opened, m.NotOpened, m.OpeningUnknown, m.CannotSee, m.StoodOpen, m.Shut,
             m.Chosen, m.TimedOut, ev.Scanned)  # fmt: skip
    RULES = {
        # while in  this happens          do this         and go to one of
        (OPENING, m.Opened):          (_look,         (LOOKING,)),
        (OPENING, m.NotOpened):       (_no_door,      (OVER,)),
        (OPENING, m.OpeningUnknown):  (_no_door,      (OVER,)),
        (OPENING, m.CannotSee):       (_look_unseen,  (VERDICT,)),
        (LOOKING, m.Shut):            (_shut,         (VERDICT, OVER)),
        (LOOKING, m.Chosen):          (_except,       (LOOKING,)),
        (LOOKING, m.StoodOpen):       (_remind,       (LOOKING,)),
        (LOOKING, ev.Scanned):        (_too_early,    (LOOKING,)),
        (LOOKING, m.TimedOut):        (_left,         (OVER,)),
        (VERDICT, m.Chosen):          (_judge,        (VERDICT, OVER)),
        (VERDICT, m.Opened):          (_look,         (LOOKING,)),
        (VERDICT, ev.Scanned):        (_too_early,    (VERDICT,)),
        (VERDICT, m.TimedOut):        (_no_verdict,   (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((OPENING,), (m.Chosen, m.TimedOut, ev.Scanned, m.Shut, m.StoodOpen),
         "the door is about to open"),
        ((LOOKING,), (m.Opened,), "it is known to be open"),
        ((LOOKING, VERDICT), (m.NotOpened, m.OpeningUnknown, m.CannotSee),
         "the end of a ladder that was settled"),
        ((VERDICT,), (m.Shut, m.StoodOpen), "a blind sensor came to life"),
    )  # fmt: skip
