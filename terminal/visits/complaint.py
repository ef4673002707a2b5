"""Something is wrong with what lies in an open compartment: a part of the pick-up.

The recipient says what, and where the parcel is not taken puts it back behind a shut door.  It
decides nothing about money and ends with one word, which the pick-up acts on: "back" (take it out
after all), "shut" (they did), "opened" (again), "empty", "damaged" (noted, go on), "not mine" and
"out of reach" (put back), "refused", "unsure" (nobody knows what lies there now).  A refusal is
signed by typing the code once more (002-8.4, decision 12); the door is shut by then, or was
never opened.
"""

from terminal import codes, complaint_entries, entries, screens
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.pickup import Pickup

ASKING, PUTTING_BACK, SIGNING = "asking", "putting back", "signing"
CHOICES = ("empty", "not mine", "damaged", "refused", "out of reach")
SIGN_TRIES = 3


class Complaint(Visit):
    """What is wrong at the door of `owner`; without `is_open` it is refused before it opened."""

    LIMIT_MS = {ASKING: 60000, PUTTING_BACK: 180000, SIGNING: 90000}

    def __init__(self, hub: "Terminal", owner: "Pickup", is_open: bool) -> None:
        self.owner, self.number, self.shipments = owner, owner.number, owner.shipments
        self.why = "" if is_open else "refused"
        self.typed = ""
        self.tries = 0
        self.is_reminded = False
        Visit.__init__(self, hub, ASKING if is_open else SIGNING)

    def screen(self) -> "Record | None":
        if self.state == ASKING:
            return screens.Trouble(self.number, CHOICES)
        if self.state == PUTTING_BACK:
            return screens.PutBack(self.number, self.why, self.is_reminded)
        return screens.Sign(self.typed, self.tries > 0) if self.state == SIGNING else None

    # -- what it is -----------------------------------------------------------------------

    def _choose(self, key: m.Chosen) -> str:
        self.why = key.key[len("choose ") :]
        if key.key == "back" or self.why not in CHOICES:
            return self._end("back") if key.key == "back" else ASKING
        if self.why == "empty":
            return self._end("empty")
        if self.why == "damaged":
            self.hub.note(complaint_entries.Damaged(self.number, self.shipments))
            self.hub.do(Sound("accepted"))
            return self._end("damaged")
        return PUTTING_BACK

    def _taken_or_shut(self, event: m.Shut) -> str:
        return self._end("shut")

    def _forgotten(self, timed_out: m.TimedOut) -> str:
        return self._end("back")

    # -- putting it back ------------------------------------------------------------------

    def _after_all(self, key: m.Chosen) -> str:
        return self._end("back") if key.key == "back" else PUTTING_BACK

    def _remind(self, event: m.StoodOpen) -> str:
        if self.is_reminded:
            return self._end("unsure")
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return PUTTING_BACK

    def _is_back(self, event: m.Shut) -> str:
        self.hub.do(Sound("accepted"))
        if self.why == "refused":
            return SIGNING
        if self.why == "not mine":
            self.hub.note(complaint_entries.NotTheirs(self.number, self.shipments))
        else:
            self.hub.note(entries.Doubted(self.number, "out of reach"))
        return self._end(self.why)

    # -- signing --------------------------------------------------------------------------

    def _digit(self, key: m.Typed) -> str:
        self.typed += key.digit
        if len(self.typed) < codes.CODE_DIGITS:
            return SIGNING
        shipment, _is_replaced = self.hub.books.by_tag(self.hub.tag("code", self.typed))
        self.typed = ""
        if shipment is not None and shipment.number in self.shipments:
            self.hub.note(complaint_entries.Refused(self.number, self.shipments))
            self.hub.do(Sound("accepted"))
            return self._end("refused")
        self.tries += 1
        self.hub.do(Sound("refused"))
        return self._unsigned() if self.tries == SIGN_TRIES else SIGNING

    def _sign_key(self, key: m.Chosen) -> str:
        if key.key == "erase":
            self.typed = self.typed[:-1]
        if key.key == "cancel" and not self.owner.has_opened:
            return self._end("back")  # to what is owed
        return self._unsigned() if key.key == "cancel" else SIGNING

    def _not_signed(self, timed_out: m.TimedOut) -> str:
        return self._unsigned()

    def _unsigned(self) -> str:
        return self._end("unsure")

    def _reopened(self, event: m.Opened) -> str:
        return self._end("opened")

    def _too_long(self, timed_out: m.TimedOut) -> str:
        return self._end("unsure")

    def _end(self, word: str) -> str:
        self.hub.tell(self.owner, m.PartEnded(word, "", self.number))
        return OVER

    HEARS = (m.Chosen, m.Typed, m.Shut, m.StoodOpen, m.Opened, m.TimedOut)
    RULES = {
        # while in       this happens     do this           and go to one of
        (ASKING,       m.Chosen):       (_choose,         (ASKING, PUTTING_BACK, OVER)),
        (ASKING,       m.Shut):         (_taken_or_shut,  (OVER,)),
        (ASKING,       m.TimedOut):     (_forgotten,      (OVER,)),
        (PUTTING_BACK, m.Chosen):       (_after_all,      (PUTTING_BACK, OVER)),
        (PUTTING_BACK, m.StoodOpen):    (_remind,         (PUTTING_BACK, OVER)),
        (PUTTING_BACK, m.Shut):         (_is_back,        (SIGNING, OVER)),
        (PUTTING_BACK, m.TimedOut):     (_too_long,       (OVER,)),
        (SIGNING,      m.Typed):        (_digit,          (SIGNING, OVER)),
        (SIGNING,      m.Chosen):       (_sign_key,       (SIGNING, OVER)),
        (SIGNING,      m.Opened):       (_reopened,       (OVER,)),
        (SIGNING,      m.TimedOut):     (_not_signed,     (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((ASKING, PUTTING_BACK), (m.Typed,), "no digits are offered"),
        ((ASKING, PUTTING_BACK), (m.Opened,), "it is known to be open"),
        ((ASKING,), (m.StoodOpen,), "somebody is reading the glass"),
        ((SIGNING,), (m.Shut, m.StoodOpen), "it was shut before"),
    )  # fmt: skip
