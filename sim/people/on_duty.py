"""Somebody with a technician's badge: gets in with a code from the phone, and leaves in the end.

The badge goes before the scanner; the phone makes the code of the half minute, and the office
answers the digits that a terminal without time shows.  People mistype, show a code that was used,
and think of something else at any screen.  What they came for is in `technician.py`.
"""

from typing import NamedTuple

from sim.central.central import Central
from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people import panels
from sim.people.asker import HELP
from sim.people.person import Person

WRONGS_MAX = 3  # after these people stop and think
LEAVES_WITH = ("finish", "back", "no", "cancel", "stop")
# So long that the terminal gives up on whoever stands there with a phone at the ear.
CALLS_S, LONG_CALLS_S = (310, 400), (610, 720)
LONG_AT = ("Count", "Cycle")
Job = tuple[str, str]  # the key of the menu, and what there


class Errand(NamedTuple):
    """What somebody comes for; `walks` are ((job, screen), ...) at which the phone rings."""

    jobs: tuple[Job, ...]
    walks: tuple[tuple[Job, str], ...] = ()
    is_careful: bool = False  # makes no slips and finishes


class Phone:
    """A technician's phone: an app with the secret of one terminal, and the office's number."""

    def __init__(self, central: Central, terminal: str, name: str) -> None:
        self.name = name
        self._central, self._terminal = central, terminal

    def code(self, name: str = "") -> str:
        """The code that the app shows now, or that of a colleague's."""
        return self._central.onetime(name or self.name, self._terminal)

    def answer(self, challenge: str) -> str:
        """What the office says to these digits."""
        return self._central.response(self.name, self._terminal, challenge)


class OnDuty(Person):
    """One technician; `second` is the badge that somebody beside them would show."""

    patience = 900

    def __init__(
        self, kiosk: Kiosk, luck: Stream, badge: str, phone: Phone, errand: Errand,
        second: str = "",
    ) -> None:  # fmt: skip
        self.badge, self.phone, self.second = badge, phone, second
        self.jobs = [*errand.walks, *[(job, "") for job in errand.jobs]]
        self.is_careful = errand.is_careful
        # Where the phone rings next: at the code, or at the screen that belongs to the job.
        self.walks_at = self.jobs[0][1] if self.jobs[0][1] == "AskOnetime" else ""
        self.has_entered = False  # with a code of theirs: what is on the glass is ours
        self.has_finished = False
        self.colleague = ""  # whose code is shown by mistake
        self._last_code = ""
        self._has_returned = False
        self._wrongs = 0
        super().__init__(kiosk, luck)

    def look(self) -> None:
        screen = self.kiosk.screen
        if screen and screen == self.walks_at and self.is_time_to_walk():
            self._walk_away(screen)
        elif screen in ("Welcome", "Taken", *HELP):
            self._show_badge()
        elif screen == "Told":
            self._told()
        elif screen == "AskOnetime":
            self._code()
        elif self.has_entered:
            self.work(screen)
        else:
            self._end_other()

    def work(self, screen: str) -> None:
        """Do one thing of what there is to do at this screen."""
        raise NotImplementedError

    def is_time_to_walk(self) -> bool:
        """Whether to think of something else just now."""
        return self.luck.chance(700)

    def _walk_away(self, screen: str) -> None:
        """For good, or with the phone to where it is quiet."""
        self.walks_at = ""
        if self.luck.chance(300):
            self.go()
        else:
            self.wait(*(LONG_CALLS_S if screen in LONG_AT else CALLS_S))

    def errs(self, permille: int) -> bool:
        """Whether this is the moment of a slip."""
        return self.luck.chance(permille) and not self.is_careful

    def _end_other(self) -> None:
        """A colleague went away and left the menu: end that, and say who is here."""
        for key in LEAVES_WITH:
            if self.press(key):
                return

    # -- badge and code -------------------------------------------------------------------

    def _show_badge(self) -> None:
        self.has_entered, self._wrongs = False, 0
        if self.has_finished:
            self.go()
        else:
            self.kiosk.scan(self.badge)

    def _told(self) -> None:
        """A badge that is not valid, or not today."""
        self.press("ok")
        if self.luck.chance(600):
            self.go()

    def _code(self) -> None:
        self.has_entered = True
        challenge = panels.challenge(self.kiosk)
        if self.errs(15):
            self.press("cancel")
        elif self.errs(30):
            self.kiosk.scan(self.badge)  # once more, for luck
        elif self.errs(30):
            self.type("12")
        elif challenge:
            self._type(self.phone.answer(challenge))
        elif self._wrongs or self.errs(80):
            self.press("challenge")
            self._wrongs = 0
        else:
            self._type(self._shown_by_phone())

    def _shown_by_phone(self) -> str:
        """The code, or one of those that do not let anybody in."""
        if self._last_code and self.errs(500):
            return self._last_code  # it is still on the phone
        if self.colleague and self.errs(100):
            return self.phone.code(self.colleague)
        return self.phone.code()

    def _type(self, code: str) -> None:
        """What was typed before goes first; a digit may slip."""
        self._wrongs += 1
        self._last_code = code
        slip = str((int(code[0]) + 1) % 10) + code[1:] if self.errs(40) else code
        keys = [slip[0], "erase", *slip] if self.errs(100) else [*slip]
        self.type(["erase", "erase", *keys])

    # -- the end --------------------------------------------------------------------------

    def leave(self) -> None:
        """Shut what stands open, mostly, and end the visit."""
        for compartment in self.cabinet.compartments:
            if self.cabinet.is_open(compartment) and (self.is_careful or self.luck.chance(800)):
                self.shut(compartment)
        self.has_finished = True
        self.press("finish")

    def slips_out(self) -> bool:
        """The wrong key, and the visit is over: the code is still on the phone."""
        if self._has_returned or not self.errs(60):
            return False
        self._has_returned = True
        return self.press("finish")
