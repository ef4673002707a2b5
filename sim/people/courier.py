"""A courier before breakfast: loads what is in the van, looks into what is in doubt.

Honest and quick, but human: scans too early, finds that a parcel does not fit, leaves a
door open while fetching the next parcel, is called away, forgets to finish.  A parcel that
was refused twice goes back into the van.
"""

from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.asker import HELP
from sim.people.person import Person

SCANS_MAX = 2


class OccupiedError(AssertionError):
    """A courier was sent with a parcel to a compartment that is not empty."""


class Courier(Person):
    """One courier with parcels to load."""

    patience = 1500

    def __init__(
        self, kiosk: Kiosk, luck: Stream, badge: str, pin: str, parcels: list[str],
        on_gone: Callable[[], None] | None = None, *, is_distracted: bool = True,
    ) -> None:  # fmt: skip
        self.badge, self.pin = badge, pin
        self.van = list(parcels)
        self.given_up: list[str] = []
        self.taken_back: list[str] = []
        self.inspected: list[str] = []
        self.loaded: list[str] = []
        self.call_office: Callable[[], None] = lambda: None
        # Whether a parcel may lie with these; who registered them knows.
        self.may_join: Callable[[str, list[str]], bool] = lambda parcel, others: False
        self._named: list[str] = []  # what the glass says of the compartment before the hand
        self.has_finished = False
        self._is_distracted = is_distracted
        self._scans = 0  # of the parcel in the hand
        self._has_told = False  # what was taken out of this compartment, or that nothing was there
        super().__init__(kiosk, luck, on_gone)

    def look(self) -> None:
        act = ACTS.get(self.kiosk.screen)
        if act is not None:
            act(self)

    def _errs(self, permille: int) -> bool:
        return self.luck.chance(permille) and self._is_distracted

    def _is_called_away(self, permille: int, low_s: int, high_s: int) -> bool:
        if not self._errs(permille):
            return False
        self.wait(low_s, high_s)
        return True

    # -- badge, PIN and parcels -----------------------------------------------------------

    def _badge(self) -> None:
        if self.has_finished:
            self.go()
        else:
            self.kiosk.scan(self.badge)

    def _told(self) -> None:
        self.press("ok")
        if self.luck.chance(300):
            self.call_office()  # too many wrong PINs: the office gives the badge back
            self.go()

    def _pin(self) -> None:
        if self._errs(10):
            self.go()
        elif self._errs(10):
            self.press("cancel")
        elif self._errs(20):
            self.type("0000")
        elif self._errs(30):
            self.type([self.pin[0], "erase", *self.pin])
        else:
            self.type(self.pin)

    def _run(self) -> None:
        keys = self.kiosk.keys()
        tasks = [key for key in keys if key.startswith("inspect ") and key not in self.inspected]
        if self._scans >= SCANS_MAX and self.hands:
            self._give_up()
        elif self._is_called_away(10, 50, 130):
            pass
        elif tasks and (not self.van or self.luck.chance(500)):
            self.inspected.append(tasks[0])
            self.press(tasks[0])
        elif self.hands or self.van:
            self._scan_next()
        else:
            self._finish()

    def _give_up(self) -> None:
        self.given_up.append(self.hands.pop())
        self._scans = 0

    def _scan_next(self) -> None:
        if not self.hands:
            self.hands.append(self.van.pop(0))
            self._scans = 0
        self._scans += 1
        self._named = []
        self.kiosk.scan(self.hands[0])

    def _finish(self) -> None:
        self.has_finished = True
        for compartment in self.cabinet.compartments:
            if self.cabinet.is_open(compartment):
                self.shut(compartment)
        if self._errs(30):
            self.go()
        elif self.luck.chance(900):
            self.press("finish")

    def _size(self) -> None:
        keys = self.kiosk.keys()
        sizes = [key for key in keys if key.startswith("size ")]
        if self._is_called_away(30, 62, 90):
            return
        if self._errs(50):
            self.press("cancel")
        elif self._errs(50) and self.van:
            self._swap()
        else:
            self.press(self.luck.pick(sizes))

    def _swap(self) -> None:
        """Another parcel first."""
        self.van.append(self.hands.pop())
        self._scan_next()

    # -- a door for a parcel --------------------------------------------------------------

    def _put_in(self) -> None:
        compartment = self.shown_open()
        if not compartment or self._is_called_away(20, 60, 720):
            return
        if self._errs(60):
            self.kiosk.scan((self.van or self.hands or [self.badge])[0])  # too early
        inside = self.cabinet.contents(compartment)
        texts = " ".join(self.kiosk.texts())
        self._named += [named for named in inside if named in texts]
        parcel = self.hands[0] if self.hands else ""
        if parcel and not self._may_put(compartment, inside):
            return
        if parcel and self._errs(70):
            self.press("does_not_fit")
            self.shut(compartment)
        elif parcel:
            self.loaded.append(parcel)
            self.cabinet.put_in(compartment, self.hands.pop())
        elif self._errs(15):
            self.press("report_open")
        elif self.luck.chance(850):
            self.shut(compartment)

    def _may_put(self, compartment: int, inside: list[str]) -> bool:
        if not [parcel for parcel in inside if parcel not in self._named]:
            # Nothing at all, or nothing but what the glass names.
            if inside and not self.may_join(self.hands[0], inside):
                raise OccupiedError(f"{self.hands[0]} was sent to compartment {compartment},"
                                    f" to {inside}")  # fmt: skip
            return True
        strange = [parcel for parcel in inside if parcel not in self.kiosk.left_behind]
        if strange and not self.may_join(self.hands[0], strange):
            raise OccupiedError(f"compartment {compartment} was offered and holds {inside}")
        self.press("not_empty")
        self.shut(compartment)
        return False

    def _is_it_out(self) -> None:
        if self._is_called_away(60, 61, 90):
            return
        if self._errs(60):
            self.kiosk.scan((self.van or self.hands or [self.badge])[0])
        else:
            self.press("yes" if self.hands else "no")

    # -- a compartment in doubt -----------------------------------------------------------

    def _look_in(self) -> None:
        compartment = self.shown_open()
        if not compartment or self._is_called_away(30, 60, 900):
            return
        if self._errs(40):
            self.kiosk.scan((self.van or [self.badge])[0])
        if not self._has_told and self._errs(60) and self.press("stays"):
            self.shut(compartment)
            return
        has_found = self._take_out(compartment)
        if self.kiosk.must_take_out() and not has_found and not self._has_told:
            self._has_told = self.press("not_there")
        if self.luck.chance(800):
            self._has_told = False
            self.shut(compartment)

    def _take_out(self, compartment: int) -> bool:
        """What must go and what nobody knows; whether there was anything."""
        texts = " ".join(self.kiosk.texts())
        for parcel in self.cabinet.contents(compartment):
            if self.kiosk.must_take_out(parcel) or parcel not in texts:
                self.cabinet.take_out(compartment, parcel)
                self.taken_back.append(parcel)
                self._has_told = True
        return self._has_told

    def _verdict(self) -> None:
        if self._is_called_away(25, 91, 120):
            return
        if self._errs(40):
            self.kiosk.scan((self.van or [self.badge])[0])
            return
        compartment = self.shown()
        inside = self.cabinet.contents(compartment) if compartment else []
        texts = " ".join(self.kiosk.texts())
        if not inside:
            self.press("empty")
        elif not [parcel for parcel in inside if parcel not in texts]:
            self.press("as_listed")
        else:
            self.press("something_else")


ACTS: dict[str, Callable[[Courier], None]] = {
    "Welcome": Courier._badge, "Told": Courier._told, "Taken": Courier._badge,
    "TakeOut": Courier._badge, "AskPin": Courier._pin, "Run": Courier._run,
    "ChooseSize": Courier._size, "PutIn": Courier._put_in, "IsItOut": Courier._is_it_out,
    "Look": Courier._look_in, "Verdict": Courier._verdict, **dict.fromkeys(HELP, Courier._badge),
}  # fmt: skip
