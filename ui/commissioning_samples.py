"""What commissioning can show, in the forms that matter, for tests that walk through all pictures.

The sentences are as long as the guided run's own can be; the site is an invented one.
"""

from ui.commissioning_screens import DoorRow, Outcome, Question, Screen, Waiting
from ui.commissioning_words import ANSWERS, BEFORE_TYPING, BY_LETTERS, SENSORS

ASKED = {
    "id": "The terminal's id, for life?",
    "place": "Where does it stand?",
    "phones": "Telephone numbers of the operator?",
    "begin": "48 channels are pulsed, one after the other, and each door opens once. Take out what"
    " lies inside and shut all doors.",
    "door": "Board 12, channel 24 was pulsed. Which number is painted on the door that opened?"
    " Leave it open.",
    "size": "What size is compartment 112?",
    "shut": "Its sensor still says open. Push door 112 shut firmly.",
    "still open": "No sensor shows an open door. Is door 112 open now?",
    "hold": "No sensor felt door 112. Press your hand against it so that it cannot open, and keep"
    " it shut until the next question.",
    "let go": "Let go of door 112 and see that it is shut.",
    "touched": "The sensor of board 12 channel 20 and board 12 channel 21 moved. Was another door"
    " than 112 touched meanwhile? If so, it is tried again.",
    "mend": "Board 12: it does not answer; check its power, its address and the wires A and B."
    " Mend it.",
    "columns": "How many doors has each column of the cabinet, from left to right, in the order of"
    " their numbers? There are 48 in all.",
    "failed": "/dev/serial/by-id/usb-FTDI_USB-RS485_Cable-if00-port0 is gone: it was unplugged or"
    " lost its power; check its cable",
}
KNOWN = (
    "Door 112 is known already. Look again. Which number is painted on the door that opened?"
)
TYPED = {"id": "riga-brivibas-017", "place": "Brīvības iela 100, Rīga, pie ieejas"}
TOLD = (
    "Door 112 hangs on board 12, channel 23; its sensor feels the latch and not the door.",
    "Board 12: channels 1 to 24.",
    "The board refused the order, or its lock was pulsed five times within a minute.",
)
PORTS = (
    ("/dev/ttyUSB0", "USB-RS485 Cable (ttyUSB0)"), ("/dev/ttyUSB1", "FT232R USB UART (ttyUSB1)"),
    ("/dev/ttyAMA0", "ttyAMA0"), ("more", "3/7 +"),
)  # fmt: skip
KINDS = (("bcc8a", "BCC8A"), ("cu16", "KERONG CU16"), ("waveshare", "Waveshare Modbus RTU Relay"))
TROUBLES = (
    ("compartment 12 (board 1 channel 3)",
     "when it opened the sensor of board 1 channel 4 moved in the place of its own",
     "the wires of these two sensors are swapped",
     "exchange them and commission both channels again; until then this compartment is left out of"
     " the site's file"),
    ("board 1", "two answers come to one question",
     "two boards have the address 1, and an order to open would open two doors",
     "give one of them another address (its switches), switch it off and on, and begin again"),
    ("board 1", "6 of 6 answers are garbled",
     "most likely two boards have the address 1; else the wires A and B are loose or swapped, the"
     " ends of the line have no terminators, or its speed is another",
     "disconnect the other boards one by one until the answers are clean, and begin again"),
)  # fmt: skip
NOTES = (
    "site.toml was written.", "site.report.txt was written.", "site.report.json was written.",
    "Board 1 tells 24 channels.", 'Most sensors are wired as feedback = "door_closing".',
    "It was stopped before its end; the channels that follow were not tried.",
)  # fmt: skip


def all_screens() -> list[tuple[str, Screen]]:
    """(a name for its file, what is shown), in the order in which a technician meets it."""
    return [*_choices(), *_questions(), *_waits(), *_outcomes()]


def _choices() -> list[tuple[str, Screen]]:
    return [
        ("port", Question("port", choices=PORTS)),
        ("no port", Question("no port")),
        ("kind", Question("kind", choices=KINDS)),
    ]


def _questions() -> list[tuple[str, Screen]]:
    shown: list[tuple[str, Screen]] = [("ask door known", Question("door", KNOWN))]
    for name in [*ANSWERS, *BEFORE_TYPING, *BY_LETTERS]:
        if name in ("port", "no port", "kind"):
            continue
        text = ASKED.get(name, "")
        told = () if name in ("id", "place", "phones", "stop", "failed", "stopped") else TOLD
        shown += [
            (f"ask {name}", Question(name, text, usual="M")),
            (f"ask {name} told", Question(name, text, told, "M")),
            (f"ask {name} again", Question(name, text, told, "M", is_again=True)),
        ]
        if name in BEFORE_TYPING:
            shown.append((f"ask {name} typed", Question(name, text, told, typed="112 114 116")))
        for plane in BY_LETTERS.get(name, ()):
            full = Question(name, text, is_again=True, typed=TYPED[name], plane=plane)
            shown.append((f"ask {name} {plane}", full))
    return shown


def _waits() -> list[tuple[str, Screen]]:
    return [
        ("wait", Waiting()), ("wait told", Waiting(TOLD)),
        ("wait first", Waiting(done=0, of=31)), ("wait board", Waiting(done=200, of=247)),
    ]  # fmt: skip


def _outcomes() -> list[tuple[str, Screen]]:
    sensors = list(SENSORS)
    doors = tuple(
        DoorRow(number, "XS", 12, number, sensors[number % len(sensors)], number % 2 == 0)
        for number in range(1, 48)
    )
    good = tuple(DoorRow(number, "M", 1, number, "good", True) for number in range(1, 9))
    shown: list[tuple[str, Screen]] = [
        ("outcome", Outcome(True, good, (), NOTES[:5])),
        ("outcome doors", Outcome(True, good, (), NOTES[:5], page=1)),
        ("outcome stopped", Outcome(False, good, (), NOTES)),
        ("outcome nothing", Outcome(False, (), TROUBLES[1:2], NOTES[1:3], True)),
    ]
    shown += [
        (f"outcome page {page}", Outcome(False, doors, TROUBLES, NOTES, True, page))
        for page in range(12)
    ]
    return shown
