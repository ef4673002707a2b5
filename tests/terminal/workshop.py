"""The street of `post_street.py` with technicians in it: panels, tests, stocktakes, openings.

A file of its own because a technician's visit is a world of its own; chance presses what the screen
offers, mostly what leads on. `seeded.py` and `test_core_search.py` live in this street.
"""

from terminal import care_screens, onetime, orders
from terminal import events as ev
from tests.terminal import post_street
from tests.terminal.post_street import PostStreet
from tests.terminal.scene import tag

TECHNICIANS = (("Tom", "TOOL1"), ("Uma", "TOOL2"))
BOARDS = (("main/1", (1, 2, 3)), ("main/2", (4, 5, 7)))
KEYS = {
    care_screens.AskOnetime: ("erase", "cancel", "challenge"),
    care_screens.Care: ("doors", "doors", "cycle", "stocktake", "stocktake", "parts", "tests",
                        "replaced", "boards", "boards", "export", "finish"),
    care_screens.Doors: ("next", "back"),
    care_screens.OneDoor: ("open", "open", "open", "bar", "unbar", "official", "official",
                           "by_hand", "back"),
    care_screens.Sure: ("yes", "yes", "no"),
    care_screens.Witness: ("cancel",),
    care_screens.Parts: ("back", "next"),
    care_screens.TouchTest: ("touch 1", "touch 14", "touch 99", "back"),
    care_screens.ColourTest: ("next", "next", "back"),
    care_screens.SoundTest: ("play alarm", "play accepted", "back"),
    care_screens.ScannerTest: ("back",),
    care_screens.KeypadTest: ("ok", "erase", "7", "back"),
    care_screens.Cycle: ("stop", "not_empty", "", "", ""),
    care_screens.Count: ("empty", "no_number", "undo", "done", "", ""),
    care_screens.CountVerdict: ("empty", "as_listed", "no_number", "again", "again"),
    care_screens.CountStuck: ("again", "is_open", "is_open", "skip", ""),
}  # fmt: skip


class Workshop(PostStreet):
    """A street that has technicians."""

    def __init__(self, luck):
        PostStreet.__init__(self, luck)
        for name, text in TECHNICIANS:
            self.order(orders.AddTechnician(name, tag("badge", text)))

    def power_on(self):
        PostStreet.power_on(self)
        self.terminal.condition.boards = BOARDS
        self.terminal.condition.parts = ("locks", "scanner", "a", "b", "c", "d", "e", "f")
        self.terminal.condition.exports = ("usb",)

    def technician_comes(self):
        if self._is_busy() and self.luck.chance(80):
            return self.somebody_answers()
        self.scan(self.luck.pick(TECHNICIANS)[1])
        if self.is_shown(care_screens.AskOnetime):
            self.technician_types()

    def technician_types(self):
        name = self.terminal.front.technician
        if self.luck.chance(10):
            return self.press("000000")
        if self.screen.challenge:
            told = tag("response", name + "|" + self.screen.challenge)
            return self.press(onetime.number_of(told))
        step = onetime.step_at(self.terminal.now_s()) + self.luck.below(5) - 2
        secret = bytes([int(tag("technician", name)[at : at + 2], 16) for at in range(0, 32, 2)])
        self.press(onetime.code_at(secret, step))

    def somebody_answers(self):
        """A technician does what the screen asks for, or nearly; the others as in the street."""
        shown = type(self.screen)
        if shown not in care_screens.ALL:
            return PostStreet.somebody_answers(self)
        if shown is care_screens.AskOnetime and self.luck.chance(70):
            return self.technician_types()
        if shown in (care_screens.Cycle, care_screens.Count) and self.luck.chance(60):
            return self.hand_shuts()
        if shown is care_screens.Count and self.luck.chance(50):
            return self.somebody_scans()
        if shown is care_screens.Witness and self.luck.chance(80):
            return self.scan(self.luck.pick(("TOOL1", "TOOL2", "BADGE1", "BADGE2", "RUBBISH")))
        self._technician_answers(shown)

    def _technician_answers(self, shown):
        if shown is care_screens.Exporting:
            return self.tell(ev.BundleExported(self.luck.pick(("", "no stick"))))
        if shown in (care_screens.KeypadTest, care_screens.ScannerTest) and self.luck.chance(50):
            return self.scan("P1") if self.luck.chance(50) else self.press("5")
        key = self.luck.pick(KEYS.get(shown, ("cancel",)))
        if shown is care_screens.Choose and self.luck.chance(85):
            key = "choose " + self.luck.pick(self.screen.choices)
        elif shown is care_screens.Doors and self.luck.chance(85):
            key = "door %d" % self.luck.pick(self.screen.rows)[0]
        if key:
            self.choose(key)

    def office_minds_technicians(self):
        name, text = self.luck.pick(TECHNICIANS)
        if self.luck.chance(30):
            self.order(orders.RevokeTechnician(self.luck.pick(("Uma", "Nobody"))))
        else:
            self.order(orders.AddTechnician(name, tag("badge", text)))

    def bundle_is_told_late(self):
        self.tell(ev.BundleExported(""))


STEPS = post_street.STEPS + (
    (25, Workshop.technician_comes), (6, Workshop.office_minds_technicians),
    (2, Workshop.bundle_is_told_late),
)  # fmt: skip
Workshop.PLAN = tuple([step for weight, step in STEPS for _time in range(weight)])
