"""The street of `street.py` with senders in it, who bring what the server has announced.

The workshop (`workshop.py`) lies in this street.  A sender's parcel has a number with six digits,
so that it can be typed, and now and then the same digits as another one.
"""

from terminal import orders, screens, send_screens
from terminal.compartments import EXPECTED, INSIDE
from tests.terminal import street
from tests.terminal.scene import TODAY_S, tag
from tests.terminal.street import Street, code_of

KEYS = {
    send_screens.SendNumber: ("ok", "erase", "cancel", ""),
    send_screens.HandIn: ("does_not_fit", "not_empty", "take_back", "report_open", "", "", ""),
    send_screens.HandedIn: ("done", "again", "again", ""),
}
SERIAL = 500_000
AWAITED_MAX = 12


def number_of(serial):
    """Every seventh has the digits of the one before it."""
    return "%s%06d" % (("R", serial - 1) if serial % 7 == 0 else ("S", serial))


class PostStreet(Street):
    """A street whose people send parcels too."""

    def __init__(self, luck):
        self.serials = [SERIAL]
        Street.__init__(self, luck)

    def server_awaits(self):
        serial = self.serials[-1] + 1
        self.serials = (self.serials + [serial])[-AWAITED_MAX:]
        way = self.luck.pick(("send", "send", "return", "storage"))
        pickup = tag("code", code_of(serial + 100_000)) if way == "storage" else ""
        kept = self.luck.pick((0, 0, 0, 1, 4, 99))
        until_s = self.luck.pick((0, 0, TODAY_S + 40_000, TODAY_S + 400_000))
        self.order(orders.Announce(
            number_of(serial), way, self.luck.pick(("XS", "S", "M", "L", "")), (),
            tag("code", code_of(serial)) if self.luck.chance(70) else "", "", "456",
            kept, until_s, pickup, "", self.luck.pick(("123", "123", "123", "")),
        ))  # fmt: skip

    def sender_comes(self):
        if self._is_busy() and self.luck.chance(85):
            return self.somebody_answers()
        awaited = [s for s in self.serials if self._is_standing(number_of(s), EXPECTED)]
        serial = self.luck.pick(awaited if awaited and self.luck.chance(85) else self.serials)
        fate = self.luck.below(100)
        if fate < 45:
            return self.scan(number_of(serial))
        if fate < 80:
            self.press(code_of(serial))
            return self.after(400)
        self.choose("send")
        self.press("%06d" % serial if fate < 92 else "123")
        self.choose("ok")

    def recipient_comes(self):
        """Of a parcel in storage."""
        stored = [s for s in self.serials if self._is_standing(number_of(s), INSIDE)]
        if stored and self.is_shown(screens.Welcome):
            self.press(code_of(self.luck.pick(stored) + 100_000))
            self.after(400)

    def somebody_answers(self):
        """A sender does what the screen asks for, or nearly; the others as in the street."""
        shown = type(self.screen)
        if shown not in KEYS:
            return Street.somebody_answers(self)
        fate = self.luck.below(100)
        if shown is send_screens.SendNumber and fate < 50:
            text = number_of(self.luck.pick(self.serials))
            return self.scan(text) if fate < 25 else self.press(text[1:])
        if shown is send_screens.HandIn and fate < 15:
            return self.scan(number_of(self.luck.pick(self.serials)))
        if shown is send_screens.HandIn and fate < 60:
            return self.hand_shuts()
        if shown is send_screens.HandedIn and fate < 30:
            return self.press("7")
        key = self.luck.pick(KEYS[shown])
        if key:
            self.choose(key)


STEPS = street.STEPS + (
    (30, PostStreet.server_awaits), (60, PostStreet.sender_comes),
    (15, PostStreet.recipient_comes),
)  # fmt: skip
