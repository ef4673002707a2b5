"""What a technician does before an open door: scans what lies inside, and says what was seen.

Honest: nothing is taken out, and nothing is said of a compartment into which nobody has looked.
A scanner that is dead, a sensor that lies and a door that stays shut are met as people meet them.
"""

from sim.people import panels
from sim.people.on_duty import CALLS_S, LONG_CALLS_S, OnDuty

DEAD_SCANNER = 3
IN_VAIN_MAX = 4


class Counting(OnDuty):
    """One who opens doors and looks."""

    counted: tuple[int, tuple[str, ...]] = (0, ())  # door, what was held before the scanner
    seen: tuple[int, tuple[str, ...]] = (0, ())  # door, what lay inside as it stood open
    in_vain = 0
    has_slipped = False

    # -- a door that does not open --------------------------------------------------------

    def stuck(self) -> None:
        """It did not open, or was not seen to."""
        door = panels.door(self.kiosk)
        self.in_vain += 1
        if door and self.cabinet.is_open(door):
            self.press("is_open")
        elif self.errs(40):
            self.go()
        elif door and not self.is_careful and self.luck.chance(200):
            self.kiosk.forced(door)  # there is a key for that
        elif self.in_vain > IN_VAIN_MAX or self.luck.chance(150):
            self.in_vain = 0
            self.press("skip")
        elif self.luck.chance(500):
            self.press("again")

    def ask_open(self) -> None:
        """Its sensor is not believed."""
        door = self.shown()
        is_open = bool(door) and self.cabinet.is_open(door)
        if is_open and self.errs(400):
            self.look_inside(door)
            self.shut(door)  # before anybody has answered
        elif self.errs(80):
            self.go()
        elif self.errs(200):
            self.wait(*CALLS_S)  # what does the office say?
        else:
            self.press("yes" if is_open else "no")

    # -- an open door ---------------------------------------------------------------------

    def count(self) -> None:
        """Scan what lies inside, then shut the door."""
        door, keys = panels.door(self.kiosk), self.kiosk.keys()
        if "done" in keys and self.errs(120):
            self.wait(*LONG_CALLS_S)  # whom does one ask about such a door?
        elif door and self.cabinet.is_open(door):
            self._count_inside(door)
        elif not self.errs(300):
            self.press("done")  # where it is offered: the sensor has not seen it
        else:
            self.in_vain += 1

    def look_inside(self, door: int) -> tuple[str, ...]:
        """What lies there."""
        self.seen = (door, tuple(self.cabinet.contents(door)))
        return self.seen[1]

    def _count_inside(self, door: int) -> None:
        inside, found = self.look_inside(door), panels.found(self.kiosk)
        held = self.counted[1] if self.counted[0] == door else ()
        if found > len(held):
            self.press("undo")  # somebody else's slip, or ours
        elif found < len(held):
            self._scan_again(door, held, found)
        elif self.errs(60) and not self.has_slipped:
            self._slip()
        elif self.walks_at == "CountVerdict":
            self.shut(door)  # in thoughts already
        elif len(held) < len(inside) and not self.errs(80):
            self.counted = (door, (*held, inside[len(held)]))
            self.kiosk.scan(inside[len(held)])
        elif not inside and self.luck.chance(500):
            self.press("empty")
        elif len(held) == len(inside) or self.errs(400):
            self.shut(door)

    def _scan_again(self, door: int, held: tuple[str, ...], found: int) -> None:
        """The scanner did not hear the last one; if it never does, the screen will ask."""
        self.in_vain += 1
        self.counted = (door, held[:found])
        if self.in_vain > DEAD_SCANNER:
            self.in_vain = 0
            self.shut(door)

    def _slip(self) -> None:
        self.has_slipped = True
        kind = self.luck.below(3)
        if kind == 0:
            self.press("no_number")
        elif kind == 1:
            self.kiosk.scan("http://www.example.org/x")
        else:
            self.kiosk.scan(self.badge)

    def verdict(self) -> None:
        """It is shut, and nothing was said of what lies inside."""
        door, listed = panels.door(self.kiosk), panels.parcels(self.kiosk)
        inside = self.seen[1] if self.seen[0] == door else None
        self.in_vain += 1
        if inside is None or self.errs(200):
            self._once_more(door)
        elif not inside:
            self.press("empty")
        elif set(inside) == listed:
            self.press("as_listed")
        elif not listed & set(inside) and self.in_vain > DEAD_SCANNER:
            self.press("no_number")
        else:
            self._once_more(door)

    def _once_more(self, door: int) -> None:
        self.counted = (0, ())
        if self.in_vain > 3 * IN_VAIN_MAX and not self.is_careful:
            self.go()
        elif door and self.errs(250):
            self.kiosk.forced(door)  # with the key
        else:
            self.press("again")
