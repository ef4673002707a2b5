"""A courier's run: badge, PIN, then parcel after parcel with no tap between them.

The run itself only scans, chooses and hands over: putting one parcel in is `deposit.py`,
looking into one compartment is `inspection.py`.  It cannot end with one of its doors open
unless that is reported (decision 16).
"""

from terminal import care_entries, codes, combining, entries, labels, permits, rooms, screens, sizes
from terminal import events as ev
from terminal import messages as m
from terminal.compartments import INSIDE
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.deposit import Deposit
from terminal.visits.inspection import Inspection
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

PIN, READY, CHOOSING_SIZE, BUSY = "PIN", "ready", "choosing size", "busy"


class Run(Visit):
    """One courier; `badge` is the text that was scanned, kept only as long as the run."""

    LIMIT_MS = {PIN: 60000, READY: 60000, CHOOSING_SIZE: 60000}
    PUTTING_IN_MS = 600000

    def __init__(self, hub: "Terminal", courier: str, badge: str) -> None:
        self.courier, self.badge = courier, badge
        self.typed = ""
        self.has_begun = False
        self.part: "Visit | None" = None
        self.shipment = ""
        self.doors: "list[int]" = []  # those that this run opened and did not report
        self.remark = m.PartEnded("", "", 0)
        Visit.__init__(self, hub, PIN)

    def screen(self) -> "Record | None":
        if self.part is not None:
            return self.part.screen()
        if self.state == PIN:
            return screens.AskPin(self.typed, self.remark.remark)
        if self.state == CHOOSING_SIZE:
            return screens.ChooseSize(self.shipment, self.hub.sizes_here())
        remark = self.remark
        return screens.Run(remark.remark, remark.shipment, remark.compartment,
                           rooms.free_by_size(self.hub), rooms.tasks(self.hub),
                           self.hub.doors_open(), rooms.barred(self.hub))  # fmt: skip

    def _say(self, remark: str, shipment: str = "", compartment: int = 0) -> None:
        self.remark = m.PartEnded(remark, shipment, compartment)

    def _refuse(self, remark: str, shipment: str = "", compartment: int = 0) -> str:
        self._say(remark, shipment, compartment)
        self.hub.do(Sound("refused"))
        self._restart_clock()
        return READY

    # -- badge and PIN --------------------------------------------------------------------

    def _digit(self, key: m.Typed) -> str:
        self.typed += key.digit
        if len(self.typed) < codes.PIN_DIGITS:
            return PIN
        tag = self.hub.tag("pin", self.badge + "|" + self.typed)
        self.typed = ""
        badge = self.hub.books.badge_of(self.courier)
        if badge is not None and badge.pin == tag and not badge.is_revoked:
            return self._let_in()
        return self._wrong_pin()

    def _let_in(self) -> str:
        if not self.has_begun:
            self.has_begun = True
            self.hub.note(entries.RunBegun(self.courier))
        self._say("")
        self.hub.do(Sound("accepted"))
        return READY

    def _wrong_pin(self) -> str:
        self.hub.note(entries.WrongPin(self.courier))
        self.hub.do(Sound("refused"))
        self._say("wrong")
        why = permits.why_no_run(self.hub, self.courier)
        return self._end("cancelled", why) if why else PIN

    def _pin_key(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._end("cancelled")
        if key.key == "erase":
            self.typed = self.typed[:-1]
        return PIN

    def _idle(self, timed_out: m.TimedOut) -> str:
        self.typed = ""
        self._say("idle")
        return PIN

    def _gone(self, timed_out: m.TimedOut) -> str:
        return self._end("idle")

    # -- parcels --------------------------------------------------------------------------

    def _scanned(self, scanned: ev.Scanned) -> str:
        label = labels.read(scanned.text)
        if label.text == self.badge:
            return self._finish()
        for number in (label.text,) + label.numbers:
            if self.hub.books.shipment(number) is not None:
                return self._consider(number, "")
        return self._unknown_label(label)

    def _unknown_label(self, label: labels.Label) -> str:
        if self._is_revoked():
            return self._end("cancelled", "no badge")
        if label.why in (labels.WRONG_CHECK, labels.CUT_OFF, labels.GARBLED):
            return self._refuse("misread")
        return self._refuse("not expected" if label.numbers else "not a parcel")

    def _is_revoked(self) -> bool:
        badge = self.hub.books.badge_of(self.courier)
        return badge is None or badge.is_revoked

    def _consider(self, number: str, size: str) -> str:
        """Whether this parcel may go in now, and where; `size` is what the courier chose."""
        if self._is_revoked():
            return self._end("cancelled", "no badge")
        shipment = self.hub.books.shipment(number)
        if shipment is None:
            return self._refuse("not expected")
        number = shipment.number
        if self.hub.condition.are_deposits_stopped:
            return self._refuse("deposits stopped", number)
        if shipment.standing == INSIDE:
            return self._already_inside(number, shipment.compartment)
        if shipment.why or shipment.sending is not None:  # gone, or its sender is to bring it
            return self._refuse("not expected", number)
        self._take_from_doubt(number)
        return self._deposit(number, size or shipment.size)

    def _already_inside(self, number: str, compartment: int) -> str:
        # It cannot be in the hand and behind a door: somebody must look.
        self.hub.note(entries.Doubted(compartment, "scanned elsewhere"))
        return self._refuse("already inside", number, compartment)

    def _take_from_doubt(self, number: str) -> None:
        # A deposit that a power cut broke off: the parcel is in the hand, so not in there.
        for compartment in self.hub.books.compartments:
            if number in compartment.reserved:
                self.hub.note(entries.NotDeposited(compartment.number, number))

    def _deposit(self, number: str, size: str) -> str:
        self.shipment = number
        if not size:
            return CHOOSING_SIZE
        joined = combining.choose(self.hub, number, size)
        if joined is None and rooms.choose(self.hub, size) is None:
            self.hub.note(entries.NoRoom(number, size))
            return self._refuse("no room", number)
        self.part = Deposit(self.hub, self, number, size)
        return BUSY

    def _choose_size(self, key: m.Chosen) -> str:
        words = key.key.split(" ")
        if words[0] == "size" and words[-1] in sizes.NAMES:
            return self._consider(self.shipment, words[-1])
        if words[0] == "cancel":
            self._say("not deposited", self.shipment)
            return READY
        return CHOOSING_SIZE

    def _other_parcel(self, scanned: ev.Scanned) -> str:
        return self._scanned(scanned)

    # -- what a deposit asks of whoever gives the parcel -----------------------------------

    def putting_in(self, deposit: Deposit) -> Record:
        """The screen at the open door."""
        must_look = self.hub.books.compartment(deposit.number).is_on_word
        others = combining.beside(self.hub, deposit.shipment)
        return screens.PutIn(deposit.number, deposit.shipment, must_look, deposit.is_reminded,
                             deposit.remark, others)  # fmt: skip

    def scanned_at_door(self, scanned: ev.Scanned, shipment: str) -> str:
        """The remark about a scan while the door is open."""
        self.hub.do(Sound("refused"))
        return "close first"

    def needs_larger(self, shipment: str, size: str) -> None:
        """A courier's word costs the sender nothing: the sorting line measures (002-4.1.1)."""

    # -- the part under way ---------------------------------------------------------------

    def _pass_on(self, event: Record) -> str:
        assert self.part is not None
        self.hub.tell(self.part, event)
        return BUSY

    def _part_ended(self, event: m.PartEnded) -> str:
        self.part, self.remark = None, event
        if event.remark == "reported":
            self.doors = [number for number in self.doors if number != event.compartment]
        elif event.compartment and event.compartment not in self.doors:
            self.doors.append(event.compartment)
        return READY

    def _choose(self, key: m.Chosen) -> str:
        words = key.key.split(" ")
        if words[0] == "finish":
            return self._finish()
        if self._is_revoked():
            return self._end("cancelled", "no badge")
        if key.key == "by_hand" and self.remark.remark == "not opened" and self.remark.compartment:
            self.hub.note(care_entries.OpenedByHand(self.remark.compartment, self.courier))
            self._say("")
        for number, why in rooms.tasks(self.hub):
            if key.key == "inspect %d" % number:
                self.part = Inspection(self.hub, self, number, why)
                return BUSY
        return READY

    def _finish(self) -> str:
        for number in self.doors:
            if self.hub.books.compartment(number).is_open:
                return self._refuse("doors open", "", number)
        return self._end("finished")

    def _end(self, why: str, told: str = "") -> str:
        if self.has_begun:
            self.hub.note(entries.RunEnded(self.courier, why))
        self.hub.end(self, told)
        return OVER

    HEARS = (m.Typed, m.Chosen, m.TimedOut, m.PartEnded, ev.Scanned)
    ANYWHERE = (READY, CHOOSING_SIZE, BUSY, OVER)
    RULES = {
        # while in        this happens     do this         and go to one of
        (PIN,           m.Typed):       (_digit,        (PIN, READY, OVER)),
        (PIN,           m.Chosen):      (_pin_key,      (PIN, OVER)),
        (PIN,           m.TimedOut):    (_gone,         (OVER,)),
        (READY,         ev.Scanned):    (_scanned,      ANYWHERE),
        (READY,         m.Chosen):      (_choose,       (READY, BUSY, OVER)),
        (READY,         m.TimedOut):    (_idle,         (PIN,)),
        (CHOOSING_SIZE, m.Chosen):      (_choose_size,  ANYWHERE),
        (CHOOSING_SIZE, ev.Scanned):    (_other_parcel, ANYWHERE),
        (CHOOSING_SIZE, m.TimedOut):    (_idle,         (PIN,)),
        (BUSY,          m.Chosen):      (_pass_on,      (BUSY,)),
        (BUSY,          ev.Scanned):    (_pass_on,      (BUSY,)),
        (BUSY,          m.PartEnded):   (_part_ended,   (READY,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((PIN,), (ev.Scanned,), "the PIN comes first"),
        ((READY, CHOOSING_SIZE, BUSY), (m.Typed,), "no digits are offered"),
        ((PIN, READY, CHOOSING_SIZE), (m.PartEnded,), "its part has ended already"),
        ((BUSY,), (m.TimedOut,), "its part has its own clock"),
    )  # fmt: skip
