"""What must hold after every turn of the core, whatever the world did before it.

An own view of the journal, so that a mistake in the core is not shared: which pulses are under
way, what each door was seen to do, what was believed before an entry. Whoever drives a Terminal
(`scene.py`, `street.py`) shows every turn to one `Promises`, across all its lives.
"""

from terminal import care_entries as ce
from terminal import effects as fx
from terminal import entries as e
from terminal import screens, sendings
from terminal.books import Books
from terminal.compartments import EXPECTED, INSIDE
from terminal.complaint_entries import Refused
from terminal.visits import cycle, deposit, inspection, pickup, stocktake
from tests.terminal import together
from tests.terminal.grants import Grants

TUNES = ("accepted", "refused", "reminder", "alarm")
# What lets a parcel go, and what takes a doubt away: nothing else does (decisions 3 and 4).
ENDINGS = (e.Collected, e.Inspected, e.TakenOut)
# While a visit is here, hands may be in the compartment, so a power cut leaves a doubt.
HANDS_INSIDE = (pickup.TAKING, pickup.TAKING_UNSEEN, pickup.ASK_OPEN, pickup.GRACE,
                deposit.PUTTING_IN, deposit.ASK_OUT, inspection.LOOKING,
                inspection.VERDICT, cycle.OPEN, stocktake.COUNTING,
                stocktake.COUNTING_UNSEEN)  # fmt: skip
DAY_MS = 24 * 3600 * 1000
NOTHING, OPEN, SHUT, SAID = "nothing", "open", "shut", "said"


