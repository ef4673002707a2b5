"""The whole terminal: event -> doors, visits, desk -> effects; all that the loop sees of it.

Machines record through the hub, which is this class: `note` an entry (the only way to
change what lasts), `do` an effect, `tell` another machine.  One turn is one `handle`:
route the event, drain the queue, settle orders, derive the screen and the report.
"""

from terminal import codes, effects, entries, rooms, screens
from terminal import condition_entries as cond
from terminal import events as ev
from terminal import messages as m
from terminal.books import Books
from terminal.cashier import Cashier
from terminal.condition import Condition
from terminal.desk import Desk
from terminal.doors import LEFT, OPEN, UNSEEN, Door
from terminal.record import Record
from terminal.rules import Machine
from terminal.visits.help import Help
from terminal.visits.pickup import Pickup
from terminal.visits.run import Run
from terminal.visits.send import Send
from terminal.visits.technician import Care
from terminal.visits.visit import Visit
from terminal.visits.welcome import IDLE, Welcome
from terminal.walltime import WallTime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

class Terminal:
    """The core.  `key` is the secret of all tags, `epoch` which key it is."""

    def __init__(
        self, books: Books, key: bytes, epoch: int, is_outdoor: bool, now_ms: int
    ) -> None:
        self.books = books
        self.now_ms = now_ms
        self.is_outdoor = is_outdoor
        self.rows_taken: "list[tuple[str, str, str]]" = []  # of the last turn, for traces
        self._key, self._epoch = key, epoch
        self._born_ms, self._born_up_ms = now_ms, books.up_ms
        self._effects: "list[Record]" = []
        self._queue: "list[tuple[Machine, Record]]" = []
        self._shown: "Record | None" = None
        self._shown_by = 0
        self._front_number = 0
        self._picture = 0
        self._reported: "Record | None" = None
        self._question = 0
        self._wall = WallTime(books.wall_s)
        self._desk = Desk(self)
        self.cashier = Cashier(self)
        self.condition = Condition(self)
        self.doors = [Door(self, c.number) for c in books.compartments]
        self._door_by_number = {d.number: d for d in self.doors}
        self.companions: "list[Visit]" = []
        self.front: Visit = Welcome(self)

    # -- what the loop calls --------------------------------------------------------------

    def handle(self, event: Record, now_ms: int) -> "list[Record]":
        """Take in one fact at monotonic time `now_ms`; returns the effects, to be done in order."""
        self.now_ms = now_ms
        self.rows_taken = []
        ROUTES[type(event)](self, event)
        self._drain()
        self._desk.work()
        self._drain()
        self.cashier.work()
        self._drain()
        self._keep_checkpoint()
        self._show()
        self._report()
        effects_of_turn, self._effects = self._effects, []
        return effects_of_turn

    def wake_at_ms(self) -> "int | None":
        """When `TimePassed` is due; None while nothing waits (the first screen always does)."""
        soonest = None
        for machine in self._machines():
            due = machine.deadline_ms
            if due is not None and (soonest is None or due < soonest):
                soonest = due
        return soonest

    # -- what the machines call -----------------------------------------------------------

    def note(self, entry: Record) -> None:
        """Write an entry down: it is true from now on and is committed with this turn."""
        up_ms, wall_s = self.up_ms(), self.now_s()
        self.books.apply(entry, up_ms, wall_s)
        self._effects.append(effects.Journal(entry, up_ms, wall_s))

    def do(self, effect: Record) -> None:
        """Order something; it is done after everything noted in this turn is on disk."""
        self._effects.append(effect)

    def tell(self, machine: Machine, event: Record) -> None:
        """Queue something for a machine: none is ever called from another's handler."""
        self._queue.append((machine, event))

    def tell_front(self, event: Record) -> None:
        """Queue something for the visit in front, if its machine can hear it."""
        if type(event) in self.front.HEARS:
            self._queue.append((self.front, event))

    def door(self, number: int) -> Door:
        """The machine of one door."""
        return self._door_by_number[number]

    def up_ms(self) -> int:
        """Powered-on time over all lives of this terminal."""
        return self._born_up_ms + self.now_ms - self._born_ms

    def tag(self, purpose: str, text: str) -> str:
        """The tag that the server has given us for this text, if it has given one."""
        return codes.tag_of(self._key, purpose, self._epoch, text)

    def now_s(self) -> int:
        """Wall-clock seconds, or 0 while the clock is not trusted."""
        return self._wall.now_s(self.now_ms)

    def next_question(self) -> int:
        """A number for a question, unique within this life."""
        self._question += 1
        return self._question

    def begin_pickup(self, number: int, slips: int) -> None:
        """The code of a compartment was given: its visit comes to the front."""
        for visit in self.companions:
            if isinstance(visit, Pickup) and visit.number == number:
                self.companions.remove(visit)
                self._bring(visit)
                self.tell(visit, m.CodeAgain())
                return
        self._bring(Pickup(self, number, slips))

    def begin_run(self, courier: str, badge: str) -> None:
        """A courier's badge was shown."""
        self.do(effects.Sound("accepted"))
        self._bring(Run(self, courier, badge))

    def begin_sending(self, number: str, has_label: bool) -> None:
        """Somebody wants to put in a parcel; `number` "" where it is not known which."""
        self._bring(Send(self, number, has_label))

    def begin_care(self, technician: str) -> None:
        """A technician's badge was shown."""
        self.do(effects.Sound("accepted"))
        self._bring(Care(self, technician))

    def begin_help(self) -> None:
        """Somebody wants to know something."""
        self._bring(Help(self))

    def end(self, visit: Visit, why: str) -> None:
        """A visit is over; `why` (see screens.Told) is said to the person if it was in front."""
        if visit is self.front:
            self._bring(Welcome(self, "", why))
        elif visit in self.companions:
            self.companions.remove(visit)

    def is_minded(self, number: int) -> bool:
        """Whether a pick-up goes on behind the glass at this compartment."""
        return bool([v for v in self.companions if getattr(v, "number", 0) == number])

    def doors_open(self) -> "tuple[int, ...]":
        """The doors that stand open and that nobody answers for."""
        return tuple([d.number for d in self.doors if d.state in (OPEN, LEFT) and not d.watchers])

    def sizes_here(self) -> "tuple[str, ...]":
        """The sizes of this cabinet, smallest first."""
        return tuple([size for size, _count in rooms.free_by_size(self)])

    # -- inside ---------------------------------------------------------------------------

    def _machines(self) -> "list[Machine]":
        machines: "list[Machine]" = []
        machines.extend(self.doors)
        machines.extend(self.companions)
        machines.append(self.front)
        part = self.front.part
        while part is not None:
            machines.append(part)
            part = part.part
        if self.cashier.paying is not None:
            machines.append(self.cashier.paying)
        return machines

    def _drain(self) -> None:
        while self._queue:
            machine, event = self._queue.pop(0)
            machine.take(event)

    def _bring(self, visit: Visit) -> None:
        self.front = visit
        self._front_number += 1

    def _step_aside(self, first_digit: str) -> None:
        if self.front.may_step_aside():
            self.companions.append(self.front)
            self._bring(Welcome(self, first_digit, ""))

    def _show(self) -> None:
        screen = self._screen()
        if screen == self._shown and self._front_number == self._shown_by:
            return
        if self._is_other_picture(screen):
            self._picture += 1
        self._shown, self._shown_by = screen, self._front_number
        self._effects.append(effects.Show(self._picture, screen))

    def _is_other_picture(self, screen: Record) -> bool:
        # A digit more is the same picture; another visit, screen or door is not.
        shown = self._shown
        if shown is None or type(screen) is not type(shown):
            return True
        is_same_door = getattr(screen, "compartment", 0) == getattr(shown, "compartment", 0)
        return self._front_number != self._shown_by or not is_same_door

    def _screen(self) -> Record:
        if isinstance(self.front, Welcome) and not [d for d in self.doors if d.state != UNSEEN]:
            return screens.OutOfService("locks" if self.condition.are_locks_lost else "starting")
        screen = self.front.screen()
        assert screen is not None, self.front.state
        return screen

    def _report(self) -> None:
        books = self.books
        report = effects.Report(
            books.boot, books.last_order, books.policy_version, rooms.free_by_size(self),
            rooms.out_of_use(self), tuple(self.condition.failed),
        )  # fmt: skip
        if report != self._reported:
            self._reported = report
            self._effects.append(report)

    # -- checkpoints ----------------------------------------------------------------------

    def is_quiet(self) -> bool:
        """Whether nobody is here and no conversation goes on behind the glass."""
        return self.front.state == IDLE and not self.companions

    def _checkpoint_at_ms(self) -> int:
        wait_ms = self.books.rule("checkpoint_h") * 3600 * 1000
        return self._born_ms + self.books.checkpoint_up_ms + wait_ms - self._born_up_ms

    def _keep_checkpoint(self) -> None:
        if self.is_quiet() and self._checkpoint_at_ms() <= self.now_ms:
            self.note(entries.Checkpoint(self.books.state()))

    # -- one kind of event each -----------------------------------------------------------

    def _booted(self, event: ev.Booted) -> None:
        self.note(entries.Booted(self.books.boot + 1))
        for number in self.condition.latch_only:  # latch feedback is not door feedback
            if not self.books.compartment(number).is_blind:
                self.note(entries.SensorBlind(number, "feels the latch"))

    def _time_passed(self, event: ev.TimePassed) -> None:
        for machine in self._machines():
            if machine.deadline_ms is not None and machine.deadline_ms <= self.now_ms:
                machine.take(m.TimedOut())
                self._drain()

    def _clock_read(self, event: ev.ClockRead) -> None:
        news = self._wall.read(event.wall_s, event.is_vouched, self.now_ms)
        if news == "trusted":
            self.note(cond.ClockTrusted(event.wall_s))
        elif news:
            self.note(cond.ClockDoubted(news))

    def _pressed(self, event: ev.Pressed) -> None:
        # A press on a picture that is gone is nobody's.
        if event.picture == self._picture:
            self._take_key(event.key)

    def _key_pressed(self, event: ev.KeyPressed) -> None:
        self._take_key("ok" if event.key == "enter" else event.key)

    def _take_key(self, key: str) -> None:
        if self._is_out_of_service():
            return
        if len(key) == 1 and key in "0123456789":
            if self.front.may_step_aside():
                self._step_aside(key)
            else:
                self.tell_front(m.Typed(key))
        else:
            self.tell_front(m.Chosen(key))

    def _is_out_of_service(self) -> bool:
        return isinstance(self._shown, screens.OutOfService)

    def _scanned(self, event: ev.Scanned) -> None:
        self._step_aside("")
        is_refused = self._is_out_of_service() and not self._is_technicians(event.text)
        if ev.Scanned in self.front.HEARS and not is_refused:
            self.tell(self.front, event)
        else:
            self.do(effects.Sound("refused"))

    def _is_technicians(self, text: str) -> bool:
        # Whoever can mend the locks must get in while they are lost.
        return self.books.care.by_tag(self.tag("badge", codes.plain(text))) is not None

    def _to_door(self, event: "Any") -> None:
        if event.compartment in self._door_by_number:
            self.tell(self._door_by_number[event.compartment], event)

    def _door_silent(self, event: ev.DoorSilent) -> None:
        self.condition.are_locks_lost = True
        self._to_door(event)

    def _reader_said(self, event: Record) -> None:
        self.cashier.hear(event)

    def _condition_said(self, event: Record) -> None:
        self.condition.hear(event)

    def _order_arrived(self, event: ev.OrderArrived) -> None:
        self._desk.take(event.number, event.order)

    def _to_front(self, event: Record) -> None:
        self.tell_front(event)

    def _to_part(self, event: Record) -> None:
        part = self.front.part
        if part is not None and type(event) in part.HEARS:
            self.tell(part, event)

    def _journal_failed(self, event: ev.JournalFailed) -> None:
        # Nothing may be promised that cannot be written down: no record, no unlock.
        self._effects = []
        self._bring(Broken(self))


