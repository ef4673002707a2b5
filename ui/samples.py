"""One of every screen, and of everything that it can say: for the gallery, and for tests that walk
through all pictures.  The site is an invented one.
"""

from terminal import screens, send_screens
from terminal.record import Record
from ui import complaint, payment, reasons, sending_words
from ui.care_samples import care
from ui.help_samples import help_shown
from ui.identify_samples import identification
from ui.site import Cabinet, Operator, Site
from ui.tasks import TASKS

SITE = Site(
    Operator(
        "Latvijas Pasts", ("+371 67008001", "+371 27008001"), "R-0142",
        'Ziemeļu iela 10, Lidosta "Rīga", Mārupes novads, LV-1000', "40003052790",
        "info@pasts.lv", "www.pasts.lv", "Pasts.lv", "PP12-04, v5", "2026-07", "+371 67108787",
    ),
    Cabinet(
        (
            ((1, "S"), (2, "S"), (3, "S"), (4, "M"), (5, "L"), (6, "M"), (7, "M"), (8, "S")),
            ((9, "XS"), (10, "XS"), (11, "S"), (12, "M"), (13, "L"), (14, "L"), (15, "S")),
            ((16, "M"), (17, "L"), (18, "L"), (19, "L")),
            ((20, "S"), (21, "S"), (22, "M"), (23, "M"), (24, "M"), (25, "L"), (26, "M")),
        ),
        screen_after=2,
    ),
)  # fmt: skip
PARCEL, OTHER, THIRD = "RR123456785LV", "CE123456785LV", "376104250021234569"
MANY = tuple(f"RR{number}LV" for number in range(473124820, 473124829))
FREE = (("XS", 1), ("S", 7), ("M", 4), ("L", 0))
UNTIL_MS = 45_000
AT_S = 1_790_000_000


def all_screens() -> list[tuple[str, Record]]:
    """(a name for its file, the screen), in the order in which people meet them."""
    ours = [*_typing(), *_refusals(), *_money(), *identification()]
    ours += [*_doors(), *_run(), *_compartments(), *_sending()]
    return [*ours, *help_shown(), *care()]


def _typing() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("welcome", screens.Welcome("", "", 0, ())),
        ("welcome typed", screens.Welcome("482", "", 0, ())),
        ("welcome full", screens.Welcome("482913", "", 0, ())),
        ("welcome open door", screens.Welcome("", "", 0, (4,))),
        ("welcome open doors", screens.Welcome("", "", 0, (4, 12, 21))),
        ("welcome wrong and wait", screens.Welcome("", "wrong", UNTIL_MS, ())),
    ]
    shown += [
        (f"welcome {remark}",
         screens.Welcome("482913" if remark == "wait" else "", remark,
                         UNTIL_MS if remark == "wait" else 0, ()))
        for remark in reasons.WELCOME
    ]  # fmt: skip
    shown += [
        ("ask phone", screens.AskPhone("")),
        ("ask phone typed", screens.AskPhone("47")),
        ("checking", screens.Checking()),
    ]
    return shown


def _refusals() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        (f"told {why}", screens.Told(why, AT_S if why == "collected" else 0))
        for why in reasons.TOLD
    ]
    shown.append(("told collected at an unknown time", screens.Told("collected", 0)))
    shown += [
        (f"out of service {why}", screens.OutOfService(why)) for why in reasons.OUT_OF_SERVICE
    ]
    return shown


def _money() -> list[tuple[str, Record]]:
    dues = (("cod", 12345), ("duty", 1999), ("storage", 300), ("surcharge", 50))
    shown: list[tuple[str, Record]] = [
        ("pay", screens.Pay(17, dues[:1], 12345, "")),
        ("pay everything", screens.Pay(3, dues, 14694, "")),
    ]
    shown += [(f"pay {remark}", screens.Pay(17, dues[:2], 14344, remark)) for remark in payment.PAY]
    shown += [(f"paying {step}", screens.Paying(17, 349, step)) for step in payment.STEPS]
    return shown


def _doors() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [("opening", screens.Opening(17))]
    shown += [(f"stuck {why}", screens.Stuck(3, why)) for why in reasons.STUCK]
    shown += [
        ("ask open", screens.AskOpen(12)),
        ("take out", screens.TakeOut(17, (PARCEL,), False, "")),
        ("take out damaged", screens.TakeOut(17, (PARCEL,), False, "damaged")),
        ("trouble", screens.Trouble(17, tuple(complaint.CHOICES))),
        *[(f"put back {why}", screens.PutBack(17, why, False)) for why in complaint.THEN],
        ("put back reminded", screens.PutBack(17, "not mine", True)),
        ("sign", screens.Sign("12", False)), ("sign wrong", screens.Sign("", True)),
        ("take out three", screens.TakeOut(9, (PARCEL, OTHER, THIRD), False, "")),
        ("take out nine", screens.TakeOut(9, MANY, False, "")),
        ("take out reminded", screens.TakeOut(17, (PARCEL,), True, "")),
        ("take out three reminded", screens.TakeOut(9, (PARCEL, OTHER, THIRD), True, "")),
        ("take unseen", screens.TakeUnseen(24, (PARCEL, OTHER))),
        ("taken", screens.Taken(17, (PARCEL,), True, UNTIL_MS)),
        ("taken three", screens.Taken(9, (PARCEL, OTHER, THIRD), True, UNTIL_MS)),
        ("taken for good", screens.Taken(17, (PARCEL,), False, UNTIL_MS)),
    ]
    return shown