class Promises:
    """Watches one terminal over all its lives; each broken promise is an AssertionError."""

    def __init__(self, sizes):
        self.sizes = sizes
        self.books = Books(sizes)  # the replay, entry by entry, of all that was committed
        self.openings = 0
        self.up_ms = self.wall_s = 0
        self.picture = 0
        self.is_running = False  # a courier's run is under way
        self.carer = ""  # the technician who was let in
        self.may_open = []  # (compartment, purpose) that was written down with its reason
        self.steps = []  # (technician, step) of one-time codes that let somebody in
        self.seen = {number: NOTHING for number, _size in sizes}
        self.pulses = {number: [] for number, _size in sizes}  # openings that may yet open it
        self.door_of = {}  # opening -> compartment
        self.forced = []  # compartments opened by nobody's leave, until it is opened by leave
        self.in_doubt = []  # compartments that the next boot must doubt
        self.hands_in = []  # compartments whose pick-up has seen its door open
        self.grants = Grants()
        self.tries = []  # powered-on time of each wrong try that was not given back
        self.allowed = 0
        self.screen = None

    # -- one turn -------------------------------------------------------------------------

    def see(self, terminal, turn):
        """Check the effects of one turn, in their order."""
        noted = []
        for effect in turn:
            kind = type(effect)
            if kind is fx.Journal:
                self._entry(effect)
                noted.append(effect.entry)
            elif kind is fx.Unlock:
                assert [n for n in noted if type(n) is e.Opening and n.opening == effect.opening
                        and n.compartment == effect.compartment], (effect, noted)  # fmt: skip
            elif kind is fx.Sound:
                assert effect.tune in TUNES, effect
        self.grants.see(self.books, turn)
        openings = [n.opening for n in noted if type(n) is e.Opening]
        assert openings == [u.opening for u in turn if type(u) is fx.Unlock], (openings, turn)
        if noted:
            assert terminal.books.state() == self.books.state(), "memory and replay differ"
        self._doors(terminal, turn, noted)
        self._pickups(terminal, noted)
        self._screen(turn)

    def _doors(self, terminal, turn, noted):
        for seen in noted:
            if type(seen) is not e.SeenOpen:
                continue
            if terminal.door(seen.compartment).watchers:
                continue  # somebody answers for this door
            assert self.books.compartment(seen.compartment).doubts, ("no doubt", seen)
            if seen.compartment in self.forced:
                assert fx.Sound("alarm") in turn, ("no alarm", seen)

    def _pickups(self, terminal, noted):
        going_on = visits_of(terminal)
        now = [v.number for v in going_on if isinstance(v, pickup.Pickup)]
        for number in self.hands_in:
            settled = [n for n in noted if type(n) in (e.Collected, Refused)]
            is_settled = [n for n in settled if n.compartment == number]
            if number not in now and not is_settled:
                doubts = self.books.compartment(number).doubts
                assert doubts, "somebody had the door %d open and left no doubt" % number
        self.hands_in = [n for n in self.hands_in if n in now]
        for visit in going_on:
            is_pickup = isinstance(visit, pickup.Pickup) and visit.state in HANDS_INSIDE
            if is_pickup and visit.number not in self.hands_in:
                self.hands_in.append(visit.number)

    def _screen(self, turn):
        for effect in turn:
            if type(effect) is fx.Show:
                assert effect.picture >= self.picture, (effect, self.picture)
                assert type(effect.screen) in screens.ALL, effect
                self.picture, self.screen = effect.picture, effect.screen
        # Judged when a try begins: the server may be asked in between.
        if type(self.screen) is not screens.Checking:
            self.allowed = self._guesses_allowed()

    def _guesses_allowed(self):
        # Decision 2: A(N) = min(ceiling, floor(1000 / max(N, 1))).
        live = [s for s in self.books.shipments
                if s.standing == INSIDE or (s.sending and s.standing == EXPECTED)]  # fmt: skip
        live = len({s.code for s in live if s.code})
        return min(self.books.rule("guess_ceiling"), 1000 // max(live, 1))

    def time_passed(self, terminal, now_ms):
        """After `TimePassed` was handled nothing may be due."""
        wake_at_ms = terminal.wake_at_ms()
        assert wake_at_ms is None or wake_at_ms > now_ms, (wake_at_ms, now_ms)

    # -- lives ----------------------------------------------------------------------------

    def cut(self, terminal):
        """The power goes; remember which compartments the next life must doubt."""
        self.in_doubt = [n for n, _size in self.sizes if self.pulses[n]]
        for visit in visits_of(terminal):
            if visit.state in HANDS_INSIDE:
                self.in_doubt.append(visit.number)
        self.is_running, self.hands_in, self.forced = False, [], []
        self.carer, self.may_open = "", []
        self.picture, self.screen = 0, None

    def booted(self, terminal):
        """The first turn of a life is over."""
        for number in self.in_doubt:
            doubts = terminal.books.compartment(number).doubts
            assert doubts, "no doubt after a power cut at compartment %d" % number
        self.in_doubt = []

    # -- one entry ------------------------------------------------------------------------

    def _entry(self, line):
        entry = line.entry
        kind = type(entry)
        assert kind in e.ALL, entry
        assert kind is not e.Unexpected, entry
        assert line.up_ms >= self.up_ms, ("powered-on time went back", line, self.up_ms)
        self.up_ms, self.wall_s = line.up_ms, line.wall_s
        check = CHECKS.get(kind)
        if check is not None:
            check(self, entry)
        before = [(c, tuple(c.doubts)) for c in self.books.compartments]
        inside = [s for s in self.books.shipments if s.standing == INSIDE]
        self.books.apply(entry, line.up_ms, line.wall_s)
        if kind not in ENDINGS and kind is not e.Checkpoint:
            for compartment, doubts in before:
                assert not [d for d in doubts if d not in compartment.doubts], (entry, doubts)
            gone = [s.number for s in inside if s.standing != INSIDE]
            # A sender may take back what was put in a minute ago.
            assert not gone or (kind is e.NotDeposited and self._is_senders(entry)), entry
        together.check(self.books, inside, entry)

    def _opening(self, entry):
        assert entry.opening > self.openings, (entry, self.openings)
        self.openings = entry.opening
        self.door_of[entry.opening] = entry.compartment
        room = self.books.compartment(entry.compartment)
        if entry.purpose == "deposit":
            if not room.reserved:  # its sender looks once more
                assert len(room.shipments) == 1, (entry, room.state())
                assert self.books.shipment(room.shipments[0]).sending, (entry, room.state())
            else:
                assert len(room.reserved) == 1, (entry, room.state())
                together.may_lie(self.books, room, room.reserved[0])
            assert not (room.doubts or room.is_open or room.is_blind), (entry, room.state())
        elif entry.purpose == "pick-up":
            assert room.shipments and room.barred != "unsafe", (entry, room.state())
            parcels = [self.books.shipment(number) for number in room.shipments]
            assert not [p.number for p in parcels if p and p.withheld], (entry, room.state())
        elif entry.purpose == "inspection":
            assert self.is_running, entry
        elif entry.purpose == "test":
            is_taken = room.shipments or room.reserved or room.doubts or room.is_blind
            assert self.carer and not is_taken, (entry, room.state())
        else:
            assert self.carer and (entry.compartment, entry.purpose) in self.may_open, entry
        self.pulses[entry.compartment].append(entry.opening)
        self.forced = [number for number in self.forced if number != entry.compartment]
        if not room.is_open:
            self.seen[entry.compartment] = NOTHING

    def _is_senders(self, entry):
        shipment = self.books.shipment(entry.shipment)
        return shipment is not None and shipment.sending is not None

    def _opening_failed(self, entry):
        pulses = self.pulses[entry.compartment]
        assert entry.opening in pulses, (entry, pulses)
        if entry.how in ("not sent", "refused"):
            pulses.remove(entry.opening)

    def _stayed_shut(self, entry):
        door = self.door_of.get(entry.opening)
        assert door == entry.compartment, ("another door's opening", entry, door)
        self.pulses[entry.compartment] = []

    def _seen_open(self, entry):
        if entry.opening:
            door = self.door_of.get(entry.opening)
            assert door == entry.compartment, ("another door's opening", entry, door)
        elif entry.compartment not in self.forced:
            self.forced.append(entry.compartment)
        assert not self.books.compartment(entry.compartment).is_open, entry
        self.seen[entry.compartment] = OPEN
        self.pulses[entry.compartment] = []

    def _seen_shut(self, entry):
        self.pulses[entry.compartment] = []  # one sent to the open door
        if self.seen[entry.compartment] == OPEN:
            self.seen[entry.compartment] = SHUT

    def _said_open(self, entry):
        self.seen[entry.compartment] = SAID

    def _settled(self, entry):
        is_open = self.books.compartment(entry.compartment).is_open
        self.seen[entry.compartment] = OPEN if is_open else NOTHING

    def _collected(self, entry):
        room = self.books.compartment(entry.compartment)
        seen = self.seen[entry.compartment]
        assert seen in (SHUT, SAID), ("collected although the door was not seen", seen, entry)
        assert seen == SAID or not room.is_open, ("collected at an open door", entry)
        believed = tuple(room.shipments)
        assert entry.shipments == believed, ("collected what was not given", entry, believed)
        assert 0 <= entry.slips_back <= 2, entry
        self._settled(entry)
        self.tries = self.tries[: len(self.tries) - entry.slips_back]

    def _wrong_code(self, entry):
        day_ago_ms = self.up_ms - DAY_MS
        self.tries = [at for at in self.tries if at > day_ago_ms]
        if type(self.screen) is not screens.AskPhone:
            assert len(self.tries) < self.allowed, ("beyond the budget", self.tries, self.allowed)
        self.tries.append(self.up_ms)

    def _taken_out(self, entry):
        room = self.books.compartment(entry.compartment)
        assert entry.shipments == together.to_go(self.books, room), (entry, room.state())
        self._settled(entry)

    def _reserved(self, entry):
        room = self.books.compartment(entry.compartment)
        is_taken = room.reserved or room.doubts or room.barred
        assert not is_taken, (entry, room.state())
        together.may_lie(self.books, room, entry.shipment)
        assert self._is_senders(entry) != bool(entry.courier), entry
        assert self.is_running or not entry.courier, entry
        kept_for = sendings.keeper(self.books, room, self.wall_s)
        assert kept_for in ("", entry.shipment), (entry, room.state())
        shipment = self.books.shipment(entry.shipment)
        assert shipment.standing == EXPECTED and not shipment.why, (entry, shipment.state())
        self._settled(entry)

    def _deposited(self, entry):
        room = self.books.compartment(entry.compartment)
        lies_here = room.reserved == [entry.shipment]
        if not lies_here:
            lies_here = room.shipments == [entry.shipment] and self._is_senders(entry)
        assert lies_here, (entry, room.state())
        assert self.seen[entry.compartment] == SHUT and not room.is_open, entry
        self._settled(entry)

    def _run_begun(self, entry):
        self.is_running = True

    def _run_ended(self, entry):
        assert self.is_running, entry
        self.is_running = False

    def _care_begun(self, entry):
        assert not self.carer, entry
        assert not entry.step or (entry.technician, entry.step) not in self.steps, "used twice"
        self.steps.append((entry.technician, entry.step))
        self.carer = entry.technician

    def _care_ended(self, entry):
        assert self.carer == entry.technician, entry
        self.carer, self.may_open = "", []

    def _tested(self, entry):
        self.may_open.append((entry.compartment, "test opening"))

    def _official(self, entry):
        assert entry.witness not in ("", entry.technician), entry
        self.may_open.append((entry.compartment, "official opening"))

    def _stocktake(self, entry):
        self.may_open += [(number, "stocktake") for number in entry.compartments]


CHECKS = {
    e.Opening: Promises._opening, e.OpeningFailed: Promises._opening_failed,
    e.StayedShut: Promises._stayed_shut, e.SeenOpen: Promises._seen_open,
    e.SeenShut: Promises._seen_shut, e.SaidOpen: Promises._said_open,
    e.Collected: Promises._collected, e.Inspected: Promises._settled,
    e.TakenOut: Promises._taken_out, e.Reserved: Promises._reserved,
    e.Deposited: Promises._deposited, e.RunBegun: Promises._run_begun,
    e.RunEnded: Promises._run_ended, e.WrongCode: Promises._wrong_code,
    ce.CareBegun: Promises._care_begun, ce.CareEnded: Promises._care_ended,
    ce.TestOpening: Promises._tested, ce.OfficialOpening: Promises._official,
    ce.StocktakeBegun: Promises._stocktake,
}  # fmt: skip


def visits_of(terminal):
    """All conversations, and the parts that they have handed over to."""
    visits = list(terminal.companions) + [terminal.front]
    for visit in visits:
        if visit.part is not None:
            visits.append(visit.part)
    return visits