class Broken(Visit):
    """The journal cannot be written.  Only a new Terminal, from the journal, may go on."""

    def __init__(self, hub: Terminal) -> None:
        Visit.__init__(self, hub, "broken")

    def screen(self) -> Record:
        return screens.OutOfService("journal")


if TYPE_CHECKING:
    ROUTES: "dict[type[Record], Callable[[Terminal, Any], None]]"
ROUTES = {
    ev.Booted: Terminal._booted, ev.TimePassed: Terminal._time_passed,
    ev.ClockRead: Terminal._clock_read, ev.Pressed: Terminal._pressed,
    ev.KeyPressed: Terminal._key_pressed,
    ev.Scanned: Terminal._scanned, ev.DoorSeen: Terminal._to_door,
    ev.DoorOpened: Terminal._to_door, ev.DoorClosed: Terminal._to_door,
    ev.DoorSilent: Terminal._door_silent, ev.UnlockDone: Terminal._to_door,
    ev.UnlockNotSent: Terminal._to_door, ev.UnlockRefused: Terminal._to_door,
    ev.UnlockUnknown: Terminal._to_door, ev.PartFailed: Terminal._condition_said,
    ev.PartMended: Terminal._condition_said, ev.DiskRoom: Terminal._condition_said,
    ev.LinkChanged: Terminal._condition_said, ev.AckDisputed: Terminal._condition_said,
    ev.OrderArrived: Terminal._order_arrived, ev.Answered: Terminal._to_front,
    ev.BundleExported: Terminal._to_front, ev.IdentityShown: Terminal._to_part,
    ev.IdentityGranted: Terminal._to_part, ev.IdentityEnded: Terminal._to_part,
    ev.JournalFailed: Terminal._journal_failed, ev.ReaderReady: Terminal._reader_said,
    ev.CardStep: Terminal._reader_said, ev.CardAuthorised: Terminal._reader_said,
    ev.CardDeclined: Terminal._reader_said, ev.CardSettled: Terminal._reader_said,
    ev.CardReversed: Terminal._reader_said, ev.SaleLost: Terminal._reader_said,
    ev.PaymentFound: Terminal._reader_said, ev.ReversalRefused: Terminal._reader_said,
    ev.DayClosed: Terminal._reader_said,
}  # fmt: skip
