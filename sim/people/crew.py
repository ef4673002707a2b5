"""The technicians who look after one terminal: who they are, when they come, what for.

They come now and then, and sooner when the office sees that something is broken.  What one has
taken out of service the next one finds on the list and puts back; the last one of all does
nothing else, because a street is to end as it began.
"""

from sim.central.central import Central
from sim.kiosk import Kiosk
from sim.people.on_duty import Errand, Job, Phone
from sim.people.technician import Technician

TECHNICIANS = (("Toms", "TOOL-1-5C0B-77D1-A2F4-9E36"), ("Una", "TOOL-2-C4E8-0B15-6D7A-F123"),
               ("Vilis", "TOOL-3-1B9D-E64F-82A0-3C57"))  # fmt: skip
NOT_VALID = "TOOL-9-0000-0000-0000-0000"
# Worth a visit, when the office reads it in the terminal's status.
BROKEN = ("does not open", "does not close", "sensor", "no verdict")

# A job of the menu, and how many times in a hundred it is what somebody comes for.
JOBS: tuple[tuple[Job, int], ...] = (
    (("parts", ""), 8), (("tests", ""), 12), (("cycle", ""), 16), (("stocktake", "in doubt"), 14),
    (("stocktake", "all"), 6), (("doors", "open"), 8), (("doors", "test"), 10),
    (("doors", "bar"), 8), (("doors", "official"), 8), (("doors", "by_hand"), 4),
    (("doors", "unbar"), 4), (("export", ""), 2), (("export", "no stick"), 1),
    (("boards", ""), 1), (("replaced", ""), 2),
)  # fmt: skip
PICKS = tuple(job for job, weight in JOBS for _time in range(weight))
# Where somebody walks away or is called: the job that leads there, and the screen.
WALKS: tuple[tuple[Job, str], ...] = (
    (("parts", ""), "AskOnetime"), (("export", ""), "AskOnetime"), (("parts", ""), "Care"),
    (("parts", ""), "Parts"),
    (("tests", ""), "Choose"), (("tests", "touch"), "TouchTest"),
    (("tests", "colours"), "ColourTest"), (("tests", "sound"), "SoundTest"),
    (("tests", "scanner"), "ScannerTest"), (("tests", "keypad"), "KeypadTest"),
    (("stocktake", "all"), "Choose"), (("stocktake", "all"), "Sure"),
    (("stocktake", "all"), "Count"), (("stocktake", "all"), "CountVerdict"),
    (("stocktake", "in doubt"), "CountStuck"), (("stocktake", "all"), "AskOpen"),
    (("stocktake", "in doubt"), "Count"),
    (("replaced", ""), "Choose"), (("boards", ""), "Choose"), (("replaced", ""), "Sure"),
    (("cycle", ""), "Cycle"), (("cycle", ""), "Cycle"), (("doors", "open"), "Doors"),
    (("doors", "bar"), "OneDoor"), (("doors", "official"), "OneDoor"), (("doors", "test"), "Sure"),
    (("doors", "bar"), "Choose"), (("doors", "official"), "Choose"),
    (("doors", "by_hand"), "Sure"), (("doors", "by_hand"), "AskOpen"),
    (("doors", "official"), "Witness"), (("doors", "official"), "Witness"),
    (("export", "slow"), "Exporting"),
)  # fmt: skip


class Crew:
    """Three people with badges; the third is the one who can be relied on."""

    def __init__(self, kiosk: Kiosk, central: Central, courier_badge: str) -> None:
        self.names = tuple(name for name, _badge in TECHNICIANS)
        self.luck = kiosk.world.luck.stream(f"{kiosk.name} crew")
        self._kiosk, self._central, self._courier_badge = kiosk, central, courier_badge
        for name, badge in TECHNICIANS:
            central.add_technician(name, badge, kiosk.name)

    def is_needed(self) -> bool:
        """Whether the office sees that something is broken."""
        status = self._central.view.terminals(self._kiosk.name)[0].status
        whys = [row["why"] for row in status.get("out_of_use", [])]
        return bool(status.get("failed")) or any(why in BROKEN for why in whys)

    def sent(self) -> Technician:
        """Whoever is on duty comes."""
        errand = self._errand()
        if self.luck.chance(900):
            return self._technician(self.luck.below(2), errand)
        return self._technician(2, Errand(errand.jobs, (), True))

    def last(self) -> Technician:
        """The one who puts everything back into service."""
        return self._technician(2, Errand((("doors", "unbar"),), (), True))

    def dismiss(self) -> None:
        """A badge is taken away, and given back the next day."""
        name, badge = TECHNICIANS[self.luck.below(2)]
        central, terminal = self._central, self._kiosk.name
        central.revoke_technician(name, terminal)
        self._kiosk.world.later(
            self.luck.between(60_000, 80_000_000),
            lambda: central.add_technician(name, badge, terminal),
        )

    def _errand(self) -> Errand:
        jobs = tuple(self.luck.pick(PICKS) for _ in range(self.luck.between(1, 2)))
        if self.luck.chance(500):
            return Errand(jobs)
        walks = tuple(self.luck.pick(WALKS) for _ in range(self.luck.between(1, 3)))
        return Errand(jobs[:1], walks)

    def _technician(self, which: int, errand: Errand) -> Technician:
        name, badge = TECHNICIANS[which]
        others = [row for row in TECHNICIANS if row[0] != name]
        witness = self.luck.pick([others[0][1], self._courier_badge, NOT_VALID])
        phone = Phone(self._central, self._kiosk.name, name)
        person = Technician(self._kiosk, self.luck, badge, phone, errand, witness)
        person.colleague = others[1][0]
        return person
