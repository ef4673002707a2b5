"""A technician's visit: badge and one-time code, a menu, and from there everything else.

The visit itself lets in, shows the menu and the parts, and asks twice before grave things.
Compartments are looked after in `door_panels.py`, doors are opened by `cycle.py` and
`stocktake.py`, devices are tried in `device_tests.py`; each is a part that hands back one word.
"""

from terminal import SOFTWARE, care, care_entries, care_screens, onetime, permits, rooms
from terminal import events as ev
from terminal import messages as m
from terminal.effects import ExportBundle, Sound
from terminal.record import Record
from terminal.visits.cycle import Cycle
from terminal.visits.device_tests import DeviceTests
from terminal.visits.door_panels import DoorPanels
from terminal.visits.stocktake import Stocktake
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

CODE, MENU, PARTS, CHOOSING = "one-time code", "menu", "parts", "choosing"
SURE, EXPORTING, BUSY = "sure", "exporting", "busy"
ROWS_A_PAGE = 6
CHOICES_MAX = 7
INTO_SERVICE = "into service"


class Care(Visit):
    """One technician at the glass."""

    LIMIT_MS = {CODE: 120000, MENU: 300000, PARTS: 300000, CHOOSING: 120000, SURE: 120000,
                EXPORTING: 120000}  # fmt: skip

    def __init__(self, hub: "Terminal", technician: str) -> None:
        self.technician = technician
        self.typed, self.challenge = "", ""
        self.remark, self.why = "", ""
        self.topic, self.choice = "", ""
        self.choices: "tuple[str, ...]" = ()
        self.page = 0
        self.has_begun = False
        self.is_leaving = False
        self.part: "Visit | None" = None
        Visit.__init__(self, hub, CODE)
        if not hub.now_s():
            self._give_challenge("no clock")

    def is_revoked(self) -> bool:
        """Whether the server took the badge away meanwhile."""
        return permits.why_no_care(self.hub, self.technician) == "no badge"

    def screen(self) -> "Record | None":
        if self.part is not None:
            return self.part.screen()
        if self.state == CODE:
            return care_screens.AskOnetime(self.typed, self._digits(), self.challenge, self.remark)
        if self.state == MENU:
            condition, due = self.hub.condition, self.hub.books.care.due
            return care_screens.Care(self.remark, self.why, tuple([row[0] for row in due]),
                                     len(condition.failed), bool(condition.exports))  # fmt: skip
        if self.state == PARTS:
            return self._parts()
        return self._question()

    def _question(self) -> "Record | None":
        if self.state == CHOOSING:
            return care_screens.Choose(self.topic, 0, self.choices)
        if self.state == SURE:
            return care_screens.Sure(self.topic, 0, self.choice, 0)
        return care_screens.Exporting(self.choice) if self.state == EXPORTING else None

    def _parts(self) -> Record:
        condition, books = self.hub.condition, self.hub.books
        rows = condition.rows()
        first = self.page * ROWS_A_PAGE
        return care_screens.Parts(
            self.page, _pages(rows), rows[first : first + ROWS_A_PAGE], bool(self.hub.now_s()),
            condition.is_link_up, condition.disk_percent, SOFTWARE, books.policy_version,
            books.boot, books.last_order,
        )  # fmt: skip

    # -- badge and code -------------------------------------------------------------------

    def _digits(self) -> int:
        return onetime.RESPONSE_DIGITS if self.challenge else onetime.CODE_DIGITS

    def _give_challenge(self, remark: str) -> None:
        care, boot = self.hub.books.care, self.hub.books.boot
        self.hub.note(care_entries.ChallengeGiven(self.technician, care.challenges + 1))
        tag = self.hub.tag("challenge", "%d|%d" % (boot, care.challenges))
        self.challenge, self.typed, self.remark = onetime.number_of(tag), "", remark

    def _digit(self, key: m.Typed) -> str:
        self.typed += key.digit
        if len(self.typed) < self._digits():
            return CODE
        typed, self.typed = self.typed, ""
        if self.challenge:
            response = self.hub.tag("response", self.technician + "|" + self.challenge)
            return self._let_in(0) if typed == onetime.number_of(response) else self._wrong("wrong")
        if not self.hub.now_s():  # it jumped while the code was typed
            self._give_challenge("no clock")
            return CODE
        return self._try_code(typed)

    def _try_code(self, typed: str) -> str:
        secret = self.hub.tag("technician", self.technician)
        step = onetime.step_of(typed, secret, self.hub.now_s())
        known = self.hub.books.care.named(self.technician)
        if not step or known is None:
            return self._wrong("wrong")
        return self._let_in(step) if step > known.last_step else self._wrong("used")

    def _wrong(self, remark: str) -> str:
        self.hub.note(care_entries.WrongOnetime(self.technician))
        self.hub.do(Sound("refused"))
        self.remark = remark
        why = permits.why_no_care(self.hub, self.technician)
        return self._end("cancelled", why) if why else CODE

    def _let_in(self, step: int) -> str:
        if self.is_revoked():
            return self._end("cancelled", "no badge")
        self.has_begun = True
        self.hub.note(care_entries.CareBegun(self.technician, step))
        self.hub.do(Sound("accepted"))
        return self._menu("")

    def _code_key(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._end("cancelled")
        if key.key == "erase":
            self.typed = self.typed[:-1]
        if key.key == "challenge" and not self.challenge:
            self._give_challenge("")
        return CODE

    # -- the menu -------------------------------------------------------------------------

    def _menu(self, remark: str, why: str = "") -> str:
        self.remark, self.why, self.is_leaving = remark, why, False
        return MENU

    def _choose(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "finish":
            return self._finish()
        if self.is_revoked():
            return self._end("cancelled", "no badge")
        if key.key == "parts":
            self.page = 0
            return PARTS
        if key.key in ("doors", "tests", "cycle"):
            return self._hand_over(key.key)
        return self._ask(key.key)

    def _hand_over(self, key: str) -> str:
        books = self.hub.books
        if key == "doors":
            self.part = DoorPanels(self.hub, self)
        elif key == "tests":
            self.part = DeviceTests(self.hub, self)
        elif [c for c in books.compartments if rooms.may_test(self.hub, c)]:
            self.part = Cycle(self.hub, self, tuple([c.number for c in books.compartments]), True)
        else:
            return self._menu("nothing to do")
        return BUSY

    def _ask(self, topic: str) -> str:
        if topic == "stocktake":
            choices: "tuple[str, ...]" = ("in doubt", "all")
        elif topic == "replaced":
            names = [name for name, _numbers in self.hub.condition.boards]
            choices = tuple(["all"] + names)[:CHOICES_MAX]
        elif topic == "boards" and self.hub.condition.boards:
            choices = tuple([name for name, _numbers in self.hub.condition.boards])[:CHOICES_MAX]
        elif topic == "export" and self.hub.condition.exports:
            choices = self.hub.condition.exports
        else:
            return MENU
        self.topic, self.choice, self.choices = topic, "", choices
        return CHOOSING

    def _chosen(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._menu("")
        name = key.key[len("choose ") :]
        if not key.key.startswith("choose ") or name not in self.choices:
            return CHOOSING
        if self.topic == "board":
            return self._close_board(name)
        self.choice = name
        if self.topic == "boards":
            return self._ask_why()
        if self.topic == "export":
            return self._export()
        return self._count(False) if name == "in doubt" else SURE

    # -- a whole board out of service --------------------------------------------------------

    def _closed_on_board(self) -> "list[int]":
        books = self.hub.books
        numbers = self.hub.condition.on_board(self.choice)
        return [n for n in numbers if books.compartment(n).barred in care.BOARD_REASONS]

    def _ask_why(self) -> str:
        back = (INTO_SERVICE,) if self._closed_on_board() else ()
        self.topic, self.choices = "board", care.BOARD_REASONS + back
        return CHOOSING

    def _close_board(self, reason: str) -> str:
        if self.is_revoked():
            return self._end("cancelled", "no badge")
        if reason == INTO_SERVICE:
            for number in self._closed_on_board():
                self.hub.note(care_entries.Unbarred(number, self.technician))
            return self._menu("done")
        for number in self.hub.condition.on_board(self.choice):
            if not self.hub.books.compartment(number).barred:
                self.hub.note(care_entries.Barred(number, self.technician, reason))
        return self._menu("done")

    def _sure(self, key: m.Chosen) -> str:
        if key.key == "no":
            return self._menu("")
        if key.key != "yes":
            return SURE
        if self.is_revoked():
            return self._end("cancelled", "no badge")
        if self.topic == "stocktake":
            return self._count(True)
        numbers = self.hub.condition.on_board(self.choice)
        self.hub.note(care_entries.BoardReplaced(self.technician, self.choice, numbers))
        return self._menu("replaced")

    def _count(self, is_all: bool) -> str:
        numbers = rooms.to_count(self.hub, is_all)
        if not numbers:
            return self._menu("nothing to do")
        self.part = Stocktake(self.hub, self, numbers, "stocktake")
        return BUSY

    def _export(self) -> str:
        books = self.hub.books
        versions = (
            ("software", SOFTWARE), ("policy", str(books.policy_version)),
            ("boot", str(books.boot)), ("last order", str(books.last_order)),
        )  # fmt: skip
        self.hub.note(care_entries.BundleAsked(self.technician, self.choice))
        self.hub.do(ExportBundle(self.choice, tuple(self.hub.condition.failed), versions))
        return EXPORTING

    def _exported(self, event: ev.BundleExported) -> str:
        return self._menu("not exported" if event.why else "exported", event.why)

    def _not_exported(self, timed_out: m.TimedOut) -> str:
        return self._menu("not exported", "no answer")

    # -- what goes on in the parts ---------------------------------------------------------

    def _turn_page(self, key: m.Chosen) -> str:
        self._restart_clock()
        if key.key == "next":
            self.page = (self.page + 1) % _pages(self.hub.condition.rows())
        return self._menu("") if key.key == "back" else PARTS

    def _pass_on(self, event: Record) -> str:
        assert self.part is not None
        if type(event) in self.part.HEARS:
            self.hub.tell(self.part, event)
        return BUSY

    def _part_ended(self, event: m.PartEnded) -> str:
        self.part = None
        if self.is_revoked():
            return self._end("cancelled", "no badge")
        return self._end("idle") if event.remark == "idle" else self._menu(event.remark)

    def _refuse_scan(self, scanned: ev.Scanned) -> str:
        self.hub.do(Sound("refused"))
        return self.state

    # -- the end --------------------------------------------------------------------------

    def _finish(self) -> str:
        # Asked once: a door that cannot be shut must not keep whoever repairs it.
        if self.hub.doors_open() and not self.is_leaving:
            self.remark, self.is_leaving = "doors open", True
            self.hub.do(Sound("refused"))
            return MENU
        return self._end("finished")

    def _gone(self, timed_out: m.TimedOut) -> str:
        return self._end("idle")

    def _end(self, why: str, told: str = "") -> str:
        if self.has_begun:
            self.hub.note(care_entries.CareEnded(self.technician, why))
        self.hub.end(self, told)
        return OVER

    HEARS = (m.Typed, m.Chosen, m.TimedOut, m.PartEnded, ev.Scanned, ev.BundleExported)
    RULES = {
        # while in    this happens         do this         and go to one of
        (CODE,      m.Typed):            (_digit,        (CODE, MENU, OVER)),
        (CODE,      m.Chosen):           (_code_key,     (CODE, OVER)),
        (CODE,      m.TimedOut):         (_gone,         (OVER,)),
        (CODE,      ev.Scanned):         (_refuse_scan,  (CODE,)),
        (MENU,      m.Chosen):           (_choose,       (MENU, PARTS, CHOOSING, BUSY, OVER)),
        (MENU,      ev.Scanned):         (_refuse_scan,  (MENU,)),
        (MENU,      m.TimedOut):         (_gone,         (OVER,)),
        (PARTS,     m.Chosen):           (_turn_page,    (PARTS, MENU)),
        (PARTS,     m.TimedOut):         (_gone,         (OVER,)),
        (CHOOSING,  m.Chosen):           (_chosen,       (CHOOSING, SURE, EXPORTING, BUSY, MENU,
                                                        OVER)),
        (CHOOSING,  m.TimedOut):         (_gone,         (OVER,)),
        (SURE,      m.Chosen):           (_sure,         (SURE, BUSY, MENU, OVER)),
        (SURE,      m.TimedOut):         (_gone,         (OVER,)),
        (EXPORTING, ev.BundleExported):  (_exported,     (MENU,)),
        (EXPORTING, m.TimedOut):         (_not_exported, (MENU,)),
        (BUSY,      m.Typed):            (_pass_on,      (BUSY,)),
        (BUSY,      m.Chosen):           (_pass_on,      (BUSY,)),
        (BUSY,      ev.Scanned):         (_pass_on,      (BUSY,)),
        (BUSY,      m.PartEnded):        (_part_ended,   (MENU, OVER)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((MENU, PARTS, CHOOSING, SURE, EXPORTING), (m.Typed,), "no digits are offered"),
        ((PARTS, CHOOSING, SURE, EXPORTING), (ev.Scanned,), "nothing is to be scanned here"),
        ((EXPORTING,), (m.Chosen,), "the bundle is being written"),
        ((CODE, MENU, PARTS, CHOOSING, SURE, EXPORTING), (m.PartEnded,), "its part has ended"),
        ((CODE, MENU, PARTS, CHOOSING, SURE, BUSY), (ev.BundleExported,),
         "a bundle that took too long, or that another visit asked for"),
        ((BUSY,), (m.TimedOut,), "its part has its own clock"),
    )  # fmt: skip


def _pages(rows: "tuple[tuple[str, str], ...]") -> int:
    return max(1, (len(rows) + ROWS_A_PAGE - 1) // ROWS_A_PAGE)
