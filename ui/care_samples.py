"""A technician's screens in the forms that matter, for the tests that walk through all pictures.

Invented, like all of `samples.py`, which takes them in.
"""


from terminal import care_screens as shown_by
from terminal.care import BOARD_REASONS
from terminal.record import Record
from ui import care_words

LONG = "RR123456785LV"
FAILED = (
    ("locks main", "no board answers on /dev/ttyUSB0; check the plug and the power of the boards"),
    ("scanner", "unplugged"),
)
GOOD = (("clock", ""), ("link", ""), ("screen", ""), ("disk", ""))
TEST = ("lock", "sensor", "door", "contents", "asked by office")
BAR = ("lock", "sensor", "door", "dirty", "damaged", "damaged by item", "unsafe")
GROUNDS = ("recipient asks", "protect contents", "assess damage", "forbidden goods",
           "owner unknown", "law")  # fmt: skip
DEVICES = ("touch", "colours", "sound", "scanner", "keypad")
TUNES = ("accepted", "refused", "reminder", "alarm")
DOOR_REMARKS = ("", "done", "busy", "counted", "left", "tested", "not opened")
MENU_REMARKS = ("nothing to do", "counted", "left", "tested", "exported", "replaced",
                "doors open", "done")  # fmt: skip


def care() -> list[tuple[str, Record]]:
    """(a name for its file, the screen)."""
    return [*_code(), *_menu(), *_questions(), *_doors(), *_devices(), *_counting()]


def _code() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("onetime", shown_by.AskOnetime("", 6, "", "")),
        ("onetime challenge", shown_by.AskOnetime("123", 8, "40718823", "")),
    ]
    for remark in care_words.ONETIME:
        shown.append((f"onetime {remark}", shown_by.AskOnetime("12", 8, "40718823", remark)))
        shown.append((f"onetime code {remark}", shown_by.AskOnetime("12", 6, "", remark)))
    return shown


def _menu() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("care", shown_by.Care("", "", (), 0, True)),
        ("care due", shown_by.Care("", "", tuple(range(1, 41)), 2, False)),
        ("care not exported", shown_by.Care("not exported", "no stick is plugged in", (), 1, True)),
        ("parts", shown_by.Parts(0, 1, GOOD, True, True, 34, "0.1.0", 3, 12, 345)),
        ("parts failed", shown_by.Parts(0, 2, FAILED + GOOD, False, False, -1, "0.1.0", 0, 1, 0)),
    ]
    for remark in MENU_REMARKS:
        shown.append((f"care {remark}", shown_by.Care(remark, "", (3, 17), 1, True)))
    return shown


def _questions() -> list[tuple[str, Record]]:
    asked = (("test", 12, TEST), ("bar", 3, BAR), ("official", 17, GROUNDS),
             ("replaced", 0, ("all", "main/1", "main/2", "second/1")),
             ("boards", 0, ("main/1", "main/2", "second/1")),
             ("board", 0, (*BOARD_REASONS, "into service")), ("tests", 0, DEVICES),
             ("export", 0, ("usb", "server")), ("stocktake", 0, ("in doubt", "all")))  # fmt: skip
    shown: list[tuple[str, Record]] = [
        (f"choose {topic}", shown_by.Choose(topic, number, choices))
        for topic, number, choices in asked
    ]
    shown += [
        ("sure test", shown_by.Sure("test", 12, "asked by office", 2)),
        ("sure replaced", shown_by.Sure("replaced", 0, "main/1", 0)),
        ("sure by hand", shown_by.Sure("by hand", 12, "", 1)),
        ("sure stocktake", shown_by.Sure("stocktake", 0, "all", 0)),
        ("witness", shown_by.Witness(12, "protect contents", "")),
        ("exporting", shown_by.Exporting("usb")),
    ]
    for remark in care_words.WITNESS:
        shown.append((f"witness {remark}", shown_by.Witness(12, "owner unknown", remark)))
    return shown


def _doors() -> list[tuple[str, Record]]:
    states = tuple((number + 11, state) for number, state in enumerate(list(care_words.STATES)[:7]))
    times_ms = (180, 220, 190, 240, 900, 1250, 1400, 2600)
    doubts = ("power cut during pick-up", "opened without order", "board replaced", "no verdict")
    shown: list[tuple[str, Record]] = [
        ("doors", shown_by.Doors(0, 1, states)),
        ("doors full", shown_by.Doors(1, 5, tuple((n, "occupied") for n in range(101, 110)))),
    ]
    for remark in DOOR_REMARKS:
        door = shown_by.OneDoor(
            17, "M", 1, 1, doubts, "shut", True, "damaged by item", "board replaced",
            (1240, 12, 31, 240), times_ms, remark,
        )  # fmt: skip
        shown.append((f"door {remark}", door))
    shown += [
        ("door good",
         shown_by.OneDoor(3, "XS", 0, 0, (), "open", False, "", "", (0, 0, 0, 0), (), "")),
        ("cycle first", shown_by.Cycle(3, True, False, False, ())),
        ("cycle", shown_by.Cycle(3, False, False, True,
                                 tuple((n + 100, r) for n, r in enumerate(care_words.RESULTS)))),
        ("cycle reminded", shown_by.Cycle(3, True, True, False, ((1, "opened"),) * 9)),
    ]  # fmt: skip
    return shown


def _devices() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("touch test", shown_by.TouchTest((0, 4, 7))),
        ("sound test", shown_by.SoundTest(TUNES)),
        ("scanner test", shown_by.ScannerTest("", "", 0)),
        ("keypad test", shown_by.KeypadTest(())),
        ("keypad test all", shown_by.KeypadTest((*"0123456789", "erase", "cancel", "ok"))),
    ]
    for colour in ("white", "black", "red", "green", "blue"):
        shown.append((f"colour {colour}", shown_by.ColourTest(colour)))
    for kind in care_words.LABELS:
        shown.append((f"scanner test {kind}", shown_by.ScannerTest(kind, "", 3)))
    for why in care_words.FAULTS:
        shown.append((f"scanner test {why}", shown_by.ScannerTest("unknown", why, 12)))
    return shown


def _counting() -> list[tuple[str, Record]]:
    many = tuple(f"RR12345678{n}LV" for n in range(5))
    shown: list[tuple[str, Record]] = [
        ("count", shown_by.Count(17, 12, (LONG,), (), 0, True, False, "")),
        ("count found", shown_by.Count(17, 1, many, many, 2, True, True, "")),
        ("count unseen", shown_by.Count(17, 0, (), (), 1, False, False, "")),
        ("count verdict", shown_by.CountVerdict(17, 12, many)),
        ("count verdict nothing", shown_by.CountVerdict(17, 0, ())),
    ]
    for remark in care_words.COUNT:
        shown.append((f"count {remark}", shown_by.Count(17, 3, many, (), 0, False, True, remark)))
    shown += [(f"count stuck {why}", shown_by.CountStuck(17, 2, why)) for why in care_words.STUCK]
    return shown
