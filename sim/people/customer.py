"""A recipient with a code on the phone; some hurry, some err, some are children.

A manner is drawn for each: most take their parcel and push the door shut; others walk
away and leave it open, shut it on their parcel, say that it was empty, insist on a door
that stays shut, answer no question, or shut another door too.  Whoever leaves a parcel
behind although its door was open to them is written down: that is no fault of the terminal.
"""

from collections.abc import Callable

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.pay_side import HANDS
from sim.people import complaints, identities
from sim.people.asker import HELP
from sim.people.person import Person

# manner, and how many in a thousand have it
MANNERS = (
    ("plain", 380), ("complains", 50), ("leaves open", 40), ("shuts on it", 50),
    ("says empty", 30), ("reopens", 50), ("insists", 70), ("meddles", 30), ("done", 50),
    ("comes back", 70), ("answers nothing", 60), ("gives up", 70), ("fumbles", 50),
)  # fmt: skip


class WrongDoorError(AssertionError):
    """A recipient was let at somebody else's parcel."""


class Customer(Person):
    """One recipient; the code is for the first of `mine`, and opens for those that lie with it."""

    def __init__(
        self, kiosk: Kiosk, luck: Stream, code: str, token: str, phone: str, mine: tuple[str, ...],
        *, slips: int = 0, manner: str = "",
    ) -> None:  # fmt: skip
        self.code, self.token, self.phone, self.mine = code, token, phone, mine
        self.slips = slips
        self.manner = manner or self._draw(luck)
        self.has_opened = False
        self.is_refused = ""
        self._was_let_in = False  # stood before the open door, or said so
        self._has_tried = False  # a code or a token: what is on the glass may be ours
        # Ends what stands on the glass for a phone; set by whoever knows the server.
        self.answer_phone: Callable[[str], object] | None = None
        self._stuck_looks = 0
        self.door = 0  # the one they stand at
        self._doors: set[int] = set()  # those that the glass has sent them to
        super().__init__(kiosk, luck)

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
        return self.mine

    def go(self) -> None:
        # Whoever turns away while the door is about to open, or may still open late, leaves as
        # much behind as one who has seen it open.
        if self._was_let_in or self.kiosk.screen in AT_A_DOOR:
            self.kiosk.leaves(self.mine, {*self._doors, *self.kiosk.doors_shown()})
        super().go()

    def look(self) -> None:
        if not self._has_tried and self.kiosk.screen in OF_A_VISIT:
            self._wait_for_other()
            return
        if self.kiosk.screen in AT_A_DOOR:
            self._doors.update(self.kiosk.doors_shown())
        act = ACTS.get(self.kiosk.screen)
        if act is not None:
            act(self)

    def _wait_for_other(self) -> None:
        """Somebody went away and left a visit behind: shut that door, and say who is here."""
        compartment = self.shown_open()
        if compartment:
            self.shut(compartment)
        self.press("leave")

    # -- the code -------------------------------------------------------------------------

    def _welcome(self) -> None:
        self._has_tried = True
        if self.has_opened:
            self.go()
        elif self.slips:
            self.slips -= 1
            self.type(f"{(int(self.code) + 111111 + self.luck.below(700000)) % 1000000:06d}")
        elif self.manner == "fumbles":
            self._fumble()
        elif self.luck.chance(150):
            self.kiosk.scan(self.token)
        elif self.luck.chance(900):
            self._clear()
            self.type(self.code)
        else:
            self.type(self.phone[-8:])  # the wrong number: a phone number instead of the code

    def _past_help(self) -> None:
        """Somebody has left the help on the glass: a code may be typed all the same."""
        if self.uses_keypad:
            self._has_tried = True
            self.type(self.code)
        elif not self.press("cancel"):
            self.press("done")

    def _clear(self) -> None:
        if not self.press("cancel") and not self.press("erase") and self.uses_keypad:
            self.key("cancel")

    def _fumble(self) -> None:
        self.manner = "plain"
        kind = self.luck.below(5)
        if kind == 0:
            self.type([*self.code[:4], "erase", "erase", "erase", "erase", "erase"])
        elif kind == 1:
            self.type([*self.code, "ok"])
        elif kind == 2:
            self.type(self.code[:3])
            self.wait(25, 40)
        elif kind == 3:
            self.type(self.code[:3])
            self.has_opened = True  # leaves with the next look
        else:
            self.type(self.code[: self.luck.pick((3, 6))])
            self.kiosk.world.later(self.luck.between(1500, 3500), self._scan_instead)

    def _scan_instead(self) -> None:
        if not self.is_gone:
            self.kiosk.scan(self.token)

    def _phone(self) -> None:
        if not self._has_tried:  # somebody typed another code before, and went
            self.press("cancel")
        elif self.luck.chance(40):
            self.type(["1", "erase"])
        elif self.luck.chance(20):
            self.kiosk.scan(self.token)
        else:
            self.type(self.phone[-3:])

    def _told(self) -> None:
        self.is_refused = " ".join(self.kiosk.texts())
        kind = self.luck.below(12)
        if kind == 0:
            self.press("ok")
        elif kind == 1:
            self.uses_keypad = True
            self.type(self.code)
        elif kind == 2:
            self.kiosk.scan(self.token)
        else:
            self.go()

    # -- paying ---------------------------------------------------------------------------

    def _pay(self) -> None:
        self._stuck_looks += 1
        if self.manner == "complains" and self.luck.chance(300):
            self.press("refuse")
        elif self.manner == "gives up" or self._stuck_looks > 15:
            self.press("cancel")
            self.go()
        elif self.manner != "answers nothing" and self.luck.chance(700):
            self.press("pay")

    def _paying(self) -> None:
        if self.manner != "done" and self.luck.chance(30):
            self.press("cancel")
        elif self.luck.chance(600):
            self.kiosk.hold_card(self._card())

    def _card(self) -> str:
        if self.manner == "done":  # who must succeed has a card that is good
            return HANDS[0][0]
        at = self.luck.below(1000)
        for card, permille in HANDS:
            at -= permille
            if at < 0:
                return card
        return HANDS[0][0]

    # -- a door that does not open --------------------------------------------------------

    def _stuck(self) -> None:
        self._stuck_looks += 1
        compartment = self.shown()
        if compartment and self.cabinet.is_open(compartment):
            self._say_open("is_open")
        elif self.manner == "insists" and self._stuck_looks == 2:
            self._say_open("is_open")  # it is not
        elif self.manner == "gives up" and self._stuck_looks > 2:
            self.go()
        elif self.manner == "answers nothing" and self._stuck_looks < 12:
            pass
        elif self._stuck_looks > 4 and self.luck.chance(300):
            self.press("cancel")
            self.go()
        elif self.luck.chance(400):
            self.press("again")

    def _say_open(self, key: str) -> None:
        self._was_let_in = self.press(key) or self._was_let_in

    def _ask_open(self) -> None:
        compartment = self.shown_open()
        if self.manner == "gives up":
            self.go()
        elif compartment and (self.manner == "answers nothing" or self.luck.chance(250)):
            self._at_open_door(compartment)
        elif self.manner == "answers nothing":
            self._stuck_looks += 1
            if self._stuck_looks > 12:
                self.go()
        elif compartment:
            self._say_open("yes")
        elif not self.has_opened:
            self.press("no")

    # -- an open door ---------------------------------------------------------------------

    def _take_out(self) -> None:
        compartment = self.shown_open()
        if compartment:
            self._at_open_door(compartment)

    def _at_open_door(self, compartment: int) -> None:
        self._was_let_in, self.door = True, compartment
        inside = self.cabinet.contents(compartment)
        if self.manner == "says empty" and (not inside or self.luck.chance(200)):
            self.shut(compartment)
            self.press("empty")
            self.has_opened = True
        elif self.manner == "leaves open" and self.has_opened:
            self.go()
        elif self.manner == "shuts on it" and not self.has_opened:
            self.has_opened = True
            self.shut(compartment)
        elif self.manner == "complains" and not self.has_opened and self.press("problem"):
            pass  # looks at it, and does not like what is there
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
        elif self.manner in ("gives up", "answers nothing") and self.has_opened:
            self.go()
        elif self.manner == "insists" and self._stuck_looks < 20:
            self._stuck_looks += 1  # it may open late after all
        elif self.has_opened or self.luck.chance(300):
            self.press("done")
            self.has_opened = True

    def _taken(self) -> None:
        compartment = self.shown()
        inside = self.cabinet.contents(compartment) if compartment else []
        has_forgotten = bool([parcel for parcel in inside if parcel in self.mine])
        if self.manner == "reopens" and self.luck.chance(400):
            self.press("again")
            self.manner = "plain"
        elif self.manner == "shuts on it" and has_forgotten and self.luck.chance(700):
            self.manner, self.has_opened = "plain", False
            self.press("again")
        elif self.manner == "comes back" or (has_forgotten and self.luck.chance(300)):
            self._come_back()
        elif self.manner == "done":
            self.press("done")
            self.go()
        else:
            self.go()

    def _come_back(self) -> None:
        """The door is shut and the message still on the phone: the same code once more."""
        self.manner, self.has_opened = "plain", False
        if self.luck.chance(300):
            self.kiosk.scan(self.token)
        else:
            self.uses_keypad = True
            self.type(self.code)