def _run() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [("ask pin", screens.AskPin("", ""))]
    shown += [(f"ask pin {remark}", screens.AskPin("12", remark)) for remark in reasons.PIN]
    tasks = ((3, "expired"), (12, "said empty"), (17, "power cut during pick-up"))
    every = tuple((number + 1, why) for number, why in enumerate(TASKS))
    shown += [
        ("run", screens.Run("", "", 0, FREE, (), (), ())),
        ("run barred", screens.Run("", "", 0, FREE, (), (), ((3, "dirty"), (12, "unsafe")))),
        ("run many barred",
         screens.Run("", "", 0, FREE, (), (), tuple((n, "dirty") for n in range(10, 30)))),
        ("run tasks", screens.Run("", "", 0, FREE, tasks, (), ())),
        ("run many tasks", screens.Run("", "", 0, FREE, every, (4, 12), ())),
        ("run more tasks", screens.Run("", "", 0, FREE, every[8:], (), ())),
        ("run last tasks", screens.Run("", "", 0, FREE, every[12:], (), ())),
    ]
    for remark in [*reasons.RUN_GOOD, *reasons.RUN_BAD]:
        shown.append((f"run {remark}", screens.Run(remark, PARCEL, 17, FREE, tasks[:1], (), ())))
    shown.append(("run not inspected", screens.Run("not opened", "", 17, FREE, tasks[:1], (), ())))
    shown.append(("run stranger", screens.Run("not expected", "", 0, FREE, (), (), ())))
    shown += [
        ("choose size", screens.ChooseSize(PARCEL, ("XS", "S", "M", "L"))),
        ("choose of two", screens.ChooseSize(THIRD, ("S", "L"))),
    ]
    return shown


def _sending() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("send", send_screens.SendNumber("", "")),
        ("send typed", send_screens.SendNumber("123456785", "")),
        ("send long", send_screens.SendNumber("12345678901234567890", "")),
    ]
    for remark in sending_words.NUMBER:
        shown.append((f"send {remark}", send_screens.SendNumber("", remark)))
    for way in sending_words.THEN:
        shown += [
            (f"hand in {way}", send_screens.HandIn(12, PARCEL, way, False, False, "")),
            (f"hand in {way} unlabelled", send_screens.HandIn(12, PARCEL, way, True, False, "")),
            (f"handed in {way}", send_screens.HandedIn(12, PARCEL, way, True, "")),
        ]
    for remark in ("", *sending_words.HAND_IN):
        screen = send_screens.HandIn(12, PARCEL, "send", False, True, remark)
        shown.append((f"hand in reminded {remark}", screen))
    shown.append(("not reopened",
                  send_screens.HandedIn(12, PARCEL, "send", False, "not reopened")))  # fmt: skip
    return shown


def _compartments() -> list[tuple[str, Record]]:
    shown: list[tuple[str, Record]] = [
        ("put in", screens.PutIn(12, PARCEL, False, False, "", ())),
        ("put in look", screens.PutIn(12, PARCEL, True, False, "", ())),
        ("put in reminded", screens.PutIn(12, PARCEL, False, True, "", ())),
        ("put in beside", screens.PutIn(12, PARCEL, False, False, "", (OTHER, THIRD))),
        ("put in beside nine", screens.PutIn(12, PARCEL, False, True, "", MANY)),
    ]
    shown += [
        (f"put in {remark}", screens.PutIn(12, PARCEL, False, True, remark, (OTHER,)))
        for remark in reasons.PUT_IN
    ]
    shown += [
        ("is it out", screens.IsItOut(12, PARCEL)),
        ("look", screens.Look(7, (PARCEL,), "said empty", False, (), False, "")),
        ("look take out", screens.Look(7, (PARCEL, OTHER), "expired", True, (), False, "")),
        ("look take one out",
         screens.Look(7, (PARCEL,), "recalled", True, (OTHER, THIRD), False, "")),
        ("look take out reminded", screens.Look(7, MANY, "recalled", True, MANY, True, "")),
        ("look not there",
         screens.Look(7, (PARCEL,), "sent", True, (), False, "not_there")),
        ("look reminded", screens.Look(7, MANY, "power cut during pick-up", False, (), True, "")),
        ("look nothing", screens.Look(7, (), "opened without order", False, (), False, "")),
        ("verdict", screens.Verdict(7, (PARCEL, OTHER), ())),
        ("verdict taken out", screens.Verdict(7, (PARCEL, OTHER), (THIRD,))),
        ("verdict nothing", screens.Verdict(7, (), ())),
    ]
    return shown
