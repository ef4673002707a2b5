"""What technicians and their work leave behind: badges, used codes, health of locks, what is due.

A part of the books: a fold over entries, like `till.py`.  Conversations are in
`visits/technician.py`.  The idea needed to read it: a stocktake is due at a compartment from the
moment when its contents may have changed unseen, until an inspection says what lies there.
"""

from terminal import care_entries as e
from terminal import entries
from terminal.codes import DAY_MS
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from terminal.books import Books

# Why a compartment that is not known to be empty may be opened by a test.
TEST_REASONS = ("lock", "sensor", "door", "contents", "asked by office")
# Why a compartment is taken out of service; "damaged by item" is 002-7.4.2.
BAR_REASONS = ("lock", "sensor", "door", "dirty", "damaged", "damaged by item", "unsafe")
# Why all compartments of a board are; a door that is out of service by itself stays so.
BOARD_REASONS = ("board", "wires", "power")
# Behind these doors nobody may reach, not even with the right code.
SHUT_REASONS = ("unsafe",)
# Grounds of an official opening: 002-11.2 a to e, and a damaged terminal (b twice).
GROUNDS = ("recipient asks", "protect contents", "assess damage", "forbidden goods",
           "owner unknown", "law")  # fmt: skip
TIMES_KEPT = 8


class Technician:
    """A technician's badge as a tag, the last step used, and the wrong codes of the last day."""

    def __init__(self, name: str, badge: str) -> None:
        self.name = name
        self.badge = badge
        self.is_revoked = False
        self.last_step = 0
        self.slips: "list[int]" = []

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.name, self.badge, self.is_revoked, self.last_step, tuple(self.slips))

    @staticmethod
    def restored(state: "tuple[Any, ...]") -> "Technician":
        """The opposite of `state`."""
        technician = Technician(state[0], state[1])
        technician.is_revoked, technician.last_step = bool(state[2]), state[3]
        technician.slips = list(state[4])
        return technician


class Lock:
    """How one lock has done: pulses, repeats and failures ever, and its last opening times."""

    def __init__(self) -> None:
        self.pulses = 0
        self.repeats = 0  # pulses that were a second or third attempt
        self.failures = 0
        self.asked_up_ms = 0
        self.opening = 0
        self.times_ms: "list[int]" = []  # from the order to the door seen open

    @property
    def repeat_percent(self) -> int:
        """The share of repeats in all pulses."""
        return 100 * self.repeats // self.pulses if self.pulses else 0

    @property
    def trend_percent(self) -> int:
        """By how much the newer half of the kept times is slower (or, below 0, faster)."""
        half = len(self.times_ms) // 2
        older, newer = sum(self.times_ms[:half]), sum(self.times_ms[-half:]) if half else 0
        return 100 * (newer - older) // older if older else 0

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        return (self.pulses, self.repeats, self.failures, self.asked_up_ms, self.opening,
                tuple(self.times_ms))  # fmt: skip

    def restore(self, state: "tuple[Any, ...]") -> None:
        """The opposite of `state`."""
        (self.pulses, self.repeats, self.failures, self.asked_up_ms, self.opening,
         times_ms) = state  # fmt: skip
        self.times_ms = list(times_ms)


