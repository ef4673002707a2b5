"""One parcel goes into one compartment: a part of a courier's run or of a sender's visit.

One deposit door stands open at a time; with two, no sensor tells which parcel went where.
No tap is needed: the door shutting is the deposit.  Where something is wrong the person
says so while the door is open, and is asked after it shut whether the parcel is out.
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
    from terminal.visits.send import Send

OPENING, PUTTING_IN, ASK_OUT = "opening", "putting in", "asking out"
# A courier who has walked to this many doors in vain should take the parcel back.
DOORS_MAX = 4


class Deposit(Visit):
    """The way of one parcel into a compartment of `size` or larger.

    `again` is the compartment that it lies in already, where `giver` wants another look.
    """

    LIMIT_MS = {ASK_OUT: 60000}

    def __init__(
        self, hub: "Terminal", giver: "Run | Send", shipment: str, size: str, again: int = 0
    ) -> None:
        self.giver, self.shipment, self.size, self.again = giver, shipment, size, again
        self.doors_tried = 0
        self.number = 0
        self.trouble = ""
        self.remark = ""
        self.is_reminded = False
        Visit.__init__(self, hub, OPENING)
        if again:
            self.number = again
            hub.door(again).open_for(self, "deposit")
        else:
            self._next_door()

    def limit_ms(self, state: str) -> "int | None":
        return self.giver.PUTTING_IN_MS if state == PUTTING_IN else self.LIMIT_MS.get(state)

    def screen(self) -> "Record | None":
        if self.state == OPENING:
            return screens.Opening(self.number)
        if self.state == PUTTING_IN:
            return self.giver.putting_in(self)
        return screens.IsItOut(self.number, self.shipment) if self.state == ASK_OUT else None

    def _beside(self) -> "tuple[str, ...]":
        return combining.beside(self.hub, self.shipment)

    def _next_door(self) -> str:
        compartment = None
        if not self.doors_tried:  # what could not join the others lies alone
            compartment = combining.choose(self.hub, self.shipment, self.size)
        compartment = compartment or rooms.choose(self.hub, self.size, self.shipment)
        self.doors_tried += 1
        if compartment is None:
            self.hub.note(entries.NoRoom(self.shipment, self.size))
            return self._end("no room")
        if self.doors_tried > DOORS_MAX:
            return self._end("not opened")
        self.number, self.trouble, self.remark = compartment.number, "", ""
        self.is_reminded = False
        self.hub.note(entries.Reserved(self.number, self.shipment, self.giver.courier))
        self.hub.door(self.number).open_for(self, "deposit")
        return OPENING

    def _opened(self, event: m.Opened) -> str:
        return PUTTING_IN

    def _no_door(self, event: Record) -> str:
        if self.again:
            self.hub.note(entries.Doubted(self.number, "does not open"))
            return self._end("not reopened")
        # It was not seen to open, so the parcel is still in the person's hands.
        self._leave_door("does not open")
        return self._next_door()

    def _leave_door(self, doubt: str) -> None:
        self.hub.note(entries.NotDeposited(self.number, self.shipment))
        if doubt:
            self.hub.note(entries.Doubted(self.number, doubt))
        self.hub.door(self.number).release(self)
        self.again = 0

    def _choose(self, event: m.Chosen) -> str:
        if event.key in ("does_not_fit", "not_empty", "take_back"):
            self.trouble, self.remark = event.key, "take out"
        elif event.key == "report_open" and self.is_reminded:
            return self._reported(event)
        return PUTTING_IN

    def _reported(self, event: Record) -> str:
        # Whether the parcel lies inside is for an inspection to say.
        self.hub.note(entries.Doubted(self.number, "does not close"))
        return self._end("reported")

    def _remind(self, event: m.StoodOpen) -> str:
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return PUTTING_IN

    def _too_early(self, event: ev.Scanned) -> str:
        # Never queued: a queue of two would not know which parcel went where (decision 16).
        self.remark = self.giver.scanned_at_door(event, self.shipment)
        return self.state

    def _shut(self, event: m.Shut) -> str:
        return ASK_OUT if self.trouble else self._deposited()

    def _deposited(self) -> str:
        self.hub.note(entries.Deposited(self.number, self.shipment))
        self.hub.do(Sound("accepted"))
        return self._end("stored")

    def _answer(self, event: m.Chosen) -> str:
        if event.key == "no":
            return self._left_inside()
        if event.key != "yes":
            return ASK_OUT
        if self.trouble == "does_not_fit":
            self._leave_door("")
            return self._larger_door()
        if self.trouble == "take_back":
            self._leave_door("")
            return self._end("taken back")
        self._leave_door(self._strange())
        return self._next_door()

    def _larger_door(self) -> str:
        tried = self.hub.books.compartment(self.number)
        larger = rooms.larger(self.size, tried.size)
        if tried.shipments:  # too large for what is left beside others: alone it may do
            larger = self.size
        if not larger:
            self.hub.note(entries.NoRoom(self.shipment, self.size))
            return self._end("no room")
        if larger != self.size:
            self.size = larger
            self.giver.needs_larger(self.shipment, larger)
        return self._next_door()

    def _strange(self) -> str:
        # What lies beside a recipient's parcels and is not theirs must not go with them.
        return "unknown parcel" if self._beside() else "not empty"

    def _left_inside(self) -> str:
        if self.trouble == "not_empty":  # beside something that nobody knows
            self.hub.note(entries.Deposited(self.number, self.shipment))
            self.hub.note(entries.Doubted(self.number, self._strange()))
            return self._end("stored")
        return self._deposited()

    def _no_answer(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.Deposited(self.number, self.shipment))
        self.hub.note(entries.Doubted(self.number, "not confirmed"))
        return self._end("stored")

    def _end(self, remark: str) -> str:
        if self.number:
            self.hub.door(self.number).release(self)
        self.hub.tell(self.giver, m.PartEnded(remark, self.shipment, self.number))
        return OVER

    HEARS = (m.Opened, m.NotOpened, m.OpeningUnknown, m.CannotSee, m.StoodOpen, m.Shut,
             m.Chosen, m.TimedOut, ev.Scanned)  # fmt: skip
    RULES = {
        # while in     this happens          do this         and go to one of
        (OPENING,    m.Opened):          (_opened,       (PUTTING_IN,)),
        (OPENING,    m.NotOpened):       (_no_door,      (OPENING, OVER)),
        (OPENING,    m.OpeningUnknown):  (_no_door,      (OPENING, OVER)),
        (PUTTING_IN, m.Shut):            (_shut,         (ASK_OUT, OVER)),
        (PUTTING_IN, m.StoodOpen):       (_remind,       (PUTTING_IN,)),
        (PUTTING_IN, m.Chosen):          (_choose,       (PUTTING_IN, OVER)),
        (PUTTING_IN, ev.Scanned):        (_too_early,    (PUTTING_IN,)),
        (PUTTING_IN, m.TimedOut):        (_reported,     (OVER,)),
        (ASK_OUT,    m.Chosen):          (_answer,       (ASK_OUT, OPENING, OVER)),
        (ASK_OUT,    m.Opened):          (_opened,       (PUTTING_IN,)),
        (ASK_OUT,    ev.Scanned):        (_too_early,    (ASK_OUT,)),
        (ASK_OUT,    m.TimedOut):        (_no_answer,    (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((OPENING,), (m.Chosen, m.TimedOut, ev.Scanned), "the door is about to open"),
        ((OPENING, ASK_OUT), (m.Shut, m.StoodOpen), "another opening of the same door"),
        ((OPENING,), (m.CannotSee,), "a compartment with a blind sensor is never chosen"),
        ((PUTTING_IN,), (m.Opened,), "it is known to be open"),
        ((PUTTING_IN, ASK_OUT), (m.NotOpened, m.OpeningUnknown, m.CannotSee),
         "the end of a ladder that was settled"),
    )  # fmt: skip
