"""The contacts of doors on pins: levels read now and then become doors that are open or shut.

Pulses and locks are in `gpio_locks.py`, what makes a door certain is in `door_readings.py`.  The
idea needed to read it: while nothing moves, one reading in half a second is enough; the first
one that differs makes us look closely, and three in a row, 20 ms apart, are believed.

A contact is a switch between its pin and ground, and the pin pulls itself up: a broken wire
reads as an open circuit, which is an open door where closing the door closes the contact.
"""

from collections.abc import Mapping

from drivers.door_readings import Door
from drivers.pins import Pins
from terminal import events
from terminal.record import Record

READINGS = 3
CLOSE_LOOK_MS = 20
WATCH_MS = 100
SPRINGS_MS = 2_500  # after an order a door springs out, if it does at all
WATCH_FOR_MS = 15_000  # after an order somebody stands there and waits
WATCH_OPEN_MS = 120_000  # then whoever left it open has gone, and there is no hurry
RETRY_MS = 1_000
RETRY_MAX_MS = 30_000

PART = "door contacts"


class DoorContacts:
    """All contacts of a cabinet on pins.

    contact_pins: {compartment: pin, None where there is no contact}; such a door is told as
    silent.  feedback, feedback_of: as in `GpioLocks`.  idle_ms: how often contacts are read
    while nothing happens.
    """

    def __init__(
        self, pins: Pins, contact_pins: Mapping[int, int | None], feedback: str,
        feedback_of: Mapping[int, str], idle_ms: int,
    ) -> None:  # fmt: skip
        self._pins, self._idle_ms = pins, idle_ms
        self._doors = [
            Door(number, 0, pin, feedback_of.get(number, feedback), READINGS)
            for number, pin in contact_pins.items() if pin is not None
        ]  # fmt: skip
        self._unwired = [number for number, pin in contact_pins.items() if pin is None]
        self._facts: list[Record] = []
        self._settled: list[bool] | None = None  # levels that would tell nothing new
        self._is_ready = False
        self._why = ""
        self._retry_ms = RETRY_MS
        self._due_ms: int | None = 0
        self._springs_until_ms = self._watch_until_ms = self._open_until_ms = 0
        self.restart()

    def poll(self, now_ms: int) -> list[Record]:
        if self._due_ms is not None and now_ms >= self._due_ms:
            try:
                self._look(now_ms)
            except OSError as error:
                self._lose(error, now_ms)
        if not self._facts:
            return []
        facts, self._facts = self._facts, []
        return facts

    def wake_at_ms(self) -> int | None:
        return 0 if self._facts else self._due_ms

    def expect(self, now_ms: int) -> None:
        """A door may open now."""
        self._springs_until_ms = now_ms + SPRINGS_MS
        self._watch_until_ms = now_ms + WATCH_FOR_MS
        if self._is_ready and self._doors:
            self._due_ms = now_ms

    def restart(self) -> None:
        """Tell all again."""
        self._facts = [events.DoorSilent(number) for number in self._unwired]
        self._forget()
        if self._why:
            self._tell_loss()
        elif self._doors:
            self._due_ms = 0

    # -- looking --------------------------------------------------------------------------

    def _look(self, now_ms: int) -> None:
        if not self._is_ready:
            self._set_up()
        read = self._pins.read
        levels = [read(door.lock) for door in self._doors]
        # That nothing has changed is most of a day.
        if levels != self._settled:
            self._take(levels, now_ms)
        self._due_ms = now_ms + self._pause_ms(now_ms) if self._doors else None

    def _take(self, levels: list[bool], now_ms: int) -> None:
        for door, is_high in zip(self._doors, levels, strict=True):
            fact = door.read(not is_high)  # pulled up: a closed circuit is low
            if fact is not None:
                self._facts.append(fact)
            if isinstance(fact, events.DoorOpened):
                self._open_until_ms = now_ms + WATCH_OPEN_MS
        is_certain = all(door.doubt is None for door in self._doors)
        self._settled = levels if is_certain else None

    def _set_up(self) -> None:
        for door in self._doors:
            self._pins.setup_in(door.lock, "up")
        self._is_ready = True
        self._retry_ms = RETRY_MS
        if self._why:
            self._why = ""
            self._facts.append(events.PartMended(PART))

    def _pause_ms(self, now_ms: int) -> int:
        if now_ms < self._springs_until_ms or self._settled is None:
            return CLOSE_LOOK_MS
        is_watched = now_ms < self._watch_until_ms
        if not is_watched and now_ms < self._open_until_ms:
            is_watched = any(door.is_open for door in self._doors)
        return min(WATCH_MS, self._idle_ms) if is_watched else self._idle_ms

    # -- troubles -------------------------------------------------------------------------

    def _lose(self, error: OSError, now_ms: int) -> None:
        self._is_ready = False
        self._due_ms = now_ms + self._retry_ms
        self._retry_ms = min(2 * self._retry_ms, RETRY_MAX_MS)
        if not self._why:
            self._why = error.strerror or str(error)
            self._tell_loss()

    def _forget(self) -> None:
        self._settled = None
        for door in self._doors:
            door.forget()

    def _tell_loss(self) -> None:
        self._facts.append(events.PartFailed(PART, self._why))
        self._settled = None
        silences = [door.silence() for door in self._doors]
        self._facts += [fact for fact in silences if fact is not None]
