"""What a technician does with doors: the list, one door, tests, reasons, and a second person.

A deed is what somebody means to do at one door; it is dropped once its key was pressed, so that
a screen that says "busy" or a power cut sends nobody in circles.
"""

from sim.people import panels
from sim.people.counting import Counting

TRIALS = (4, 12)


class DoorWork(Counting):
    """One who tests, closes and opens compartments."""

    deed = ("", 0)  # what to do at which door
    pages_seen: tuple[tuple[int, ...], ...] = ()
    trials = 0
    scans = 0

    # -- the list, and one door -----------------------------------------------------------

    def begin_doors(self, what: str) -> None:
        """The list of doors was asked for."""
        self.deed, self.pages_seen = (what, 0), ()

    def doors(self) -> None:
        """All doors, or a page of them."""
        states = panels.states(self.kiosk)
        page, what = tuple(states), self.deed[0]
        barred = [door for door, state in states.items() if state == "barred"]
        if barred and (what == "unbar" or (what and self.luck.chance(400))):
            self._go_to("unbar", self.luck.pick(barred))
        elif not what or (page in self.pages_seen):
            self.press("back")
        elif what == "unbar" or self.luck.chance(200):
            self.pages_seen = (*self.pages_seen, page)
            if not self.press("next"):
                self.press("back")
        elif page:
            self._go_to(what, self.luck.pick(self._worth(what, states)))

    def _go_to(self, what: str, door: int) -> None:
        self.deed = (what, door)
        self.press(f"door {door}")

    def _worth(self, what: str, states: dict[int, str]) -> tuple[int, ...]:
        """The doors at which that would be done."""
        wanted = {"test": ("occupied", "doubt", "sensor"), "official": ("occupied",),
                  "open": ("empty",)}.get(what, ())  # fmt: skip
        return tuple([door for door, state in states.items() if state in wanted] or states)

    def one_door(self) -> None:
        """All that is known of one door."""
        what, door = self.deed
        if not door or door != panels.door(self.kiosk):
            self.press("back")
        elif what == "unbar" and self.press("unbar"):
            self.deed = ("unbar", 0)  # there may be others
        elif what == "unbar":
            self.deed = ("unbar" if self.is_careful else "", 0)
            self.press("back")
        else:
            self._do(what, door)

    def _do(self, what: str, door: int) -> None:
        self.deed = ("", 0)
        self.counted, self.in_vain = (0, ()), 0
        if what == "by_hand":
            self.kiosk.forced(door)  # with the key for that
            self.look_inside(door)
            if self.luck.chance(500):
                self.shut(door)
        self.press("open" if what == "test" else what)

    # -- what is asked --------------------------------------------------------------------

    def sure(self) -> None:
        """A second time, before something grave."""
        self.press("no" if self.errs(100) else "yes")

    def witness(self) -> None:
        """A second person must show a badge."""
        self.scans += 1
        if self.errs(150):
            self.kiosk.scan(self.badge)  # one's own
        elif self.errs(60) or self.scans > 8:
            self.scans = 0
            self.press("cancel")
        else:
            self.kiosk.scan(self.second)

    # -- one door after the other ---------------------------------------------------------

    def cycle(self) -> None:
        """Shut each door as it opens, and stop when it is enough."""
        door = panels.door(self.kiosk)
        if not self.trials:
            self.trials = self.luck.between(*TRIALS)
        if door and self.cabinet.is_open(door):
            inside = self.cabinet.contents(door)
            if inside and not self.errs(500):
                self.press("not_empty")
            if self.trials == 1 and self.luck.chance(400):
                self.press("stop")
            self.trials = max(1, self.trials - 1)
            self.shut(door)
        elif self.trials == 1 and self.luck.chance(400):
            self.press("stop")
