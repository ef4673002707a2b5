"""The glass, the sound, the scanner and the keypad are tried out: a part of a technician's visit.

The core names fields, colours and tunes; what they look and sound like is the world's.  What is
scanned or pressed here is shown, counted and forgotten: nothing of it is written down.
"""

from terminal import care_screens, labels
from terminal import events as ev
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.technician import Care

LIST, TOUCH, COLOURS = "list", "touch", "colours"
SOUND, SCANNER, KEYPAD = "sound", "scanner", "keypad"
DEVICES = (TOUCH, COLOURS, SOUND, SCANNER, KEYPAD)
FIELDS = 15
COLOUR_NAMES = ("white", "black", "red", "green", "blue")
TUNES = ("accepted", "refused", "reminder", "alarm")


class DeviceTests(Visit):
    """What people touch, hear and hold things before."""

    LIMIT_MS = {LIST: 300000, TOUCH: 300000, COLOURS: 300000, SOUND: 300000, SCANNER: 300000,
                KEYPAD: 300000}  # fmt: skip

    def __init__(self, hub: "Terminal", owner: "Care") -> None:
        self.owner = owner
        self.touched: "list[int]" = []
        self.came: "list[str]" = []
        self.colour = 0
        self.scans, self.kind, self.why = 0, "", ""
        Visit.__init__(self, hub, LIST)

    def screen(self) -> "Record | None":
        if self.state == LIST:
            return care_screens.Choose("tests", 0, DEVICES)
        if self.state == TOUCH:
            return care_screens.TouchTest(tuple(self.touched))
        if self.state == COLOURS:
            return care_screens.ColourTest(COLOUR_NAMES[self.colour])
        if self.state == SOUND:
            return care_screens.SoundTest(TUNES)
        if self.state == SCANNER:
            return care_screens.ScannerTest(self.kind, self.why, self.scans)
        return care_screens.KeypadTest(tuple(self.came)) if self.state == KEYPAD else None

    def _chosen(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "cancel":
            self.hub.tell(self.owner, m.PartEnded("", "", 0))
            return OVER
        self.touched, self.came, self.colour = [], [], 0
        self.scans, self.kind, self.why = 0, "", ""
        for device in DEVICES:
            if key.key == "choose " + device:
                return device
        return LIST

    def _touched(self, key: m.Chosen) -> str:
        self._restart_clock()
        for field in range(FIELDS):
            if key.key == "touch %d" % field and field not in self.touched:
                self.touched.append(field)
        return LIST if key.key == "back" else TOUCH

    def _next_colour(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "next":
            self.colour = (self.colour + 1) % len(COLOUR_NAMES)
        return LIST if key.key == "back" else COLOURS

    def _play(self, key: m.Chosen) -> str:
        self._restart_clock()
        for tune in TUNES:
            if key.key == "play " + tune:
                self.hub.do(Sound(tune))
        return LIST if key.key == "back" else SOUND

    def _scanned(self, scanned: ev.Scanned) -> str:
        self._restart_clock()
        label = labels.read(scanned.text)
        self.scans, self.kind, self.why = self.scans + 1, label.kind, label.why
        return SCANNER

    def _back(self, key: m.Chosen) -> str:
        return LIST if key.key == "back" else self.state

    def _digit_came(self, key: m.Typed) -> str:
        return self._came(key.digit)

    def _key_came(self, key: m.Chosen) -> str:
        return LIST if key.key == "back" else self._came(key.key)

    def _came(self, key: str) -> str:
        self._restart_clock()
        if key not in self.came and len(self.came) < FIELDS:
            self.came.append(key)
        return KEYPAD

    def _gone(self, timed_out: m.TimedOut) -> str:
        self.hub.tell(self.owner, m.PartEnded("idle", "", 0))
        return OVER

    HEARS = (m.Typed, m.Chosen, m.TimedOut, ev.Scanned)
    RULES = {
        # while in  this happens     do this        and go to one of
        (LIST,    m.Chosen):       (_chosen,      (LIST, OVER) + DEVICES),
        (LIST,    m.TimedOut):     (_gone,        (OVER,)),
        (TOUCH,   m.Chosen):       (_touched,     (TOUCH, LIST)),
        (TOUCH,   m.TimedOut):     (_gone,        (OVER,)),
        (COLOURS, m.Chosen):       (_next_colour, (COLOURS, LIST)),
        (COLOURS, m.TimedOut):     (_gone,        (OVER,)),
        (SOUND,   m.Chosen):       (_play,        (SOUND, LIST)),
        (SOUND,   m.TimedOut):     (_gone,        (OVER,)),
        (SCANNER, m.Chosen):       (_back,        (SCANNER, LIST)),
        (SCANNER, ev.Scanned):     (_scanned,     (SCANNER,)),
        (SCANNER, m.TimedOut):     (_gone,        (OVER,)),
        (KEYPAD,  m.Typed):        (_digit_came,  (KEYPAD,)),
        (KEYPAD,  m.Chosen):       (_key_came,    (KEYPAD, LIST)),
        (KEYPAD,  m.TimedOut):     (_gone,        (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((LIST, TOUCH, COLOURS, SOUND, SCANNER), (m.Typed,), "no digits are offered"),
        ((LIST, TOUCH, COLOURS, SOUND, KEYPAD), (ev.Scanned,), "nothing is to be scanned here"),
    )  # fmt: skip
