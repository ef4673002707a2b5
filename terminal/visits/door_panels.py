"""All compartments and each one by itself, for a technician: a part of the visit.

It shows what is known, takes compartments out of service and back, and opens doors.  The one
rule to keep in mind: only a compartment that is known to be empty opens at once; any other needs
a reason and a second confirmation, or a ground of 002-11.2 and a second person, and is inspected.
"""

from terminal import care, care_entries, care_screens, codes, rooms
from terminal import events as ev
from terminal import messages as m
from terminal.compartments import Compartment
from terminal.doors import LEFT, OPEN, UNSEEN
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.cycle import Cycle
from terminal.visits.stocktake import Stocktake
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.technician import Care

LIST, DOOR, CHOOSING = "list", "door", "choosing"
SURE, WITNESS, BUSY = "sure", "witness", "busy"
DOORS_A_PAGE = 9
CHOICES = {"test": care.TEST_REASONS, "bar": care.BAR_REASONS, "official": care.GROUNDS}


class DoorPanels(Visit):
    """The doors, for the technician whose visit `owner` is."""

    LIMIT_MS = {LIST: 300000, DOOR: 300000, CHOOSING: 120000, SURE: 120000, WITNESS: 120000}

    def __init__(self, hub: "Terminal", owner: "Care") -> None:
        self.owner = owner
        self.technician = owner.technician
        self.page, self.number = 0, 0
        self.topic, self.reason, self.remark = "", "", ""
        self.part: "Visit | None" = None
        Visit.__init__(self, hub, LIST)

    def is_revoked(self) -> bool:
        """Whether the server took the badge away meanwhile."""
        return self.owner.is_revoked()

    @property
    def _compartment(self) -> Compartment:
        return self.hub.books.compartment(self.number)

    def screen(self) -> "Record | None":
        if self.part is not None:
            return self.part.screen()
        if self.state == LIST:
            return self._list()
        if self.state == DOOR:
            return self._one()
        if self.state == CHOOSING:
            return care_screens.Choose(self.topic, self.number, CHOICES[self.topic])
        if self.state == SURE:
            inside = len(self._compartment.shipments + self._compartment.reserved)
            return care_screens.Sure(self.topic, self.number, self.reason, inside)
        if self.state == WITNESS:
            return care_screens.Witness(self.number, self.reason, self.remark)
        return None

    def _list(self) -> Record:
        every = self.hub.books.compartments
        first = self.page * DOORS_A_PAGE
        rows = [(c.number, rooms.state_of(self.hub, c)) for c in every[first:][:DOORS_A_PAGE]]
        return care_screens.Doors(self.page, self._pages(), tuple(rows))

    def _one(self) -> Record:
        compartment, lock = self._compartment, self.hub.books.care.lock(self.number)
        due = [why for number, why in self.hub.books.care.due if number == self.number]
        return care_screens.OneDoor(
            self.number, compartment.size, len(compartment.shipments), len(compartment.reserved),
            tuple(compartment.doubts), self._door_word(), compartment.is_blind, compartment.barred,
            due[0] if due else "",
            (lock.pulses, lock.repeat_percent, lock.failures, lock.trend_percent),
            tuple(lock.times_ms), self.remark,
        )  # fmt: skip

    def _door_word(self) -> str:
        state = self.hub.door(self.number).state
        if state == UNSEEN:
            return "silent"
        return "open" if state in (OPEN, LEFT) else "shut"

    def _pages(self) -> int:
        return max(1, (len(self.hub.books.compartments) + DOORS_A_PAGE - 1) // DOORS_A_PAGE)

    # -- finding a door -------------------------------------------------------------------

    def _choose_in_list(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "back":
            return self._end("")
        if key.key == "next":
            self.page = (self.page + 1) % self._pages()
        for compartment in self.hub.books.compartments:
            if key.key == "door %d" % compartment.number:
                self.number, self.remark = compartment.number, ""
                return DOOR
        return LIST

    def _choose(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "back":
            return LIST
        if self.is_revoked():
            return self._end("")
        if key.key == "open" and rooms.may_test(self.hub, self._compartment):
            self.part = Cycle(self.hub, self, (self.number,), False)
            return BUSY
        if key.key == "unbar" and self._compartment.barred:
            self.hub.note(care_entries.Unbarred(self.number, self.technician))
            return self._say("done")
        return self._ask({"open": "test", "by_hand": "by hand"}.get(key.key, key.key))

    def _ask(self, topic: str) -> str:
        if topic not in ("test", "bar", "official", "by hand"):
            return DOOR
        if topic in ("test", "official") and self._is_had():
            return self._say("busy")
        self.topic, self.reason, self.remark = topic, "", ""
        return SURE if topic == "by hand" else CHOOSING

    def _is_had(self) -> bool:
        """Whether a recipient may still come back to it within the grace time."""
        return self.hub.is_minded(self.number) or bool(self.hub.door(self.number).watchers)

    def _say(self, remark: str) -> str:
        self.remark = remark
        return DOOR

    # -- reasons --------------------------------------------------------------------------

    def _chosen(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._say("")
        reason = key.key[len("choose ") :]
        if not key.key.startswith("choose ") or reason not in CHOICES[self.topic]:
            return CHOOSING
        self.reason = reason
        if self.topic == "bar":
            self.hub.note(care_entries.Barred(self.number, self.technician, reason))
            return self._say("done")
        return WITNESS if self.topic == "official" else SURE

    def _sure(self, key: m.Chosen) -> str:
        if key.key == "no":
            return self._say("")
        if key.key != "yes":
            return SURE
        if self.topic == "by hand":
            self.hub.note(care_entries.OpenedByHand(self.number, self.technician))
            return self._say("done")
        if self._is_had() or self.is_revoked():
            return self._say("busy")
        self.hub.note(care_entries.TestOpening(self.number, self.technician, self.reason))
        return self._open("test opening")

    def _badge(self, scanned: ev.Scanned) -> str:
        self._restart_clock()
        witness = self._person(codes.plain(scanned.text))
        if not witness or witness == self.technician:
            self.remark = "same person" if witness else "no badge"
            self.hub.do(Sound("refused"))
            return WITNESS
        if self._is_had() or self.is_revoked():
            return self._say("busy")
        self.hub.note(care_entries.OfficialOpening(
            self.number, self.technician, witness, self.reason))  # fmt: skip
        return self._open("official opening")

    def _person(self, badge: str) -> str:
        """Whose badge this is, "" for nobody's or a revoked one."""
        tag = self.hub.tag("badge", badge)
        technician, courier = self.hub.books.care.by_tag(tag), self.hub.books.badge_by_tag(tag)
        if technician is not None and not technician.is_revoked:
            return technician.name
        return courier.courier if courier is not None and not courier.is_revoked else ""

    def _not_witnessed(self, key: m.Chosen) -> str:
        return self._say("") if key.key == "cancel" else WITNESS

    def _open(self, purpose: str) -> str:
        self.part = Stocktake(self.hub, self, (self.number,), purpose)
        return BUSY

    # -- the part under way ---------------------------------------------------------------

    def _pass_on(self, event: Record) -> str:
        assert self.part is not None
        if type(event) in self.part.HEARS:
            self.hub.tell(self.part, event)
        return BUSY

    def _part_ended(self, event: m.PartEnded) -> str:
        self.part = None
        if event.remark == "idle" or self.is_revoked():
            return self._end(event.remark)
        return self._say(event.remark)

    def _gone(self, timed_out: m.TimedOut) -> str:
        return self._end("idle")

    def _end(self, remark: str) -> str:
        self.hub.tell(self.owner, m.PartEnded(remark, "", 0))
        return OVER

    HEARS = (m.Chosen, m.TimedOut, m.PartEnded, ev.Scanned)
    RULES = {
        # while in   this happens     do this           and go to one of
        (LIST,     m.Chosen):       (_choose_in_list, (LIST, DOOR, OVER)),
        (LIST,     m.TimedOut):     (_gone,           (OVER,)),
        (DOOR,     m.Chosen):       (_choose,         (DOOR, LIST, CHOOSING, SURE, BUSY, OVER)),
        (DOOR,     m.TimedOut):     (_gone,           (OVER,)),
        (CHOOSING, m.Chosen):       (_chosen,         (CHOOSING, DOOR, SURE, WITNESS)),
        (CHOOSING, m.TimedOut):     (_gone,           (OVER,)),
        (SURE,     m.Chosen):       (_sure,           (SURE, DOOR, BUSY)),
        (SURE,     m.TimedOut):     (_gone,           (OVER,)),
        (WITNESS,  ev.Scanned):     (_badge,          (WITNESS, DOOR, BUSY)),
        (WITNESS,  m.Chosen):       (_not_witnessed,  (WITNESS, DOOR)),
        (WITNESS,  m.TimedOut):     (_gone,           (OVER,)),
        (BUSY,     m.Chosen):       (_pass_on,        (BUSY,)),
        (BUSY,     ev.Scanned):     (_pass_on,        (BUSY,)),
        (BUSY,     m.PartEnded):    (_part_ended,     (DOOR, OVER)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((LIST, DOOR, CHOOSING, SURE), (ev.Scanned,), "nothing is to be scanned here"),
        ((LIST, DOOR, CHOOSING, SURE, WITNESS), (m.PartEnded,), "its part has ended"),
        ((BUSY,), (m.TimedOut,), "its part has its own clock"),
    )  # fmt: skip