class Care:
    """The technicians' part of the books."""

    def __init__(self, books: "Books") -> None:
        self.technicians: "list[Technician]" = []
        self.due: "list[tuple[int, str]]" = []  # (compartment, why): a stocktake is required
        self.challenges = 0
        self._books = books
        self._locks = {number: Lock() for number, _size in books.sizes}

    def by_tag(self, tag: str) -> "Technician | None":
        """The technician with this badge, revoked or not; a live one first."""
        found = [t for t in self.technicians if t.badge == tag]
        live = [t for t in found if not t.is_revoked]
        return (live + found)[0] if found else None

    def named(self, name: str) -> "Technician | None":
        """The technician of this name."""
        for technician in self.technicians:
            if technician.name == name:
                return technician
        return None

    def lock(self, number: int) -> Lock:
        """How the lock of this compartment has done."""
        return self._locks[number]

    def hear(self, entry: Record) -> None:
        """Take in one entry, live or in replay; most are none of ours."""
        fold = CARE.get(type(entry))
        if fold is not None:
            fold(self, entry)

    def state(self) -> "tuple[object, ...]":
        """Everything, for a checkpoint."""
        locks = [(number, self._locks[number].state()) for number, _size in self._books.sizes]
        return (tuple([t.state() for t in self.technicians]), tuple(self.due), self.challenges,
                tuple(locks))  # fmt: skip

    def restore(self, state: "tuple[Any, ...]") -> None:
        """The opposite of `state`."""
        technicians, due, self.challenges, locks = state
        self.technicians = [Technician.restored(t) for t in technicians]
        self.due = [(row[0], row[1]) for row in due]
        for number, lock in locks:
            if number in self._locks:
                self._locks[number].restore(lock)

    # -- technicians ----------------------------------------------------------------------

    def _added(self, entry: e.TechnicianAdded) -> None:
        new, old = Technician(entry.technician, entry.badge), self.named(entry.technician)
        if old is not None:
            # A new badge is no way round what was used up or tried with the old one.
            new.last_step, new.slips = old.last_step, old.slips
            self.technicians.remove(old)
        self.technicians.append(new)

    def _revoked(self, entry: e.TechnicianRevoked) -> None:
        technician = self.named(entry.technician)
        if technician is not None:
            technician.is_revoked = True

    def _slipped(self, entry: e.WrongOnetime) -> None:
        technician = self.named(entry.technician)
        if technician is not None:
            up_ms = self._books.up_ms
            technician.slips = [at for at in technician.slips if at > up_ms - DAY_MS] + [up_ms]

    def _challenged(self, entry: e.ChallengeGiven) -> None:
        self.challenges = max(self.challenges, entry.challenge)

    def _begun(self, entry: e.CareBegun) -> None:
        technician = self.named(entry.technician)
        if technician is not None:
            technician.last_step = max(technician.last_step, entry.step)

    # -- compartments ---------------------------------------------------------------------

    def _barred(self, entry: e.Barred) -> None:
        self._books.compartment(entry.compartment).barred = entry.reason

    def _unbarred(self, entry: e.Unbarred) -> None:
        self._books.compartment(entry.compartment).barred = ""

    def _test_ended(self, entry: e.TestEnded) -> None:
        compartment = self._books.compartment(entry.compartment)
        if compartment.purpose == "test":
            compartment.purpose = ""

    def _doubt(self, number: int, why: str) -> None:
        if number in self._locks:
            self._books.compartment(number).doubt(why)
            if number not in [known for known, _why in self.due]:
                self.due.append((number, why))

    def _test_opening(self, entry: e.TestOpening) -> None:
        self._doubt(entry.compartment, "opened for a test")

    def _official(self, entry: e.OfficialOpening) -> None:
        self._doubt(entry.compartment, "official opening")

    def _by_hand(self, entry: e.OpenedByHand) -> None:
        self._doubt(entry.compartment, "opened by hand")

    def _replaced(self, entry: e.BoardReplaced) -> None:
        for number in entry.compartments:
            self._doubt(number, "board replaced")

    def _inspected(self, entry: entries.Inspected) -> None:
        self.due = [row for row in self.due if row[0] != entry.compartment]

    # -- locks ----------------------------------------------------------------------------

    def _opening(self, entry: entries.Opening) -> None:
        lock = self._locks[entry.compartment]
        lock.pulses += 1
        lock.repeats += 1 if entry.attempt > 1 else 0
        lock.asked_up_ms, lock.opening = self._books.up_ms, entry.opening

    def _seen_open(self, entry: entries.SeenOpen) -> None:
        lock = self._locks[entry.compartment]
        if entry.is_change and entry.opening and entry.opening == lock.opening:
            time_ms = self._books.up_ms - lock.asked_up_ms
            lock.times_ms = (lock.times_ms + [time_ms])[-TIMES_KEPT:]
            lock.opening = 0

    def _failed(self, entry: entries.OpeningFailed) -> None:
        self._locks[entry.compartment].failures += 1


if TYPE_CHECKING:
    CARE: "dict[type[Record], Callable[[Care, Any], None]]"
CARE = {
    e.TechnicianAdded: Care._added, e.TechnicianRevoked: Care._revoked,
    e.WrongOnetime: Care._slipped, e.ChallengeGiven: Care._challenged, e.CareBegun: Care._begun,
    e.TestOpening: Care._test_opening, e.TestEnded: Care._test_ended, e.Barred: Care._barred,
    e.Unbarred: Care._unbarred, e.BoardReplaced: Care._replaced, e.OpenedByHand: Care._by_hand,
    e.OfficialOpening: Care._official, entries.Inspected: Care._inspected,
    entries.Opening: Care._opening, entries.SeenOpen: Care._seen_open,
    entries.OpeningFailed: Care._failed,
}  # fmt: skip
