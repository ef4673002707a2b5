"""Locks on relays that hang on pins, and the contacts of their doors.

Reading contacts is in `door_contacts.py`; that a pulse ends, whatever becomes of us, is in
`relay_pins.py` and `pulse_guard.py`.  The idea needed to read it: an order waits until its
coil and the supply may bear it, is given once, and ends in exactly one of four outcomes: done
(the relay was switched on), not sent, refused, unknown.

UnlockDone says that the relay was on, never that a door moved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drivers import lock_answers
from drivers.coil_guard import CoilGuard
from drivers.door_contacts import DoorContacts
from drivers.lock_health import LockHealth, Wear
from drivers.pins import Pins
from drivers.relay_pins import (
    LOST,
    OFF,
    ON,
    PULSE_LEAST_MS,
    PULSE_MOST_MS,
    READY,
    REFUSED,
    PulseGuard,
    Word,
)
from drivers.unlock_queue import UnlockQueue
from terminal import effects, events
from terminal.part import Part
from terminal.record import Record

IDLE_MS = 500
PULSE_MS = 500

RELAYS = "relays"
_OUTCOMES = {
    lock_answers.NOT_SENT: events.UnlockNotSent, lock_answers.REFUSED: events.UnlockRefused,
}  # fmt: skip


@dataclass(slots=True)
class _Unlock:
    """An unlock that waits or is under way."""

    order: effects.Unlock
    pin: int
    given_ms: int
    is_told: bool = False  # what became of it

    @property
    def coil(self) -> tuple[str, int]:
        return ("relay", self.pin)


class GpioLocks(Part):
    """All locks and contacts on pins.

    relays: a RelayProcess, or Relays where nothing hangs.  wiring: (compartment, pin of its
    relay, pin of its contact or None) for each door.  guard: shared by all whose coils hang
    on one power supply.  feedback: "door_closing" or "door_opening", whichever closes the
    contact; feedback_of: for single compartments, "latch" too.  pulse_ms: 300 to 1000.
    poll_ms: 100 to 2000, how often contacts are read while nothing happens.
    """

    name = "locks"
    performs = (effects.Unlock,)

    def __init__(
        self, pins: Pins, relays: PulseGuard, wiring: Iterable[tuple[int, int, int | None]], *,
        guard: CoilGuard | None = None,
        feedback: str = "door_closing", feedback_of: Mapping[int, str] | None = None,
        pulse_ms: int = PULSE_MS, poll_ms: int = IDLE_MS,
    ) -> None:  # fmt: skip
        assert 100 <= poll_ms <= 2_000, poll_ms
        assert PULSE_LEAST_MS <= pulse_ms <= PULSE_MOST_MS, pulse_ms
        wiring = list(wiring)
        used = [pin for _, *both in wiring for pin in both if pin is not None]
        assert len(set(used)) == len(used), "each relay and each contact needs a pin of its own"
        self._relay_of = {compartment: relay for compartment, relay, _ in wiring}
        assert len(self._relay_of) == len(wiring), "a compartment is wired twice"
        self._pins, self._relays = pins, relays
        self._contacts = DoorContacts(
            pins, {compartment: contact for compartment, _, contact in wiring},
            feedback, feedback_of or {}, poll_ms,
        )  # fmt: skip
        self._guard = guard or CoilGuard()
        self._health = LockHealth()
        self._pulse_ms = pulse_ms
        self._waiting: UnlockQueue[_Unlock] = UnlockQueue(self._guard)
        self._under_way: _Unlock | None = None
        self._is_ready = False  # the relays take orders
        self._trouble = ""  # why it does not
        self._facts: list[Record] = []

    @property
    def compartments(self) -> tuple[int, ...]:
        """Those whose doors hang on these pins."""
        return tuple(self._relay_of)

    def wear(self, compartment: int) -> Wear:
        """How the lock of a compartment has fared since the start."""
        assert compartment in self._relay_of, compartment
        return self._health.of(compartment)

    # -- the part -------------------------------------------------------------------------

    def poll(self, now_ms: int) -> list[Record]:
        self._listen(now_ms)
        if self._waiting:
            self._give_next(now_ms)
            self._listen(now_ms)
        seen = self._contacts.poll(now_ms)
        for fact in seen:
            if isinstance(fact, events.DoorOpened):
                self._health.opened(fact.compartment, now_ms)
        facts, self._facts = self._facts + seen, []
        return facts

    def perform(self, effect: Record, now_ms: int) -> None:
        assert isinstance(effect, effects.Unlock)
        unlock = _Unlock(effect, self._relay_of[effect.compartment], now_ms)
        if self._trouble:
            self._end(unlock, events.UnlockNotSent)
        else:
            late = self._waiting.put(unlock)
            if late is not None:
                self._end(late, events.UnlockNotSent)
            self._health.ordered(effect.compartment, now_ms)

    def wake_at_ms(self) -> int | None:
        if self._facts:
            return 0
        wakes = [self._relays.wake_at_ms(), self._contacts.wake_at_ms(), self._next_order_ms()]
        return min((at_ms for at_ms in wakes if at_ms is not None), default=None)

    def fileno(self) -> int | None:
        return self._relays.fileno()

    def restart(self) -> None:
        """Forget all readings; an unlock that has not gone out must not open a door now."""
        self._drop_waiting()
        if self._trouble:
            self._facts.append(events.PartFailed(RELAYS, self._trouble))
        self._contacts.restart()

    def close(self) -> None:
        self._relays.close()
        self._pins.close()

    # -- orders ---------------------------------------------------------------------------

    def _give_next(self, now_ms: int) -> None:
        """Give the first order that may be given now; those that may not at all end here."""
        for unlock, how in self._waiting.hopeless(now_ms):
            self._end(unlock, _OUTCOMES[how])
        next_one = self._waiting.ready(now_ms) if self._may_give() else None
        if next_one is not None:
            self._waiting.remove(next_one)
            self._give(next_one, now_ms)

    def _may_give(self) -> bool:
        return self._is_ready and self._under_way is None

    def _give(self, unlock: _Unlock, now_ms: int) -> None:
        if not self._relays.pulse(unlock.pin, self._pulse_ms, now_ms):
            self._end(unlock, events.UnlockNotSent)
            return
        self._guard.note_pulse(unlock.coil, now_ms)
        self._under_way = unlock

    def _next_order_ms(self) -> int | None:
        """When an order that waits may be given, or is to be given up."""
        if not self._waiting:
            return None
        stale_ms = self._waiting.stale_ms()
        return min(stale_ms, self._waiting.ready_ms()) if self._may_give() else stale_ms

    def _drop_waiting(self) -> None:
        for unlock in self._waiting.take_all():
            self._end(unlock, events.UnlockNotSent)

    def _end(self, unlock: _Unlock, outcome: type[Record]) -> None:
        if unlock.is_told:
            return
        unlock.is_told = True
        compartment = unlock.order.compartment
        self._facts.append(outcome(compartment, unlock.order.opening))
        if outcome in (events.UnlockDone, events.UnlockUnknown):
            self._health.pulsed(compartment)
        else:
            self._health.kept_shut(compartment)

    # -- what the relays tell --------------------------------------------------------------

    def _listen(self, now_ms: int) -> None:
        for word in self._relays.poll(now_ms):
            self._hear(word, now_ms)

    def _hear(self, word: Word, now_ms: int) -> None:
        if word.what == READY:
            self._is_ready = True
            if self._trouble:
                self._trouble = ""
                self._facts.append(events.PartMended(RELAYS))
        elif word.what == LOST:
            self._hear_lost(word.why)
        elif self._under_way is not None and word.pin == self._under_way.pin:
            if word.what == ON:
                self._contacts.expect(now_ms)
                self._end(self._under_way, events.UnlockDone)
            elif word.what == REFUSED:
                self._end(self._under_way, events.UnlockNotSent)
            if word.what in (OFF, REFUSED):
                self._under_way = None

    def _hear_lost(self, why: str) -> None:
        if self._under_way is not None:
            self._end(self._under_way, events.UnlockUnknown)
            self._under_way = None
        self._is_ready = False
        if not self._trouble:
            self._facts.append(events.PartFailed(RELAYS, why))
        self._trouble = why
        self._drop_waiting()
