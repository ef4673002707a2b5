"""Somebody wants to know something: topics to read, and a word of feedback.

It opens no door and changes nothing but the count of feedback.  The one idea: whoever wants to
collect is never kept waiting.  A scan ends the help and counts on the first screen.  By keypad a
digit marks a row of a list and OK opens it; a digit that marks nothing, or a second one, is a code
being typed: the help ends, and all digits typed so far stand on the first screen.
"""

from terminal import events as ev
from terminal import help_entries, help_screens
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

LIST, READING, FEEDBACK, RATING, THANKS = "topics", "topic", "feedback", "rating", "thanks"
# 002-8.6.3; 000-5; 002-12.1, 12.2, 12.4, 12.9; 001-59; 001-33; 001-20, 47; 002-3.4, 3.8;
# 002-3.6, 3.7; 002-1.  At most nine: each has a digit of the keypad.
TOPICS = ("no code", "genuine", "complaints", "feedback", "eid", "answer time", "rules",
          "privacy", "contacts")  # fmt: skip
KINDS = ("suggestion", "praise", "complaint about the service", "complaint about customer service")
RATINGS = ("1", "2", "3", "4", "5")


class Help(Visit):
    """One person who asked for help; `picked` is the row that the keypad has marked, or 0."""

    # Long enough to read a topic twice, or to point a phone at its QR code.
    LIMIT_MS = {LIST: 45000, READING: 90000, FEEDBACK: 45000, RATING: 20000, THANKS: 8000}

    def __init__(self, hub: "Terminal") -> None:
        self.picked = 0
        self.topic = ""
        Visit.__init__(self, hub, LIST)

    def screen(self) -> "Record | None":
        if self.state == LIST:
            return help_screens.Topics(TOPICS, self.picked)
        if self.state == READING:
            return help_screens.Topic(self.topic, self.hub.books.policy_version)
        if self.state == FEEDBACK:
            return help_screens.Feedback(KINDS, self.picked)
        if self.state == RATING:
            return help_screens.Rating(self.picked)
        return help_screens.Thanks() if self.state == THANKS else None

    # -- lists ----------------------------------------------------------------------------

    def _rows(self) -> "tuple[str, ...]":
        """The keys of the list that is shown, in the order of its digits."""
        if self.state == LIST:
            return tuple(["topic " + name for name in TOPICS])
        if self.state == FEEDBACK:
            return tuple(["kind " + name for name in KINDS])
        return tuple(["rate " + name for name in RATINGS])

    def _pick(self, key: m.Typed) -> str:
        row = int(key.digit)
        if self.picked or not 1 <= row <= len(self._rows()):
            return self._type_on(key)
        self.picked = row
        self._restart_clock()
        return self.state

    def _meant(self, key: m.Chosen) -> str:
        """The key of the row that is meant; OK means the one that is marked."""
        if key.key == "ok" and self.picked:
            return self._rows()[self.picked - 1]
        return key.key if key.key in self._rows() else ""

    def _other_key(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._leave(key)
        if key.key == "back" or (key.key == "erase" and not self.picked):
            return self._to_list(key)
        if key.key == "erase":
            self.picked = 0
        return self.state

    def _to_list(self, key: m.Chosen) -> str:
        self.picked = 0
        return LIST

    # -- topics ---------------------------------------------------------------------------

    def _choose_topic(self, key: m.Chosen) -> str:
        meant = self._meant(key)
        if not meant:
            return self._other_key(key)
        self.picked, self.topic = 0, meant[len("topic ") :]
        return FEEDBACK if self.topic == "feedback" else READING

    def _key_reading(self, key: m.Chosen) -> str:
        if key.key in ("back", "ok", "erase"):
            return self._to_list(key)
        return self._leave(key) if key.key == "cancel" else READING

    # -- feedback -------------------------------------------------------------------------

    def _choose_kind(self, key: m.Chosen) -> str:
        meant = self._meant(key)
        if not meant:
            return self._other_key(key)
        self.picked = 0
        self.hub.note(help_entries.FeedbackGiven(meant[len("kind ") :]))
        self.hub.do(Sound("accepted"))
        return RATING if self.hub.books.rule("rating") else THANKS

    def _rate(self, key: m.Chosen) -> str:
        meant = self._meant(key)
        if meant:
            self.hub.note(help_entries.Rated(int(meant[len("rate ") :])))
            self.hub.do(Sound("accepted"))
            return THANKS
        if key.key == "erase":
            self.picked = 0
        return self._leave(key) if key.key == "cancel" else RATING

    def _thanked(self, key: m.Chosen) -> str:
        return self._leave(key) if key.key in ("done", "ok", "cancel") else THANKS

    # -- the next person ------------------------------------------------------------------

    def _type_on(self, key: m.Typed) -> str:
        picked = self.picked
        self._leave(key)
        if picked:
            self.hub.tell_front(m.Typed(str(picked)))
        self.hub.tell_front(key)
        return OVER

    def _scanned(self, scanned: ev.Scanned) -> str:
        self._leave(scanned)
        self.hub.tell_front(scanned)
        return OVER

    def _leave(self, event: Record) -> str:
        self.hub.end(self, "")
        return OVER

    HEARS = (m.Typed, m.Chosen, m.TimedOut, ev.Scanned)
    RULES = {
        # while in   this happens     do this          and go to one of
        (LIST,     m.Typed):       (_pick,          (LIST, OVER)),
        (LIST,     m.Chosen):      (_choose_topic,  (LIST, READING, FEEDBACK, OVER)),
        (LIST,     ev.Scanned):    (_scanned,       (OVER,)),
        (LIST,     m.TimedOut):    (_leave,         (OVER,)),
        (READING,  m.Typed):       (_type_on,       (OVER,)),
        (READING,  m.Chosen):      (_key_reading,   (READING, LIST, OVER)),
        (READING,  ev.Scanned):    (_scanned,       (OVER,)),
        (READING,  m.TimedOut):    (_leave,         (OVER,)),
        (FEEDBACK, m.Typed):       (_pick,          (FEEDBACK, OVER)),
        (FEEDBACK, m.Chosen):      (_choose_kind,   (FEEDBACK, LIST, RATING, THANKS, OVER)),
        (FEEDBACK, ev.Scanned):    (_scanned,       (OVER,)),
        (FEEDBACK, m.TimedOut):    (_leave,         (OVER,)),
        (RATING,   m.Typed):       (_pick,          (RATING, OVER)),
        (RATING,   m.Chosen):      (_rate,          (RATING, THANKS, OVER)),
        (RATING,   ev.Scanned):    (_scanned,       (OVER,)),
        (RATING,   m.TimedOut):    (_leave,         (OVER,)),
        (THANKS,   m.Typed):       (_type_on,       (OVER,)),
        (THANKS,   m.Chosen):      (_thanked,       (THANKS, OVER)),
        (THANKS,   ev.Scanned):    (_scanned,       (OVER,)),
        (THANKS,   m.TimedOut):    (_leave,         (OVER,)),
    }  # fmt: skip
    IGNORED = (((OVER,), HEARS, "it is over"),)