class Hasty(Customer):
    """One who has support on the phone and keys the new code while it is being said."""

    key_ms = (60, 160)

    def __init__(
        self, kiosk: Kiosk, luck: Stream, call_support: Callable[[], str], token: str, phone: str,
        mine: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._call_support = call_support
        super().__init__(kiosk, luck, "", token, phone, mine, manner="plain")

    def look(self) -> None:
        if not self.code and self.kiosk.screen == "Welcome":
            self.code = self._call_support()
            self._clear()
            self.type([*self.code, "ok"])
        elif self.code:
            super().look()


AT_A_DOOR = ("Opening", "Stuck", "AskOpen", "TakeOut", "TakeUnseen", "Taken", "Trouble", "PutBack",
             "Sign")  # fmt: skip
# What a visit shows between the code and the thanks.
OF_A_VISIT = ("Pay", "Paying", "Opening", "Stuck", "AskOpen", "TakeOut", "TakeUnseen", "Trouble",
              "PutBack", "Sign", *identities.ACTS)  # fmt: skip

ACTS: dict[str, Callable[[Customer], None]] = {
    "Welcome": Customer._welcome, "AskPhone": Customer._phone, "Told": Customer._told,
    "Pay": Customer._pay, "Paying": Customer._paying,
    "Stuck": Customer._stuck, "AskOpen": Customer._ask_open, "TakeOut": Customer._take_out,
    "TakeUnseen": Customer._take_unseen, "Taken": Customer._taken, **complaints.ACTS,
    **dict.fromkeys(HELP, Customer._past_help), **identities.ACTS,
}  # fmt: skip
