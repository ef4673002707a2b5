"""The computer itself: too hot, or short of power, where it can tell.

It reads what the kernel of a Raspberry Pi and its like offers as files, and says nothing where
they are not there.  The idea needed to read it: a cabinet in the sun and a supply that sags at
each pulse look like a broken program; a technician must see them named as what they are.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from terminal import events
from terminal.part import Part
from terminal.record import Record

READ_MS = 60_000
HOT_C, COOL_C = 80, 75  # a Pi slows down at 80 °C; it must have cooled before we say so
TEMPERATURE, POWER = "temperature", "power supply"
# Kernel documentation: sysfs-api of thermal zones (thousandths of a degree), and the alarm of the
# driver raspberrypi-hwmon (1 while the supply is below its minimum).
ZONES, ALARMS = "class/thermal/thermal_zone*/temp", "class/hwmon/hwmon*/in0_lcrit_alarm"


class Reading(NamedTuple):
    """The hottest place in degrees, None if nothing tells; is the supply too low?"""

    hottest_c: int | None
    is_power_low: bool


def read_computer(root: Path = Path("/sys")) -> Reading:
    """What the kernel tells now."""
    degrees = [number // 1000 for number in _numbers(root, ZONES)]
    return Reading(max(degrees, default=None), any(_numbers(root, ALARMS)))


class Computer(Part):
    """Asks `read` once a minute."""

    name = "computer"

    def __init__(self, read: Callable[[], Reading]) -> None:
        self._read = read
        self._read_at_ms = 0
        self._failed: dict[str, str] = {}

    def poll(self, now_ms: int) -> list[Record]:
        if now_ms < self._read_at_ms:
            return []
        self._read_at_ms = now_ms + READ_MS
        reading = self._read()
        hot, low = self._why_hot(reading), _why_low(reading)
        return self._note(TEMPERATURE, hot) + self._note(POWER, low)

    def wake_at_ms(self) -> int | None:
        return self._read_at_ms

    def restart(self) -> None:
        self._failed = {}
        self._read_at_ms = 0

    def _why_hot(self, reading: Reading) -> str:
        limit_c = COOL_C if TEMPERATURE in self._failed else HOT_C
        if reading.hottest_c is None or reading.hottest_c < limit_c:
            return ""
        # The same words while it lasts: each change would be an entry.
        return self._failed.get(TEMPERATURE) or (
            f"the computer is at {reading.hottest_c} °C: look at its fan, its vents and the sun"
        )

    def _note(self, part: str, why: str) -> list[Record]:
        known = self._failed.get(part, "")
        if why == known:
            return []
        if why:
            self._failed[part] = why
            return [events.PartFailed(part, why)]
        del self._failed[part]
        return [events.PartMended(part)]


def _why_low(reading: Reading) -> str:
    if not reading.is_power_low:
        return ""
    return "its voltage is too low: check the power supply of the computer and its cable"


def _numbers(root: Path, pattern: str) -> list[int]:
    numbers = []
    for path in sorted(root.glob(pattern)):
        try:
            numbers.append(int(path.read_text("ascii")))
        except (OSError, ValueError):
            continue  # a zone that is switched off gives an error; the others still tell
    return numbers
