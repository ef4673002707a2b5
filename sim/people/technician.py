"""A technician: looks at parts, tries devices and doors, closes compartments, counts, copies logs.

What somebody came for is a list of jobs; whatever is on the glass is answered as it is seen, so
that power cuts and wrong screens only cost time.  Each screen has its act in the table at the end.
"""

from collections.abc import Callable

from sim.people.door_work import DoorWork
from sim.people.on_duty import Job

# The choice that tells which question this is -> the job's menu key.
KNOWN_BY = (
    ("choose touch", "tests"), ("choose in doubt", "stocktake"), ("choose usb", "export"),
    ("choose law", "official"), ("choose dirty", "bar"), ("choose contents", "test"),
    ("choose wires", "board"),
)  # fmt: skip
FOLLOWED_BY: dict[str, Job] = {
    "replaced": ("stocktake", "in doubt"), "by_hand": ("stocktake", "in doubt"),
    "boards": ("boards", "into service"),
}  # fmt: skip


class Technician(DoorWork):
    """One visit of one technician."""

    job: Job = ("", "")
    tries = 0

    def work(self, screen: str) -> None:
        act = ACTS.get(screen)
        if act is not None:
            act(self)

    def is_time_to_walk(self) -> bool:
        if self.kiosk.screen == "Cycle":
            return any(self.cabinet.is_open(door) for door in self.cabinet.compartments)
        return super().is_time_to_walk()

    def _menu(self) -> None:
        if self.slips_out():
            return
        if self.errs(20):
            self.kiosk.scan(self.badge)
        elif not self.jobs:
            self.leave()
        else:
            self._begin(*self.jobs.pop(0))

    def _begin(self, job: Job, walks_at: str) -> None:
        self.walks_at = walks_at
        self.job, self.tries = job, self.luck.between(1, 4)
        self.counted, self.in_vain, self.trials = (0, ()), 0, 0
        if job[0] == "doors":
            self.begin_doors(job[1])
        if job[0] == "export":
            self.kiosk.stick.is_slow = job[1] == "slow"
            (self.kiosk.stick.pull_out if job[1] == "no stick" else self.kiosk.stick.put_in)()
        if self.press(job[0]):
            self._plan_next(job)

    def _plan_next(self, job: Job) -> None:
        """Some work makes more work."""
        cause = job[1] if job[0] == "doors" else job[0]
        follows = FOLLOWED_BY.get(cause)
        if follows is not None and job != follows and self.luck.chance(800):
            self.jobs.append((follows, ""))

    def go(self) -> None:
        self.kiosk.stick.pull_out()
        super().go()

    # -- questions ------------------------------------------------------------------------

    def _choose(self) -> None:
        shown = self.kiosk.keys()
        keys = [key for key in shown if key.startswith("choose ")]
        topics = [topic for choice, topic in KNOWN_BY if choice in keys]
        wanted = f"choose {self.job[1]}"
        if self.errs(60) or (topics == ["tests"] and self.tries <= 0):
            self.press("cancel")
        elif topics == ["board"] and self.job[1] != "into service":
            self.press(self.luck.pick([key for key in keys if key != "choose into service"]))
        elif wanted in keys:
            self.press(wanted)
        elif topics == ["board"]:
            self.press("cancel")
        else:
            self.press(self.luck.pick(keys))

    # -- parts and devices ----------------------------------------------------------------

    def _parts(self) -> None:
        self.tries -= 1
        if self.tries < 0 or not self.press("next"):
            self.press("back")

    def _try_device(self) -> None:
        """A few times what can be done here, then back."""
        self.tries -= 1
        if self.tries < 0:
            self.press("back")
        elif self.kiosk.screen == "ScannerTest":
            self.kiosk.scan(self.luck.pick((self.badge, "RR123456785LV", "no label")))
        elif self.kiosk.screen == "KeypadTest":
            self.key(self.luck.pick(("5", "0", "ok", "erase")))
        else:
            shown = self.kiosk.keys()
            keys = [key for key in shown if key.startswith(("touch", "next", "play"))]
            self.press(self.luck.pick(keys))


ACTS: dict[str, Callable[[Technician], None]] = {
    "Care": Technician._menu, "Choose": Technician._choose, "Parts": Technician._parts,
    "TouchTest": Technician._try_device, "ColourTest": Technician._try_device,
    "SoundTest": Technician._try_device, "ScannerTest": Technician._try_device,
    "KeypadTest": Technician._try_device, "Doors": Technician.doors,
    "OneDoor": Technician.one_door, "Sure": Technician.sure, "Witness": Technician.witness,
    "Cycle": Technician.cycle, "Count": Technician.count, "CountVerdict": Technician.verdict,
    "CountStuck": Technician.stuck, "AskOpen": Technician.ask_open,
}  # fmt: skip
