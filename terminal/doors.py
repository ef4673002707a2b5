"""One door: decides from the board's answers and the sensor what really happened.

The ladder of attempts lives here, because customers, couriers and technicians need the
same one.  Whoever asked is told one conclusion: Opened, NotOpened, OpeningUnknown or
CannotSee; a late opening after a bad conclusion is told as Opened once more.  A door is
watched always, visit or no visit (decision 16): open with nobody allowed to is an alarm.
"""

from terminal import entries
from terminal import events as ev
from terminal import messages as m
from terminal.compartments import Compartment
from terminal.effects import Sound, Unlock
from terminal.record import Record
from terminal.rules import ANY, Machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

UNSEEN, SHUT, ASKED, WATCHING = "unseen", "shut", "asked", "watching"
DOUBTFUL, RESTING, LATE = "doubtful", "resting", "late"
OPEN, LEFT, JUST_SHUT = "open", "left open", "just shut"
ANSWERS = (ev.UnlockDone, ev.UnlockNotSent, ev.UnlockRefused, ev.UnlockUnknown)
# More attempts heat the coil and cost the customer's patience (hardware 1.4).
ATTEMPTS = 3


class Door(Machine):
    """The door of one compartment, with the attempts to open it and those who wait for it."""

    # ASKED: the board may take 1.5 s and one more for the line.  WATCHING: a frozen latch may
    # need seconds.  DOUBTFUL: nobody knows, so look long before giving up.  JUST_SHUT: a
    # slammed door rebounds.
    LIMIT_MS = {ASKED: 4000, WATCHING: 5000, DOUBTFUL: 15000, RESTING: 1200, LATE: 30000,
                LEFT: 120000, JUST_SHUT: 3000}  # fmt: skip

    def __init__(self, hub: "Terminal", number: int) -> None:
        self.number = number
        self.watchers: "list[Machine]" = []
        self.opening = hub.books.compartment(number).unspent
        self.cause = 0  # the opening that opened it, 0 if nobody was allowed to
        self.attempt = 0
        self.purpose = ""
        Machine.__init__(self, hub, UNSEEN)

    def open_for(self, watcher: Machine, purpose: str, must_see: bool = False) -> None:
        """Ask for the door; its conclusion is told to `watcher` (see messages.OpenAsked)."""
        if watcher not in self.watchers:
            self.watchers.append(watcher)
        self.hub.tell(self, m.OpenAsked(purpose, must_see))

    def stop(self) -> None:
        """Give no further pulse; what was given may still open it."""
        self.hub.tell(self, m.StopAsked())

    def release(self, watcher: Machine) -> None:
        """`watcher` no longer answers for this door."""
        if watcher in self.watchers:
            self.watchers.remove(watcher)

    def limit_ms(self, state: str) -> "int | None":
        if state == OPEN:
            return self.hub.books.rule("remind_s") * 1000
        return self.LIMIT_MS.get(state)

    @property
    def is_being_opened(self) -> bool:
        """Whether a pulse may be given without anybody asking once more."""
        return self.state in (ASKED, WATCHING, DOUBTFUL, RESTING)

    @property
    def compartment(self) -> Compartment:
        """What the books say of it (never kept: a checkpoint may replace it)."""
        return self.hub.books.compartment(self.number)

    def _tell(self, event: Record) -> None:
        for watcher in list(self.watchers):
            self.hub.tell(watcher, event)

    # -- readings -------------------------------------------------------------------------

    def _first_look(self, seen: ev.DoorSeen) -> str:
        if seen.is_open:
            return self._found_open()
        if self.compartment.is_open:
            self.hub.note(entries.SeenShut(self.number))
            self._tell(m.Shut(self.number))
        # A pulse from before the power cut or the silence may still work.
        return LATE if self.compartment.unspent else SHUT

    def _found_open(self) -> str:
        if self.compartment.is_open:
            return OPEN
        # It was shut when we last looked.  A pulse without outcome explains it, if there was one.
        self.cause = self.compartment.unspent
        self.hub.note(entries.SeenOpen(self.number, self.cause, False))
        if not self.cause:
            self.hub.do(Sound("alarm"))
        elif not self.watchers:
            self.hub.note(entries.Doubted(self.number, "opened late"))
        self._tell(m.Opened(self.number))
        return OPEN

    def _silent(self, event: ev.DoorSilent) -> str:
        if self.state in (ASKED, WATCHING, DOUBTFUL):
            self.hub.note(entries.OpeningFailed(self.number, self.opening, "unknown"))
        if self.state in (ASKED, WATCHING, DOUBTFUL, RESTING):
            self._tell(m.OpeningUnknown(self.number))
        return UNSEEN

    def _still_silent(self, event: ev.DoorSilent) -> str:
        return UNSEEN

    # -- the ladder of attempts -----------------------------------------------------------

    def _cannot_ask(self, asked: m.OpenAsked) -> str:
        self._tell(m.NotOpened(self.number, "not seen"))
        return UNSEEN

    def _begin(self, asked: m.OpenAsked) -> str:
        if asked.must_see and self.compartment.is_blind:
            self._tell(m.NotOpened(self.number, "unseen"))
            return self.state
        self.purpose, self.attempt = asked.purpose, 0
        return self._pulse(asked)

    def _pulse(self, event: Record) -> str:
        self.attempt += 1
        self._order_pulse()
        return ASKED

    def _order_pulse(self) -> None:
        self.opening = self.hub.books.openings + 1
        self.hub.note(entries.Opening(self.number, self.opening, self.purpose, self.attempt))
        self.hub.do(Unlock(self.number, self.opening))

    def _is_stale(self, answer: Record) -> bool:
        return getattr(answer, "opening", 0) != self.opening

    def _done(self, answer: ev.UnlockDone) -> str:
        if self._is_stale(answer):
            return ASKED
        if not self.compartment.is_blind:
            return WATCHING
        self.hub.note(entries.OpeningFailed(self.number, self.opening, "unseen"))
        self._tell(m.CannotSee(self.number))
        return LATE

    def _not_sent(self, answer: ev.UnlockNotSent) -> str:
        return ASKED if self._is_stale(answer) else self._again_or("not sent")

    def _refused(self, answer: ev.UnlockRefused) -> str:
        return ASKED if self._is_stale(answer) else self._again_or("refused")

    def _jammed(self, timed_out: m.TimedOut) -> str:
        return self._again_or("jammed")

    def _again_or(self, why: str) -> str:
        self.hub.note(entries.OpeningFailed(self.number, self.opening, why))
        if self.attempt < ATTEMPTS:
            return RESTING
        self._tell(m.NotOpened(self.number, why))
        return LATE

    def _stop(self, asked: m.StopAsked) -> str:
        self.attempt = ATTEMPTS
        return self.state

    def _stop_resting(self, asked: m.StopAsked) -> str:
        self._tell(m.NotOpened(self.number, "stopped"))
        return LATE

    def _lost(self, answer: ev.UnlockUnknown) -> str:
        return ASKED if self._is_stale(answer) else DOUBTFUL

    def _no_answer(self, timed_out: m.TimedOut) -> str:
        return DOUBTFUL

    def _give_up(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.OpeningFailed(self.number, self.opening, "unknown"))
        self._tell(m.OpeningUnknown(self.number))
        return LATE

    def _forget(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.StayedShut(self.number, self.opening))
        return SHUT

    # -- open and shut --------------------------------------------------------------------

    def _open(self, event: ev.DoorOpened) -> str:
        if self.compartment.is_blind:
            self.hub.note(entries.SensorProven(self.number))
        self.cause = self.opening
        self.hub.note(entries.SeenOpen(self.number, self.cause, True))
        if not self.watchers:
            self.hub.note(entries.Doubted(self.number, "opened late"))
        self._tell(m.Opened(self.number))
        return OPEN

    def _rebounded(self, event: ev.DoorOpened) -> str:
        if not self.cause:  # a forced door that springs open again is still forced
            return self._forced()
        self.hub.note(entries.SeenOpen(self.number, self.cause, True))
        if not self.watchers:
            self.hub.note(entries.Doubted(self.number, "came open again"))
        self._tell(m.Opened(self.number))
        return OPEN

    def _opened_unasked(self, event: ev.DoorOpened) -> str:
        # Whoever it was opened for has perhaps not left yet: that is no alarm.
        return self._rebounded(event) if self.watchers else self._forced()

    def _forced(self) -> str:
        self.cause = 0
        self.hub.note(entries.SeenOpen(self.number, 0, True))
        self.hub.do(Sound("alarm"))
        self._tell(m.Opened(self.number))
        return OPEN

    def _asked_while_open(self, asked: m.OpenAsked) -> str:
        if self.compartment.is_open_seen:
            self._tell(m.Opened(self.number))
        else:
            # Open before the pulse: such a sensor is not believed (decision 17).
            self.hub.note(entries.SensorBlind(self.number, "open before"))
            self._open_unseen(asked)
        self._restart_clock()
        return OPEN

    def _open_unseen(self, asked: m.OpenAsked) -> None:
        if asked.must_see:
            self._tell(m.NotOpened(self.number, "unseen"))
            return
        self.purpose, self.attempt = asked.purpose, 1
        self._order_pulse()
        self.hub.note(entries.OpeningFailed(self.number, self.opening, "unseen"))
        self._tell(m.CannotSee(self.number))

    def _left(self, timed_out: m.TimedOut) -> str:
        self.hub.note(entries.LeftOpen(self.number))
        self._tell(m.StoodOpen(self.number))
        return LEFT

    def _remind(self, timed_out: m.TimedOut) -> str:
        self._tell(m.StoodOpen(self.number))
        return LEFT

    def _shut(self, event: ev.DoorClosed) -> str:
        self.hub.note(entries.SeenShut(self.number))
        self._tell(m.Shut(self.number))
        return JUST_SHUT

    def _settle(self, timed_out: m.TimedOut) -> str:
        return SHUT

    HEARS = (ev.DoorSeen, ev.DoorOpened, ev.DoorClosed, ev.DoorSilent, m.OpenAsked,
             m.StopAsked, m.TimedOut) + ANSWERS  # fmt: skip
    RULES = {
        # while in    this happens        do this             and go to one of
        (UNSEEN,    ev.DoorSeen):      (_first_look,       (SHUT, LATE, OPEN)),
        (UNSEEN,    ev.DoorSilent):    (_still_silent,     (UNSEEN,)),
        (UNSEEN,    m.OpenAsked):      (_cannot_ask,       (UNSEEN,)),
        (SHUT,      m.OpenAsked):      (_begin,            (ASKED, SHUT)),
        (JUST_SHUT, m.OpenAsked):      (_begin,            (ASKED, JUST_SHUT)),
        (LATE,      m.OpenAsked):      (_begin,            (ASKED, LATE)),
        (OPEN,      m.OpenAsked):      (_asked_while_open, (OPEN,)),
        (LEFT,      m.OpenAsked):      (_asked_while_open, (OPEN,)),
        (ASKED,     ev.UnlockDone):    (_done,             (ASKED, WATCHING, LATE)),
        (ASKED,     ev.UnlockNotSent): (_not_sent,         (ASKED, RESTING, LATE)),
        (ASKED,     ev.UnlockRefused): (_refused,          (ASKED, RESTING, LATE)),
        (ASKED,     ev.UnlockUnknown): (_lost,             (ASKED, DOUBTFUL)),
        (ASKED,     m.TimedOut):       (_no_answer,        (DOUBTFUL,)),
        (WATCHING,  m.TimedOut):       (_jammed,           (RESTING, LATE)),
        (DOUBTFUL,  m.TimedOut):       (_give_up,          (LATE,)),
        (RESTING,   m.TimedOut):       (_pulse,            (ASKED,)),
        (LATE,      m.TimedOut):       (_forget,           (SHUT,)),
        (ASKED,     m.StopAsked):      (_stop,             (ASKED,)),
        (WATCHING,  m.StopAsked):      (_stop,             (WATCHING,)),
        (DOUBTFUL,  m.StopAsked):      (_stop,             (DOUBTFUL,)),
        (RESTING,   m.StopAsked):      (_stop_resting,     (LATE,)),
        (ASKED,     ev.DoorOpened):    (_open,             (OPEN,)),
        (WATCHING,  ev.DoorOpened):    (_open,             (OPEN,)),
        (DOUBTFUL,  ev.DoorOpened):    (_open,             (OPEN,)),
        (RESTING,   ev.DoorOpened):    (_open,             (OPEN,)),
        (LATE,      ev.DoorOpened):    (_open,             (OPEN,)),
        (JUST_SHUT, ev.DoorOpened):    (_rebounded,        (OPEN,)),
        (SHUT,      ev.DoorOpened):    (_opened_unasked,   (OPEN,)),
        (JUST_SHUT, m.TimedOut):       (_settle,           (SHUT,)),
        (OPEN,      m.TimedOut):       (_left,             (LEFT,)),
        (LEFT,      m.TimedOut):       (_remind,           (LEFT,)),
        (OPEN,      ev.DoorClosed):    (_shut,             (JUST_SHUT,)),
        (LEFT,      ev.DoorClosed):    (_shut,             (JUST_SHUT,)),
        (ANY[0],    ev.DoorSilent):    (_silent,           (UNSEEN,)),
    }  # fmt: skip
    IGNORED = (
        ((UNSEEN, SHUT, WATCHING, DOUBTFUL, RESTING, LATE, OPEN, LEFT, JUST_SHUT), ANSWERS,
         "an answer that comes after its question was settled"),
        ((SHUT, ASKED, WATCHING, DOUBTFUL, RESTING, LATE, OPEN, LEFT, JUST_SHUT), (ev.DoorSeen,),
         "a part that was restarted says again what is known"),
        ((UNSEEN,), (ev.DoorOpened, ev.DoorClosed), "a change is told only after a first reading"),
        ((ASKED, WATCHING, DOUBTFUL, RESTING), (m.OpenAsked,),
         "who asks while a ladder is under way hears its conclusion"),
        ((UNSEEN, SHUT, LATE, OPEN, LEFT, JUST_SHUT), (m.StopAsked,), "no attempt is under way"),
        ((OPEN, LEFT), (ev.DoorOpened,), "it is open already"),
        ((SHUT, ASKED, WATCHING, DOUBTFUL, RESTING, LATE, JUST_SHUT), (ev.DoorClosed,),
         "it is shut already"),
        ((UNSEEN, SHUT), (m.TimedOut,), "these states last for ever"),
    )  # fmt: skip
