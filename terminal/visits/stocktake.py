"""Door after door is opened, and what lies inside is scanned: a part of a technician's visit.

Of all compartments, of those in doubt, or of one that is opened officially or for a test.  Each
ends with the entry Inspected, which says what was found and settles every difference with what
was believed, or stays in doubt.  One person can finish it: no door needs a second hand.
"""

from terminal import care_entries, care_screens, entries, labels, screens
from terminal import events as ev
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.door_panels import DoorPanels
    from terminal.visits.technician import Care

OPENING, STUCK, ASK_OPEN = "opening", "stuck", "asking open"
COUNTING, COUNTING_UNSEEN, VERDICT = "counting", "counting unseen", "verdict"
STRANGE_MAX = 20


class Stocktake(Visit):
    """`numbers` are the compartments, at least one; `purpose` is that of their openings."""

    # OPENING has no limit: the door's ladder always ends with a conclusion.
    LIMIT_MS = {STUCK: 300000, ASK_OPEN: 300000, COUNTING: 600000, COUNTING_UNSEEN: 600000,
                VERDICT: 300000}  # fmt: skip

    def __init__(
        self, hub: "Terminal", owner: "Care | DoorPanels", numbers: "tuple[int, ...]", purpose: str
    ) -> None:
        self.owner, self.purpose = owner, purpose
        self.waiting, self.left = list(numbers), []  # type: ignore[var-annotated]
        self.why_stuck = ""
        Visit.__init__(self, hub, OPENING)
        if purpose == "stocktake":
            hub.note(care_entries.StocktakeBegun(owner.technician, numbers))
        self._begin(self.waiting.pop(0))

    def _begin(self, number: int) -> None:
        compartment = self.hub.books.compartment(number)
        self.number = number
        self.believed = tuple(compartment.shipments + compartment.reserved)
        self.found: "list[str]" = []
        self.strange = 0
        self.is_said_empty = self.is_reminded = False
        self.remark = ""
        self._ask_door()

    def _ask_door(self) -> None:
        self.hub.door(self.number).open_for(self, self.purpose)

    def screen(self) -> "Record | None":
        left = len(self.waiting)
        if self.state == OPENING:
            return screens.Opening(self.number)
        if self.state == STUCK:
            return care_screens.CountStuck(self.number, left, self.why_stuck)
        if self.state == ASK_OPEN:
            return screens.AskOpen(self.number)
        if self.state == VERDICT:
            return care_screens.CountVerdict(self.number, left, self.believed)
        if self.state in (COUNTING, COUNTING_UNSEEN):
            return care_screens.Count(
                self.number, left, self.believed, tuple(self.found), self.strange,
                self.state == COUNTING, self.is_reminded, self.remark,
            )  # fmt: skip
        return None

    # -- the door -------------------------------------------------------------------------

    def _opened(self, event: m.Opened) -> str:
        return COUNTING

    def _stuck(self, event: m.NotOpened) -> str:
        self.why_stuck = event.why
        return STUCK

    def _unknown(self, event: m.OpeningUnknown) -> str:
        self.why_stuck = "unknown"
        return STUCK

    def _ask_person(self, event: m.CannotSee) -> str:
        return ASK_OPEN

    def _answer_open(self, event: m.Chosen) -> str:
        if event.key == "no":
            self.why_stuck = "said shut"
            return STUCK
        return self._said_open() if event.key == "yes" else ASK_OPEN

    def _choose_stuck(self, event: m.Chosen) -> str:
        if event.key == "again":
            self._ask_door()
            return OPENING
        if event.key == "is_open":
            return self._said_open()
        return self._skip("does not open") if event.key == "skip" else STUCK

    def _said_open(self) -> str:
        self.hub.note(entries.SaidOpen(self.number))
        if not self.hub.books.compartment(self.number).is_blind:
            self.hub.note(entries.SensorBlind(self.number, "said open"))
        # No pulse explains it any more, so a power cut now would leave no doubt by itself.
        self.hub.note(entries.Doubted(self.number, "sensor"))
        return COUNTING_UNSEEN

    # -- what lies inside -----------------------------------------------------------------

    def _scanned(self, scanned: ev.Scanned) -> str:
        number = self._number_on(scanned.text)
        if number:
            self.remark = self._why_not(number)
        else:
            self.remark = "not a parcel"
        if self.remark:
            self.hub.do(Sound("refused"))
        else:
            self.found.append(number)
            self.is_said_empty = False
            self.hub.do(Sound("accepted"))
        return self.state

    def _number_on(self, text: str) -> str:
        """The shipment number on a label: one that we know, or one by its check digits."""
        label = labels.read(text)
        for number in label.numbers:
            known = self.hub.books.shipment(number)
            if known is not None:
                return known.number
        is_number = label.kind in (labels.S10, labels.GS1) and label.numbers and not label.why
        return label.numbers[0] if is_number else ""

    def _why_not(self, number: str) -> str:
        if number in self.found:
            return "twice"
        known = self.hub.books.shipment(number)
        elsewhere = known.compartment if known is not None else 0
        is_had = elsewhere not in (0, self.number) and self.hub.is_minded(elsewhere)
        return "elsewhere" if is_had else ""

    def _choose_count(self, event: m.Chosen) -> str:
        may_say_shut = self.state == COUNTING_UNSEEN or self.is_reminded
        if event.key == "empty" and not self.found and not self.strange:
            self.is_said_empty, self.remark = True, "empty"
        elif event.key == "no_number" and self.strange < STRANGE_MAX:
            self.strange, self.is_said_empty, self.remark = self.strange + 1, False, ""
        elif event.key == "undo":
            self._undo()
        elif event.key == "done" and may_say_shut:
            return self._said_shut()
        return self.state

    def _undo(self) -> None:
        self.remark, self.is_said_empty = "", False
        if self.strange:
            self.strange -= 1
        elif self.found:
            self.found.pop()

    def _said_shut(self) -> str:
        if not self.hub.books.compartment(self.number).is_blind:
            self.hub.note(entries.SensorBlind(self.number, "said shut"))
        return self._closed()

    def _remind(self, event: m.StoodOpen) -> str:
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return COUNTING

    def _shut(self, event: m.Shut) -> str:
        return self._closed()

    def _closed(self) -> str:
        if self.found or self.strange or self.is_said_empty:
            return self._settle(tuple(self.found), self.strange > 0)
        return VERDICT

    def _judge(self, event: m.Chosen) -> str:
        if event.key == "empty":
            return self._settle((), False)
        if event.key == "no_number":
            return self._settle((), True)
        if event.key == "as_listed" and self.believed:
            return self._settle(self.believed, False)
        if event.key == "again":
            self._ask_door()
            return OPENING
        return VERDICT

    def _settle(self, found: "tuple[str, ...]", has_unknown: bool) -> str:
        technician = self.owner.technician
        self.hub.note(entries.Inspected(self.number, found, has_unknown, technician))
        self.hub.do(Sound("accepted"))
        if self.hub.books.compartment(self.number).doubts:
            self.left.append(self.number)
        return self._next()

    # -- from door to door ----------------------------------------------------------------

    def _skip(self, doubt: str) -> str:
        self._doubt(doubt)
        return self._next()

    def _doubt(self, why: str) -> None:
        self.hub.note(entries.Doubted(self.number, why))
        self.left.append(self.number)

    def _next(self) -> str:
        self.hub.door(self.number).release(self)
        while self.waiting and not self.owner.is_revoked():
            number = self.waiting.pop(0)
            if not self.hub.is_minded(number) and not self.hub.door(number).watchers:
                self._begin(number)
                return OPENING
            self.left.append(number)
        return self._end("left" if self.left or self.waiting else "counted")

    def _left_shut(self, timed_out: m.TimedOut) -> str:
        return self._break_off("no verdict")

    def _left_open(self, timed_out: m.TimedOut) -> str:
        return self._break_off("does not close")

    def _gave_up(self, timed_out: m.TimedOut) -> str:
        return self._break_off("does not open")

    def _break_off(self, doubt: str) -> str:
        self._doubt(doubt)
        self.hub.door(self.number).release(self)
        return self._end("idle")

    def _end(self, remark: str) -> str:
        if self.purpose == "stocktake":
            left = tuple(self.left + self.waiting)
            self.hub.note(care_entries.StocktakeEnded(self.owner.technician, left))
        self.hub.tell(self.owner, m.PartEnded(remark, "", self.number))
        return OVER

    HEARS = (m.Opened, m.NotOpened, m.OpeningUnknown, m.CannotSee, m.StoodOpen, m.Shut, m.Chosen,
             m.TimedOut, ev.Scanned)  # fmt: skip
    ON = (OPENING, OVER)
    RULES = {
        # while in          this happens          do this         and go to one of
        (OPENING,         m.Opened):          (_opened,       (COUNTING,)),
        (OPENING,         m.NotOpened):       (_stuck,        (STUCK,)),
        (OPENING,         m.OpeningUnknown):  (_unknown,      (STUCK,)),
        (OPENING,         m.CannotSee):       (_ask_person,   (ASK_OPEN,)),
        (STUCK,           m.Opened):          (_opened,       (COUNTING,)),
        (STUCK,           m.Chosen):          (_choose_stuck, (STUCK, COUNTING_UNSEEN) + ON),
        (STUCK,           m.TimedOut):        (_gave_up,      (OVER,)),
        (ASK_OPEN,        m.Opened):          (_opened,       (COUNTING,)),
        (ASK_OPEN,        m.Shut):            (_shut,         (VERDICT,)),
        (ASK_OPEN,        m.Chosen):          (_answer_open,  (ASK_OPEN, STUCK, COUNTING_UNSEEN)),
        (ASK_OPEN,        m.TimedOut):        (_gave_up,      (OVER,)),
        (COUNTING,        ev.Scanned):        (_scanned,      (COUNTING,)),
        (COUNTING,        m.Chosen):          (_choose_count, (COUNTING, VERDICT) + ON),
        (COUNTING,        m.Shut):            (_shut,         (VERDICT,) + ON),
        (COUNTING,        m.StoodOpen):       (_remind,       (COUNTING,)),
        (COUNTING,        m.TimedOut):        (_left_open,    (OVER,)),
        (COUNTING_UNSEEN, ev.Scanned):        (_scanned,      (COUNTING_UNSEEN,)),
        (COUNTING_UNSEEN, m.Chosen):          (_choose_count, (COUNTING_UNSEEN, VERDICT) + ON),
        (COUNTING_UNSEEN, m.Opened):          (_opened,       (COUNTING,)),
        (COUNTING_UNSEEN, m.Shut):            (_shut,         (VERDICT,) + ON),
        (COUNTING_UNSEEN, m.TimedOut):        (_left_open,    (OVER,)),
        (VERDICT,         m.Chosen):          (_judge,        (VERDICT,) + ON),
        (VERDICT,         m.Opened):          (_opened,       (COUNTING,)),
        (VERDICT,         m.TimedOut):        (_left_shut,    (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((OPENING,), (m.Chosen, m.TimedOut, ev.Scanned, m.Shut, m.StoodOpen),
         "the door is about to open"),
        ((STUCK,), (m.Shut, m.StoodOpen), "it was open from before"),
        ((ASK_OPEN, COUNTING_UNSEEN, VERDICT), (m.StoodOpen,),
         "the door's own clock; here nobody is reminded of it"),
        ((STUCK, ASK_OPEN, VERDICT), (ev.Scanned,), "parcels are scanned at the open door"),
        ((COUNTING,), (m.Opened,), "it is known to be open"),
        ((VERDICT,), (m.Shut,), "a blind sensor came to life"),
        ((STUCK, ASK_OPEN, COUNTING, COUNTING_UNSEEN, VERDICT),
         (m.NotOpened, m.OpeningUnknown, m.CannotSee), "the end of a ladder that was settled"),
    )  # fmt: skip
