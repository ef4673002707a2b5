"""What a technician's screens show, as facts; part of `screens.py`.

Dense on purpose: whoever reads them repairs what they speak of.  Names of parts, boards and
reasons come as they stand in the journal; `ui/` finds words for those that it knows.
"""

from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = tuple[tuple[str, str], ...]


class AskOnetime(Record):
    """A technician's one-time code, or the response to `challenge`.

    Keys: "0".."9", "erase", "cancel", "challenge" (where none is shown: ask for one).
    remark: "", "wrong", "used" (each code works once), "no clock" (so a challenge is shown).
    """

    fields = ("typed", "digits", "challenge", "remark")
    private = ("typed", "challenge")
    typed: str
    digits: int
    challenge: str
    remark: str


class Care(Record):
    """What a technician can do.

    Keys: "doors", "parts", "tests", "cycle", "stocktake", "replaced", "boards", "export"
    (where `can_export`), "finish".
    remark: "", "nothing to do" (no compartment is known to be empty, or none is in doubt),
    "counted" (the stocktake is over), "left" (it is, and not all is settled), "tested",
    "exported", "not exported" (`why`), "replaced" (a stocktake is due), "doors open" (shut them
    before you go), "done".  `due` are the compartments that need a stocktake.
    """

    fields = ("remark", "why", "due", "failed", "can_export")
    remark: str
    why: str
    due: "tuple[int, ...]"
    failed: int
    can_export: bool


class Doors(Record):
    """Compartments, a page of them.  Keys: "door N" for each, "back", "next" (where pages > 1).

    `rows` are ((compartment, state), ...); state: "empty", "occupied", "doubt", "barred",
    "sensor", "open", "silent".
    """

    fields = ("page", "pages", "rows")
    page: int
    pages: int
    rows: "tuple[tuple[int, str], ...]"


class OneDoor(Record):
    """All that is known of one compartment.

    Keys: "open", "bar" (where not `barred`), "unbar" (where `barred`), "official", "by_hand",
    "back".
    door: "open", "shut", "silent".  `doubts` are reasons, `due` why a stocktake is
    needed or "".  `health` is (pulses, percent of repeats, failures, percent by which the newer
    opening times are slower), `times_ms` the last opening times.
    remark: "", "done", "busy" (somebody still has it: not now), "counted", "left", "tested",
    "not opened".
    """

    fields = ("compartment", "size", "inside", "reserved", "doubts", "door", "is_blind", "barred",
              "due", "health", "times_ms", "remark")  # fmt: skip
    compartment: int
    size: str
    inside: int
    reserved: int
    doubts: "tuple[str, ...]"
    door: str
    is_blind: bool
    barred: str
    due: str
    health: "tuple[int, int, int, int]"
    times_ms: "tuple[int, ...]"
    remark: str


class Choose(Record):
    """One of a list.  Keys: "choose X" for each of `choices`, "cancel".

    topic: "test", "bar", "official", "replaced", "boards", "board" (why it goes out of service, or
    "into service" again), "export", "tests", "stocktake".
    """

    fields = ("topic", "compartment", "choices")
    topic: str
    compartment: int
    choices: "tuple[str, ...]"


class Sure(Record):
    """Asked a second time before something grave.  Keys: "yes", "no".

    topic: "test" (it is not known to be empty: `inside` parcels), "official", "replaced",
    "by hand", "stocktake" (all doors).
    """

    fields = ("topic", "compartment", "reason", "inside")
    topic: str
    compartment: int
    reason: str
    inside: int


class Witness(Record):
    """A second person's badge is needed (002-11.2).  Keys: "cancel".

    remark: "", "same person", "no badge".
    """

    fields = ("compartment", "ground", "remark")
    compartment: int
    ground: str
    remark: str


class Exporting(Record):
    """The bundle is being written.  No keys."""

    fields = ("to",)
    to: str


class Parts(Record):
    """What the terminal is made of and how it is.  Keys: "back", "next" (where pages > 1).

    `rows` are ((part, why it has failed or ""), ...), a page of them; `disk_percent` -1: unknown.
    """

    fields = ("page", "pages", "rows", "is_clock_trusted", "is_link_up", "disk_percent",
              "software", "policy", "boot", "last_order")  # fmt: skip
    page: int
    pages: int
    rows: "Pairs"
    is_clock_trusted: bool
    is_link_up: bool
    disk_percent: int
    software: str
    policy: int
    boot: int
    last_order: int


class TouchTest(Record):
    """Fields to be touched one after the other.  Keys: "touch N" (0 to 14), "back"."""

    fields = ("touched",)
    touched: "tuple[int, ...]"


class ColourTest(Record):
    """One colour, to look for dead pixels.  Keys: "next", "back".

    colour: "white", "black", "red", "green", "blue".
    """

    fields = ("colour",)
    colour: str


class SoundTest(Record):
    """Tunes to be heard.  Keys: "play X" for each of `tunes`, "back"."""

    fields = ("tunes",)
    tunes: "tuple[str, ...]"


class ScannerTest(Record):
    """What kind of label was read, never its text.  Keys: "back".

    kind: "" (nothing yet) or as labels.Label; why: what is wrong with it, or "".
    """

    fields = ("kind", "why", "count")
    kind: str
    why: str
    count: int


class KeypadTest(Record):
    """Which keys of the keypad came, each once.  Keys: "back"."""

    fields = ("came",)
    private = ("came",)
    came: "tuple[str, ...]"


class Cycle(Record):
    """Doors that are known to be empty are opened one by one.  Keys: "stop", "not_empty".

    "not_empty" only where `is_open`: shut it, and it goes out of use.  `compartment` 0: none.
    `results` are ((compartment, result), ...) as in entries.TestEnded, the newest last.
    """

    fields = ("compartment", "is_open", "is_reminded", "is_stopping", "results")
    compartment: int
    is_open: bool
    is_reminded: bool
    is_stopping: bool
    results: "tuple[tuple[int, str], ...]"


class Count(Record):
    """The door is open: scan what lies inside.  Keys: "empty", "no_number", "undo", "done".

    "empty" where nothing was found yet, "undo" where something was; "done" only where the sensor
    is not believed: I have shut it.  `believed` is what should lie there, `found` what was
    scanned, `strange` how many things have no number.
    remark: "", "not a parcel", "twice", "elsewhere" (its recipient is here just now), "empty".
    """

    fields = ("compartment", "left", "believed", "found", "strange", "is_seen", "is_reminded",
              "remark")  # fmt: skip
    compartment: int
    left: int
    believed: "tuple[str, ...]"
    found: "tuple[str, ...]"
    strange: int
    is_seen: bool
    is_reminded: bool
    remark: str


class CountVerdict(Record):
    """The door is shut and nothing was said.  Keys: "empty", "no_number", "again", "as_listed".

    "as_listed" where something is believed to lie there.
    """

    fields = ("compartment", "left", "believed")
    compartment: int
    left: int
    believed: "tuple[str, ...]"


class CountStuck(Record):
    """It did not open, or was not seen to.  Keys: "again", "is_open", "skip".

    why: "jammed", "not sent", "refused", "unknown", "unseen", "not seen", "said shut", "stopped".
    """

    fields = ("compartment", "left", "why")
    compartment: int
    left: int
    why: str


ALL: "tuple[type[Record], ...]" = (
    AskOnetime, Care, Doors, OneDoor, Choose, Sure, Witness, Exporting, Parts, TouchTest,
    ColourTest, SoundTest, ScannerTest, KeypadTest, Cycle, Count, CountVerdict, CountStuck,
)  # fmt: skip
