"""Somebody who wants to know something, and a child who presses whatever is there.

Neither has a code.  They read a topic or two, leave feedback now and then, and many do something
else in the middle: walk away, so that whoever comes next finds the help on the glass, read until
the time is over, hold a barcode before the scanner, type digits.  By keypad they know the way that
the glass tells them: 0 and OK, then the digit of a row and OK.
"""

from sim.kiosk import Kiosk
from sim.luck import Stream
from sim.people.person import Person

HELP = ("Topics", "Topic", "Feedback", "Rating", "Thanks")
TO_SAY = ("Feedback", "Rating", "Thanks")
DEEDS = ("go", "read", "scan", "type")
LISTS = ("topic ", "kind ", "rate ")
LABEL = "http://www.example.org/x"


class Asker(Person):
    """One person at the help; `deed` is what they do in the middle, and where."""

    patience = 60

    def __init__(self, kiosk: Kiosk, luck: Stream) -> None:
        self.deed = (luck.pick(HELP), luck.pick(DEEDS)) if luck.chance(600) else ("", "")
        self.wants = luck.between(1, 4)
        self.wants_to_say = self.deed[0] in TO_SAY or luck.chance(0 if self.deed[0] else 500)
        self.has_asked = False
        super().__init__(kiosk, luck)

    def look(self) -> None:
        screen = self.kiosk.screen
        if screen in HELP and screen == self.deed[0]:
            self._do_otherwise()
        elif screen in HELP:
            self._at_help(screen)
        elif self.has_asked:
            self.go()
        elif screen in ("Welcome", "Told"):
            self._ask()

    def _ask(self) -> None:
        if self.uses_keypad and self.kiosk.screen == "Welcome":
            self.has_asked = True
            self.type(["cancel", "0", "ok"])
        else:
            self.has_asked = self.press("help")

    def _do_otherwise(self) -> None:
        deed = self.deed[1]
        self.deed = ("", "")
        if deed == "read":
            self.wait(95, 120)
        elif deed == "scan":
            self.kiosk.scan(LABEL)
        elif deed == "type":
            self.uses_keypad = True
            self.type([str(self.luck.below(10)) for _ in range(self.luck.between(1, 4))])
        else:
            self.go()

    def _at_help(self, screen: str) -> None:
        if self.luck.chance(100):
            self.press(self.luck.pick(self.kiosk.keys()))  # a child, or a slip
        elif screen == "Topic":
            self.press("back")
        elif screen == "Thanks":
            self.press("done")
        else:
            self._choose(screen)

    def _choose(self, screen: str) -> None:
        """A row of the list that is on the glass, or enough of it."""
        shown = self.kiosk.keys()
        rows = [key for key in shown if key.startswith(LISTS)]
        self.wants -= 1
        if not rows or self.wants < 0:
            self.press("cancel")
            return
        place = self.luck.below(len(rows))
        if screen == "Topics" and self.wants_to_say:
            place, self.wants_to_say, self.wants = rows.index("topic feedback"), False, 3
        if self.uses_keypad:
            self.type([str(place + 1), self.luck.pick(("ok", "ok", "erase"))])
        else:
            self.press(rows[place])
