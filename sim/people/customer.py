"""A recipient with a code on the phone; some hurry, some err, some are children.

A manner is drawn for each: most take their parcel and push the door shut; others walk
away and leave it open, shut it on their parcel, say that it was empty, insist on a door
that stays shut, or shut another door too.
"""

from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.person import Person

# manner, and how many in a thousand have it
MANNERS = (
    ("plain", 700), ("leaves open", 40), ("shuts on it", 40), ("says empty", 20), ("reopens", 50),
    ("leans", 30), ("insists", 40), ("meddles", 30), ("done", 50),
)  # fmt: skip


class WrongDoorError(AssertionError):
    """A recipient was let at somebody else's parcel."""


class Customer(Person):
    """One recipient; `mine` are the parcels that the code is for."""

    def __init__(
        self, kiosk: Kiosk, luck: Stream, code: str, token: str, phone: str, mine: tuple[str, ...],
        slips: int = 0, manner: str = "", on_gone: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self.code, self.token, self.phone, self.mine = code, token, phone, mine
        self.slips = slips
        self.manner = manner or self._draw(luck)
        self.has_opened = False
        self.is_refused = ""
        self._stuck_looks = 0
        super().__init__(kiosk, luck, on_gone)

    @staticmethod
    def _draw(luck: Stream) -> str:
        at = luck.below(1000)
        for manner, permille in MANNERS:
            at -= permille
            if at < 0:
                return manner
        return "plain"

    def look(self) -> None:
        act = ACTS.get(self.kiosk.screen)
        if act is not None:
            act(self)

    def _welcome(self) -> None:
        if self.has_opened:
            self._leave()
        elif self.slips:
            self.slips -= 1
            self.type(f"{(int(self.code) + 111111 + self.luck.below(700000)) % 1000000:06d}")
        elif self.luck.chance(150) and self.kiosk.scan(self.token):
            pass
        elif self.luck.chance(900):
            self.press("cancel")
            self.type(self.code)
        else:
            self.type(self.phone[-8:])  # the wrong number: a phone number instead of the code

    def _phone(self) -> None:
        self.type(self.phone[-3:])

    def _told(self) -> None:
        self.is_refused = " ".join(self.kiosk.texts())
        self._leave()

    def _stuck(self) -> None:
        self._stuck_looks += 1
        compartment = (self.kiosk.doors_shown() or (0,))[0]
        if compartment and self.cabinet.is_open(compartment):
            self.press("is_open")
        elif self.manner == "insists" and self._stuck_looks == 2:
            self.press("is_open")  # it is not
        elif self._stuck_looks > 4 and self.luck.chance(300):
            self.press("cancel")
            self._leave()
        elif self.luck.chance(400):
            self.press("again")

    def _ask_open(self) -> None:
        compartment = (self.kiosk.doors_shown() or (0,))[0]
        self.press("yes" if compartment and self.cabinet.is_open(compartment) else "no")

    def _take_out(self) -> None:
        compartment = self.shown_open()
        if compartment:
            self._at_open_door(compartment)

    def _at_open_door(self, compartment: int) -> None:
        inside = self.cabinet.contents(compartment)
        if self.manner == "says empty" and (not inside or self.luck.chance(200)):
            self.shut(compartment)
            self.press("empty")
            self.has_opened = True
        elif self.manner == "leaves open" and self.has_opened:
            self._leave()
        elif self.manner == "shuts on it" and not self.has_opened:
            self.has_opened = True
            self.shut(compartment)
        elif inside and not self.has_opened:
            self._take(compartment, inside)
        else:
            self.has_opened = True
            self._shut_and_meddle(compartment)

    def _take(self, compartment: int, inside: list[str]) -> None:
        strange = [parcel for parcel in inside if parcel not in self.mine]
        left_behind = self.kiosk.left_behind
        if [parcel for parcel in strange if parcel not in left_behind]:
            raise WrongDoorError(f"compartment {compartment} holds {inside}, not only {self.mine}")
        for parcel in inside:
            if parcel in self.mine:
                self.cabinet.take_out(compartment, parcel)
                self.hands.append(parcel)
        self.has_opened = True

    def _shut_and_meddle(self, compartment: int) -> None:
        if self.manner == "meddles":
            others = [n for n in self.cabinet.compartments if self.cabinet.is_open(n)]
            for other in others:
                if other != compartment:
                    self.cabinet.push_shut(other, self.kiosk.world.now_ms)
        if self.luck.chance(500):
            self.shut(compartment)

    def _take_unseen(self) -> None:
        compartment = self.shown_open()
        if compartment:
            self._at_open_door(compartment)
        elif self.has_opened or self.luck.chance(300):
            self.press("done")
            self.has_opened = True

    def _taken(self) -> None:
        compartment = (self.kiosk.doors_shown() or (0,))[0]
        mine_inside = [p for p in self.cabinet.contents(compartment) if p in self.mine] if compartment else []
        if self.manner == "reopens" and self.luck.chance(400):
            self.press("again")
            self.manner = "plain"
        elif self.manner == "shuts on it" and mine_inside and self.luck.chance(700):
            self.manner, self.has_opened = "plain", False
            self.press("again")
        elif self.manner == "done":
            self.press("done")
            self._leave()
        else:
            self._leave()

    def _leave(self) -> None:
        self.kiosk.leaves(self.mine, self.hands)
        self.go()


ACTS: dict[str, Callable[[Customer], None]] = {
    "Welcome": Customer._welcome, "AskPhone": Customer._phone, "Told": Customer._told,
    "Stuck": Customer._stuck, "AskOpen": Customer._ask_open, "TakeOut": Customer._take_out,
    "TakeUnseen": Customer._take_unseen, "Taken": Customer._taken,
}  # fmt: skip
