"""A sender puts in what was announced: by its label, its door code or the digits of its number.

The visit finds the parcel and says that it is in; the door is the business of `deposit.py`.  The
one idea: nothing here needs the server, for what was announced says the size, the compartment that
is kept, and in storage the recipient's code too (002-5.2, 6.2.1; 003-3.4).
"""

from terminal import events as ev
from terminal import labels, screens, send_screens, senders, sizes
from terminal import messages as m
from terminal.compartments import Shipment
from terminal.effects import Sound
from terminal.entries import NotDeposited
from terminal.record import Record
from terminal.sending_entries import NotSent, SizeChanged
from terminal.visits.deposit import Deposit
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

NUMBER, CHOOSING_SIZE, BUSY, DONE = "number", "choosing size", "busy", "done"
MISREAD = (labels.WRONG_CHECK, labels.CUT_OFF, labels.GARBLED)


class Send(Visit):
    """One sender; `number` is the parcel's, "" where it is still to be scanned or typed."""

    # DONE: within this time the door may be opened once more, and nobody takes the parcel away.
    LIMIT_MS = {NUMBER: 60000, CHOOSING_SIZE: 90000, DONE: 60000}
    # Whoever walked away must not keep the glass from others for long (decision 16).
    PUTTING_IN_MS = 240000
    courier = ""  # in the entries of the deposit: its sender

    def __init__(self, hub: "Terminal", number: str, has_label: bool) -> None:
        self.shipment = number
        self.has_label = has_label
        self.typed = ""
        self.remark = ""
        self.reopened = 0
        self.number = 0  # of the compartment that it was put into
        Visit.__init__(self, hub, NUMBER)
        hub.do(Sound("accepted"))
        if number:
            self.state = self._go_on()
            self._restart_clock()

    def may_step_aside(self) -> bool:
        return self.state == DONE

    def _parcel(self) -> "Shipment | None":
        return self.hub.books.shipment(self.shipment)

    def _way(self) -> str:
        shipment = self._parcel()
        sending = shipment.sending if shipment is not None else None
        return sending.way if sending is not None else ""

    def screen(self) -> "Record | None":
        if self.part is not None:
            return self.part.screen()
        if self.state == NUMBER:
            return send_screens.SendNumber(self.typed, self.remark)
        if self.state == CHOOSING_SIZE:
            return screens.ChooseSize(self.shipment, self.hub.sizes_here())
        if self.state == DONE:
            return send_screens.HandedIn(self.number, self.shipment, self._way(),
                                         self._may_reopen(), self.remark)  # fmt: skip
        return None

    def _may_reopen(self) -> bool:
        if self.remark or self.hub.books.compartment(self.number).doubts:
            return False  # whoever looks into it next is a courier
        return self.reopened < self.hub.books.rule("reopenings")

    # -- which parcel ---------------------------------------------------------------------

    def _digit(self, key: m.Typed) -> str:
        if len(self.typed) < senders.DIGITS_MAX:
            self.typed += key.digit
        self.remark = ""
        self._restart_clock()
        return NUMBER

    def _key(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._end("")
        if key.key == "erase":
            self.typed = self.typed[:-1]
        if key.key == "ok" and len(self.typed) >= senders.DIGITS_MIN:
            return self._look_up(senders.by_digits(self.hub, self.typed))
        return NUMBER

    def _scanned(self, scanned: ev.Scanned) -> str:
        label = labels.read(scanned.text)
        found = senders.by_label(self.hub, label)
        if found is None and label.why in MISREAD:
            return self._refuse("misread")
        self.has_label = True
        return self._look_up([found] if found is not None else [])

    def _look_up(self, found: "list[Shipment]") -> str:
        self.typed = ""
        if len(found) > 1:
            return self._refuse("two")
        if not found:
            self.hub.do(Sound("refused"))
            return self._end("not announced")
        self.shipment = found[0].number
        why = senders.why_not(self.hub, found[0])
        return self._turn_away(why) if why else self._go_on()

    def _refuse(self, remark: str) -> str:
        self.remark = remark
        self.has_label = False
        self.hub.do(Sound("refused"))
        self._restart_clock()
        return NUMBER

    def _gone(self, timed_out: m.TimedOut) -> str:
        return self._end("")

    # -- into which compartment -----------------------------------------------------------

    def _go_on(self) -> str:
        shipment = self._parcel()
        size = shipment.size if shipment is not None else ""
        return self._deposit(size) if size else CHOOSING_SIZE

    def _choose_size(self, key: m.Chosen) -> str:
        words = key.key.split(" ")
        if key.key == "cancel":
            return self._end("")
        if words[0] != "size" or words[-1] not in sizes.NAMES:
            return CHOOSING_SIZE
        self.hub.note(SizeChanged(self.shipment, words[-1]))
        shipment = self._parcel()
        why = senders.why_not(self.hub, shipment) if shipment is not None else "not announced"
        return self._turn_away(why) if why else self._deposit(words[-1])

    def _deposit(self, size: str) -> str:
        shipment = self._parcel()
        assert shipment is not None
        for compartment in self.hub.books.compartments:
            if shipment.number in compartment.reserved:
                # A deposit that a power cut broke off: the parcel is in the hand, not in there.
                self.hub.note(NotDeposited(compartment.number, shipment.number))
        self.part = Deposit(self.hub, self, shipment.number, size)
        return BUSY

    def _turn_away(self, why: str) -> str:
        self.hub.note(NotSent(self.shipment, why))
        self.hub.do(Sound("refused"))
        return self._end(why)

    # -- what the deposit asks of whoever gives the parcel ---------------------------------

    def putting_in(self, deposit: Deposit) -> Record:
        """The screen at the open door."""
        return send_screens.HandIn(deposit.number, deposit.shipment, self._way(),
                                   not self.has_label, deposit.is_reminded,
                                   deposit.remark)  # fmt: skip

    def scanned_at_door(self, scanned: ev.Scanned, shipment: str) -> str:
        """The remark about a scan while the door is open: is it the label of this parcel?"""
        label = labels.read(scanned.text)
        found = senders.by_label(self.hub, label)
        if found is not None and found.number == shipment:
            self.has_label = True
            return "right label"
        self.hub.do(Sound("refused"))
        return "misread" if label.why in MISREAD else "other label"

    def needs_larger(self, shipment: str, size: str) -> None:
        """The sender says so: a larger one may cost more (002-4.1.1)."""
        self.hub.note(SizeChanged(shipment, size))

    # -- the part under way, and the end ---------------------------------------------------

    def _pass_on(self, event: Record) -> str:
        assert self.part is not None
        self.hub.tell(self.part, event)
        return BUSY

    def _part_ended(self, event: m.PartEnded) -> str:
        self.part = None
        if event.remark in ("stored", "not reopened"):
            self.number = event.compartment
            self.remark = "" if event.remark == "stored" else event.remark
            return DONE
        if event.remark in ("no room", "not opened"):
            return self._turn_away(event.remark)
        return self._end("")

    def _choose_done(self, key: m.Chosen) -> str:
        if key.key == "again" and self._may_reopen():
            return self._again()
        return self._end("") if key.key == "done" else DONE

    def _again(self) -> str:
        shipment = self._parcel()
        assert shipment is not None  # nothing that lies inside is forgotten
        self.reopened += 1
        self.part = Deposit(self.hub, self, shipment.number, shipment.size, self.number)
        return BUSY

    def _end(self, why: str) -> str:
        self.hub.end(self, why)
        return OVER

    HEARS = (m.Typed, m.Chosen, m.TimedOut, m.PartEnded, ev.Scanned)
    CHOSEN = (NUMBER, CHOOSING_SIZE, BUSY, OVER)
    RULES = {
        # while in        this happens     do this         and go to one of
        (NUMBER,        m.Typed):       (_digit,        (NUMBER,)),
        (NUMBER,        m.Chosen):      (_key,          CHOSEN),
        (NUMBER,        ev.Scanned):    (_scanned,      CHOSEN),
        (NUMBER,        m.TimedOut):    (_gone,         (OVER,)),
        (CHOOSING_SIZE, m.Chosen):      (_choose_size,  (CHOOSING_SIZE, BUSY, OVER)),
        (CHOOSING_SIZE, m.TimedOut):    (_gone,         (OVER,)),
        (BUSY,          m.Chosen):      (_pass_on,      (BUSY,)),
        (BUSY,          ev.Scanned):    (_pass_on,      (BUSY,)),
        (BUSY,          m.PartEnded):   (_part_ended,   (DONE, OVER)),
        (DONE,          m.Chosen):      (_choose_done,  (DONE, BUSY, OVER)),
        (DONE,          m.TimedOut):    (_gone,         (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((CHOOSING_SIZE, BUSY, DONE), (m.Typed,), "no digits are offered, or they step aside"),
        ((CHOOSING_SIZE,), (ev.Scanned,), "the size comes first"),
        ((DONE,), (ev.Scanned,), "whoever scans is somebody else"),
        ((NUMBER, CHOOSING_SIZE, DONE), (m.PartEnded,), "its part has ended already"),
        ((BUSY,), (m.TimedOut,), "its part has its own clock"),
    )  # fmt: skip
