"""Watches that keep a little memory of their own: the wire, the alarms, the guesses.

Each knows one promise of the terminal and enough of the world to see it broken.  The wire
is read by parsers of its own (`wire_words.py`), so that an error of a driver cannot hide in a
codec that both share.
"""

import json
from collections.abc import Callable
from typing import Any

from sim.kiosk import Kiosk
from sim.wire_words import HARMLESS, READERS
from terminal.policy import default
from terminal.wiring import Bus

DAY_MS = 86_400_000
LEEWAY_MS = 60_000  # between the terminal's powered-on time and ours
# From a door's opening to the entry: one poll, two readings of a debounce, and the line's pace.
ALARM_AFTER_MS = 1_500


class UnsafeError(AssertionError):
    """Something happened that must never happen."""


def ensure(holds: object, *what: object) -> None:
    """Raise UnsafeError unless it holds."""
    if not holds:
        raise UnsafeError(" ".join(str(part) for part in what))


class WireWatch:
    """Every byte that the terminal says on the lock line."""

    def __init__(self, kiosk: Kiosk, on_open: Callable[[int], None]) -> None:
        self._kiosk = kiosk
        self._on_open = on_open
        self._by_wire = {(d.bus, d.board, d.channel): d.compartment for d in kiosk.site.doors}
        self._harmless: set[tuple[str, bytes]] = set()
        self._sent: set[int] = set()  # doors whose order went out and that were not pulsed yet

    def heard(self, bus: Bus, data: bytes) -> None:
        """One burst; a question that was seen before is known to be harmless."""
        if (bus.name, data) in self._harmless:
            return
        meaning = READERS[bus.kind](data)
        if isinstance(meaning, str):
            raise UnsafeError(f"{meaning}: {data.hex(' ')} on a line of {bus.kind}")
        if meaning == HARMLESS:
            self._harmless.add((bus.name, data))
            return
        board, lock = meaning
        ensure((bus.name, board, lock) in self._by_wire, "no door hangs on", data.hex(" "))
        compartment = self._by_wire[(bus.name, board, lock)]
        self._on_open(compartment)
        self._sent.add(compartment)

    def spend(self, compartment: int) -> bool:
        """A pulse was given: was it asked for?"""
        was_sent = compartment in self._sent
        self._sent.discard(compartment)
        return was_sent


class AlarmWatch:
    """A forced door is an alarm within one poll, while line, board and sensor work."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def forced(self, compartment: int) -> None:
        """A crowbar has opened this door just now."""
        kiosk, runtime = self._kiosk, self._kiosk.runtime
        if runtime is None or runtime.is_broken or not self._is_well():
            return
        known, door = runtime.terminal.books.compartment(compartment), runtime.terminal.door
        # Next to an opening of its own nobody can tell force from a late latch.
        if door(compartment).state != "shut" or door(compartment).watchers or known.is_open:
            return
        seen, opened = len(kiosk.disk.committed), len(kiosk.cabinet.openings(compartment))

        def judge() -> None:
            cabinet = kiosk.cabinet
            is_same = len(cabinet.openings(compartment)) == opened
            stood_open = is_same and cabinet.is_open(compartment)
            shows_open = not cabinet.contact(compartment, kiosk.world.now_ms)
            if kiosk.runtime is runtime and stood_open and shows_open and self._is_well():
                self._ensure_alarm(compartment, seen)

        kiosk.world.later(kiosk.site.buses[0].poll_ms + ALARM_AFTER_MS, judge)

    def _ensure_alarm(self, compartment: int, seen: int) -> None:
        committed = self._kiosk.disk.committed[seen:]
        opened = [json.loads(public) for _seq, kind, public in committed if kind == "seen_open"]
        alarms = [e for e in opened if e["compartment"] == compartment and not e["opening"]]
        ensure(alarms, "compartment", compartment, "was forced open and there was no alarm")

    def _is_well(self) -> bool:
        kiosk = self._kiosk
        runtime, cables = kiosk.runtime, [side.cable for side in kiosk.lock_sides]
        if runtime is None or runtime.is_broken:
            return False
        if [cable for cable in cables if cable.faults or cable.is_cut]:
            return False
        unseen = [door for door in runtime.terminal.doors if door.state == "unseen"]
        return not unseen and not [board for board in kiosk.boards if board.is_mute]


class GuessWatch:
    """The guess budget: after so many wrong tries a code alone is not tried any more."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._guesses: list[int] = []  # powered-on time of each
        self._ceiling = default("guess_ceiling")
        self._strike = 0
        self._up_ms = 0
        self._since_ms: int | None = None

    def start(self) -> None:
        """The power is on."""
        if self._since_ms is None:
            self._since_ms = self._kiosk.world.now_ms

    def stop(self) -> None:
        """The power is cut."""
        self._up_ms, self._since_ms = self._now_up_ms(), None

    def _now_up_ms(self) -> int:
        since_ms = self._since_ms
        return self._up_ms + (0 if since_ms is None else self._kiosk.world.now_ms - since_ms)

    def committed(self, kind: str, entry: dict[str, Any]) -> None:
        """One entry, at the moment of its commit."""
        if kind == "wrong_code":
            self._wrong(entry["strike"])
        elif kind == "collected":
            self._guesses = self._guesses[: max(0, len(self._guesses) - entry["slips_back"])]
            self._strike = 0
        elif kind == "policy_set":
            self._ceiling = dict(entry["values"]).get("guess_ceiling", default("guess_ceiling"))

    def _wrong(self, strike: int) -> None:
        now_ms, runtime = self._now_up_ms(), self._kiosk.runtime
        assert runtime is not None
        allowed = min(self._ceiling, 1000 // max(1, runtime.terminal.books.live_codes()))
        recent = [at_ms for at_ms in self._guesses if at_ms > now_ms - DAY_MS + LEEWAY_MS]
        ensure(len(recent) < allowed or self._kiosk.screen == "AskPhone",
               len(recent), "wrong codes of", allowed, "and one more was tried")  # fmt: skip
        if self._guesses and self._strike >= 3:
            rest_ms = min(30_000, 5_000 << min(self._strike - 3, 10))
            ensure(now_ms - self._guesses[-1] >= rest_ms - LEEWAY_MS // 60,
                   "a code was tried before the delay was over; strike", self._strike)  # fmt: skip
        self._guesses.append(now_ms)
        self._strike = strike
