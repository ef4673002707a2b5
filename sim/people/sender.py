"""A sender with a parcel in hand: by label, by door code, or with nothing but its number.

Most put it in and shut the door; others find that it does not fit, think better of it, open once
more, walk away from an open door with the parcel or without, or scan an old label first.  Whoever
still has the parcel in hand when leaving may come again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.courier import OccupiedError
from sim.people.person import Person

# manner, and how many in a thousand have it
MANNERS = (
    ("plain", 310), ("does not fit", 110), ("keeps it", 60), ("leaves open", 40),
    ("runs off", 30), ("opens again", 90), ("takes back", 60), ("forgets", 50),
    ("old label", 50), ("dithers", 160), ("answers nothing", 40),
)  # fmt: skip


STORAGE = "storage"


@dataclass(frozen=True)
class Order:
    """What a sender has: the number on the parcel, and perhaps a door code."""

    shipment: str
    code: str
    way: str


class Sender(Person):
    """One sender; `order` is what was announced to the terminal."""

    def __init__(self, kiosk: Kiosk, luck: Stream, order: Order, manner: str = "") -> None:
        self.order = order
        self.manner = manner or self._draw(luck)
        self.has_put_in = self.is_refused = False
        self._has_begun = False
        self.door = 0  # the one they stand at
        self._tries = 0
        super().__init__(kiosk, luck)
        self.hands = [order.shipment]

    @staticmethod
    def _draw(luck: Stream) -> str:
        at = luck.below(1000)
        for manner, permille in MANNERS:
            at -= permille
            if at < 0:
                return manner
        return "plain"

    @property
    def claims(self) -> tuple[str, ...] | None:
        return (self.order.shipment,)

    def look(self) -> None:
        act = ACTS.get(self.kiosk.screen)
        if act is not None:
            act(self)

    # -- which parcel ---------------------------------------------------------------------

    def _welcome(self) -> None:
        if self._has_begun and (self.has_put_in or not self.hands or self._tries > 3):
            self.go()
            return
        self._has_begun = True
        self._tries += 1
        if self.manner == "old label" and self._tries == 1:
            self.kiosk.scan("RR000000005LV")
        elif self.manner == "dithers" and self.press("send"):
            pass
        elif self.order.code and self.luck.chance(600):
            self._clear()
            self.type(self.order.code)
        elif self.luck.chance(600):
            self.kiosk.scan(self.order.shipment)
        else:
            self.press("send")

    def _clear(self) -> None:
        if not self.press("cancel"):
            self.press("erase")

    def _number(self) -> None:
        digits = "".join(char for char in self.order.shipment if char.isdigit())
        if self.manner == "dithers" and self.luck.chance(400):
            self.type(self.luck.pick((["cancel"], ["1", "erase"], ["1", "ok", "erase"])))
        elif self.manner == "dithers" and self.luck.chance(350):
            self.wait(62, 90)
        elif self.manner == "old label" and self.luck.chance(300):
            self.kiosk.scan("RR123456786LV")  # misread
        elif self.luck.chance(400):
            self.kiosk.scan(self.order.shipment)
        else:
            self.uses_keypad = True
            self.type([*digits, "ok"])

    def _size(self) -> None:
        keys = self.kiosk.keys()
        sizes = [key for key in keys if key.startswith("size ")]
        if self.manner == "dithers" and self.luck.chance(150):
            self.press("cancel")
        elif self.manner == "dithers" and self.luck.chance(500):
            self.wait(92, 120)
        elif self.luck.chance(100):
            self.kiosk.scan(self.order.shipment)
        else:
            self.press(self.luck.pick(sizes))

    def _told(self) -> None:
        self.is_refused = True
        if self.luck.chance(300):
            self.press("ok")
        else:
            self.go()

    # -- the open door --------------------------------------------------------------------

    def _hand_in(self) -> None:
        compartment = self.shown_open()
        if not compartment:
            return
        self.door, inside = compartment, self.cabinet.contents(compartment)
        if self.luck.chance(500 if self.manner == "old label" else 80):
            self.kiosk.scan(self.luck.pick(("RR000000005LV", self.order.shipment)))
        elif self._has_company(compartment, inside):
            self.press("not_empty")
            self.shut(compartment)
        elif self.order.shipment in inside:
            self._after_putting_in(compartment)
        else:
            self._before_putting_in(compartment)

    def _has_company(self, compartment: int, inside: list[str]) -> bool:
        others = [parcel for parcel in inside if parcel != self.order.shipment]
        if [parcel for parcel in others if parcel not in self.kiosk.left_behind]:
            raise OccupiedError(f"compartment {compartment} was offered and holds {inside}")
        return bool(others)

    def _before_putting_in(self, compartment: int) -> None:
        if not self.hands or self.manner == "forgets":
            self.manner = "opens again"
            self.shut(compartment)
        elif self.manner == "runs off":
            self.go()
        elif self.manner in ("keeps it", "does not fit") and self.luck.chance(700):
            self.press("take_back" if self.manner == "keeps it" else "does_not_fit")
            self.has_put_in = self.manner == "keeps it"  # that is all they came for
            self.manner = "plain"
            self.shut(compartment)
        else:
            self.cabinet.put_in(compartment, self.hands.pop())
            self.has_put_in = True

    def _after_putting_in(self, compartment: int) -> None:
        if self.manner == "leaves open":
            self.go()
        elif self.manner == "takes back" and self._tries > 1:
            self.cabinet.take_out(compartment, self.order.shipment)
            self.hands.append(self.order.shipment)
            self.press("take_back")
            self.shut(compartment)
        elif self.manner == "answers nothing" and self.luck.chance(200):
            self.press("report_open")
        elif self.luck.chance(700):
            self.shut(compartment)

    def _is_it_out(self) -> None:
        if self.manner == "answers nothing":
            self.wait(62, 90)
        else:
            self.press("yes" if self.hands else "no")

    def _handed_in(self) -> None:
        if not self.door:  # somebody else's thanks are still on the glass
            self._welcome()
            return
        is_inside = self.order.shipment in self.cabinet.contents(self.door)
        if not is_inside or self.manner in ("opens again", "takes back"):
            if self.manner == "opens again" and is_inside:
                self.manner = "plain"
            self._tries += 1
            if not self.press("again") or self._tries > 4:
                self.go()
        elif self.manner == "answers nothing" or self.luck.chance(500):
            self.go()
        else:
            self.press("done")
            self.go()


ACTS: dict[str, Callable[[Sender], None]] = {
    "Welcome": Sender._welcome, "Taken": Sender._welcome, "SendNumber": Sender._number,
    "ChooseSize": Sender._size, "Told": Sender._told, "HandIn": Sender._hand_in,
    "IsItOut": Sender._is_it_out, "HandedIn": Sender._handed_in,
}  # fmt: skip
