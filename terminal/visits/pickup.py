"""A recipient collects what lies in one compartment.

A failed opening never costs the code (decision 3): it dies with the entry Collected, that
is after open seen, shut seen and the grace time.  Whoever walks away leaves a doubt behind
and never a blocked screen (decision 16).  Where something is owed, the door opens only
once the money is held, and what became of the door decides about the money (decision 9).  Before
either, the recipient is identified where that was ordered (002-5.3.3).
"""

from terminal import entries
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits import pickup_glass
from terminal.visits.complaint import Complaint
from terminal.visits.identify import Identify
from terminal.visits.release import Release
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

OFFER, PAYING, COMPLAINING, IDENTIFYING = "offer", "paying", "complaining", "identifying"
OPENING, STUCK, ASK_OPEN = "opening", "stuck", "asking open"
TAKING, TAKING_UNSEEN, GRACE = "taking", "taking unseen", "grace"
SLIPS_BACK_MAX = 2


class Pickup(Release):
    """One recipient at one compartment; `slips` are the wrong tries just before."""

    # OPENING has no limit: the door's ladder always ends with a conclusion, and so does PAYING,
    # which waits for the sale.  TAKING has one
    # although the door reminds, for the door may have fallen silent.
    LIMIT_MS = {OFFER: 90000, STUCK: 60000, ASK_OPEN: 60000, TAKING: 300000,
                TAKING_UNSEEN: 90000}  # fmt: skip

    def __init__(self, hub: "Terminal", number: int, slips: int) -> None:
        self.come_to(hub, number)
        self.slips = slips
        self.reopened = 0
        self.is_reminded = False
        self.why_stuck = ""
        self.remark = ""
        self.step = ""
        hub.do(Sound("accepted"))
        Visit.__init__(self, hub, self._first())

    def _first(self) -> str:
        """Who it is, then the money, then the door."""
        if self.must_identify():
            return self._identify("")
        if self.cents():
            return OFFER
        self.ask_door()
        return OPENING

    def limit_ms(self, state: str) -> "int | None":
        if state == GRACE:
            return self.hub.books.rule("grace_s") * 1000
        return self.LIMIT_MS.get(state)

    def may_step_aside(self) -> bool:
        return self.state == GRACE

    def screen(self) -> "Record | None":
        return self.part.screen() if self.part is not None else pickup_glass.screen_of(self)

    def may_reopen(self) -> bool:
        """Whether the door may be opened once more in the grace time."""
        return self.reopened < self.hub.books.rule("reopenings")

    # -- who it is ------------------------------------------------------------------------

    def _identify(self, remark: str) -> str:
        self.part = Identify(self.hub, self, remark)
        return IDENTIFYING

    def _identified(self, event: m.PartEnded) -> str:
        self.part = None
        if event.remark == "opened":
            return self._opened(m.Opened(self.number))
        if event.remark == "cancel" or self.why_withheld():
            return self._end(self.why_withheld())
        return self._first()

    # -- paying ---------------------------------------------------------------------------

    def _choose_offer(self, event: m.Chosen) -> str:
        if event.key == "pay":
            return self._pay()
        if event.key == "refuse":
            return self._complain(False)
        return self._end() if event.key == "cancel" else OFFER

    def _pay(self) -> str:
        if self.why_withheld():
            return self._end(self.why_withheld())
        # What is asked for now may have changed meanwhile: the grant grows old, dues are waived.
        if self.must_identify() or not self.cents():
            return self._identify("lapsed") if self.must_identify() else self._first()
        # No money without a sensor that would prove the goods out (decision 17).
        is_blind = self.hub.books.compartment(self.number).is_blind
        self.remark = "blind" if is_blind else self.hub.cashier.why_no_sale()
        if self.remark:
            self.hub.do(Sound("refused"))
            self._restart_clock()
            return OFFER
        self.step = ""
        self.paying = self.hub.cashier.begin(self, self.number, self.cents())
        return PAYING

    def _card_wants(self, event: m.CardWants) -> str:
        self.step = event.step
        return PAYING

    def _opened_early(self, event: m.Opened) -> str:
        # A pulse of the time before gave way late.  The sale goes on: once the money is held
        # the door is asked for, and says at once that it is open.
        self.has_opened = True
        return PAYING

    def _choose_paying(self, event: m.Chosen) -> str:
        if event.key == "cancel" and self.paying is not None:
            self.hub.tell(self.paying, m.DropAsked())
        return PAYING

    def _money_held(self, event: m.GoodsWanted) -> str:
        self.ask_door()
        return OPENING

    def _not_paid(self, event: m.SaleFailed) -> str:
        self.remark = event.why
        self.hub.do(Sound("refused"))
        return OFFER

    def _money_went_back(self, event: m.SaleFailed) -> str:
        self.hub.door(self.number).stop()
        self.why_stuck = "paid back"
        return STUCK

    def _say_goods(self, event: Record) -> None:
        if self.paying is not None:
            self.hub.tell(self.paying, event)

    # -- opening --------------------------------------------------------------------------

    def _opened(self, event: m.Opened) -> str:
        self.is_reminded, self.has_opened, self.remark = False, True, ""
        self._say_goods(m.GoodsOut())
        return TAKING

    def _stuck(self, event: m.NotOpened) -> str:
        if event.why == "unseen" and self.paying is None:
            return self._identify("")  # which says why
        return self._no_goods(event.why)

    def _unknown(self, event: Record) -> str:
        return self._no_goods("unknown")

    def _no_goods(self, why: str) -> str:
        self._say_goods(m.GoodsKept())
        self.why_stuck = why if self.paying is None else "paid back"
        return STUCK

    def _ask_person(self, event: m.CannotSee) -> str:
        return ASK_OPEN

    def _choose_stuck(self, event: m.Chosen) -> str:
        if event.key == "again":
            return self._try_again(event)
        if event.key == "is_open":
            return self._said_open()
        return self._give_up(event) if event.key == "cancel" else STUCK

    def _try_again(self, event: Record) -> str:
        if self.why_withheld():
            return self._give_up(event)
        if self.paying is not None and not self.has_opened:
            self.remark = "paid back"
            return OFFER
        if self.must_identify():
            return self._identify("lapsed")
        self.ask_door()
        return OPENING

    def _answer_open(self, event: m.Chosen) -> str:
        if event.key == "yes":
            return self._said_open()
        if event.key == "no":
            self.why_stuck = "said shut"
            return STUCK
        return ASK_OPEN

    def _said_open(self) -> str:
        self.hub.note(entries.SaidOpen(self.number))
        if not self.hub.books.compartment(self.number).is_blind:
            self.hub.note(entries.SensorBlind(self.number, "said open"))
        return TAKING_UNSEEN

    def _give_up(self, event: Record) -> str:
        if self.has_opened:  # it stood open once: whether the parcel is in there nobody knows
            self.hub.note(entries.Doubted(self.number, "not confirmed"))
        return self._end(self.why_withheld())

    # -- taking ---------------------------------------------------------------------------

    def _choose_taking(self, event: m.Chosen) -> str:
        if event.key == "leave" and self.is_reminded:
            return self._walked_away(event)
        if event.key == "problem":
            return self._complain(True)
        return self._empty() if event.key == "empty" else TAKING

    def _empty(self) -> str:
        self.hub.note(entries.SaidEmpty(self.number))
        self._give_money_back()
        return self._end("said empty")

    def _give_money_back(self) -> None:
        if self.paying is not None and self.has_opened:
            self.hub.cashier.give_back(self.paying.number)

    # -- something is wrong ---------------------------------------------------------------

    def _complain(self, is_open: bool) -> str:
        self.part = Complaint(self.hub, self, is_open)
        return COMPLAINING

    def _pass_on(self, event: Record) -> str:
        assert self.part is not None
        self.hub.tell(self.part, event)
        return self.state

    def _complained(self, event: m.PartEnded) -> str:
        self.part = None
        word = event.remark
        if word == "opened":
            return self._opened(m.Opened(self.number))
        if word in ("back", "damaged"):
            self.remark, self.is_reminded = "damaged" if word == "damaged" else "", False
            return TAKING if self.has_opened else OFFER
        if word == "shut":
            return self._shut(m.Shut(self.number))
        if word == "empty":
            return self._empty()
        return self._give_up(event) if word == "unsure" else self._put_back(word)

    def _put_back(self, why: str) -> str:
        if why != "out of reach":
            self._give_money_back()
        return self._end(why)

    def _remind(self, event: m.StoodOpen) -> str:
        if self.is_reminded:
            return self._walked_away(event)
        self.is_reminded = True
        self.hub.do(Sound("reminder"))
        return TAKING

    def _walked_away(self, event: Record) -> str:
        self.hub.note(entries.Doubted(self.number, "left open"))
        return self._end()

    def _shut(self, event: m.Shut) -> str:
        self.hub.do(Sound("accepted"))
        return GRACE

    def _choose_unseen(self, event: m.Chosen) -> str:
        if event.key == "empty":
            return self._empty()
        return self._collected_unseen() if event.key == "done" else TAKING_UNSEEN

    def _left_unseen(self, timed_out: m.TimedOut) -> str:
        # Nobody said that it is done, and "it is open" may have been a slip: the code lives on.
        self.hub.note(entries.Doubted(self.number, "sensor"))
        return self._end()

    def _collected_unseen(self) -> str:
        # Released once on a person's word; nothing goes in there before somebody has looked.
        self._collect(True)
        self.hub.note(entries.Doubted(self.number, "sensor"))
        return self._end()

    # -- the grace time -------------------------------------------------------------------

    def _choose_grace(self, event: m.Chosen) -> str:
        if event.key == "again" and self.may_reopen():
            return self._reopen(event)
        if event.key == "done":
            self._collect(True)
            return self._end()
        return self._empty() if event.key == "empty" else GRACE

    def _reopen(self, event: Record) -> str:
        self.reopened += 1
        self.ask_door()
        return OPENING

    def _quiet(self, timed_out: m.TimedOut) -> str:
        self._collect(False)
        return self._end()

    def _collect(self, is_confirmed: bool) -> None:
        slips_back = min(SLIPS_BACK_MAX, self.slips)
        collected = entries.Collected(self.number, self.shipments, is_confirmed, slips_back)
        self.hub.note(collected)

    def _end(self, why: str = "") -> str:
        self.hub.door(self.number).release(self)
        self.hub.end(self, why)
        return OVER

    HEARS = (m.Opened, m.NotOpened, m.OpeningUnknown, m.CannotSee, m.StoodOpen, m.Shut,
             m.Chosen, m.Typed, m.CodeAgain, m.CardWants, m.GoodsWanted, m.SaleFailed,
             m.PartEnded, m.TimedOut)  # fmt: skip
    FROM_OFFER = (OFFER, PAYING, OPENING, COMPLAINING, IDENTIFYING, OVER)
    FROM_STUCK = (STUCK, OFFER, OPENING, IDENTIFYING, TAKING_UNSEEN, OVER)
    RULES = {
        # while in        this happens          do this             and go to one of
        (IDENTIFYING,   m.Chosen):          (_pass_on,          (IDENTIFYING,)),
        (IDENTIFYING,   m.Opened):          (_pass_on,          (IDENTIFYING,)),
        (IDENTIFYING,   m.PartEnded):       (_identified,       (OFFER, OPENING, TAKING, OVER)),
        (OFFER,         m.Chosen):          (_choose_offer,     FROM_OFFER),
        (OFFER,         m.Opened):          (_opened,           (TAKING,)),
        (OFFER,         m.TimedOut):        (_give_up,          (OVER,)),
        (PAYING,        m.CardWants):       (_card_wants,       (PAYING,)),
        (PAYING,        m.Chosen):          (_choose_paying,    (PAYING,)),
        (PAYING,        m.GoodsWanted):     (_money_held,       (OPENING,)),
        (PAYING,        m.SaleFailed):      (_not_paid,         (OFFER,)),
        (PAYING,        m.Opened):          (_opened_early,     (PAYING,)),
        (OPENING,       m.SaleFailed):      (_money_went_back,  (STUCK,)),
        (OPENING,       m.Opened):          (_opened,           (TAKING,)),
        (OPENING,       m.NotOpened):       (_stuck,            (STUCK, IDENTIFYING)),
        (OPENING,       m.OpeningUnknown):  (_unknown,          (STUCK,)),
        (OPENING,       m.CannotSee):       (_ask_person,       (ASK_OPEN,)),
        (STUCK,         m.Opened):          (_opened,           (TAKING,)),
        (STUCK,         m.Chosen):          (_choose_stuck,     FROM_STUCK),
        (STUCK,         m.TimedOut):        (_give_up,          (OVER,)),
        (ASK_OPEN,      m.Opened):          (_opened,           (TAKING,)),
        (ASK_OPEN,      m.Shut):            (_shut,             (GRACE,)),
        (ASK_OPEN,      m.Chosen):          (_answer_open,      (ASK_OPEN, STUCK, TAKING_UNSEEN)),
        (ASK_OPEN,      m.TimedOut):        (_give_up,          (OVER,)),
        (TAKING,        m.Shut):            (_shut,             (GRACE,)),
        (TAKING,        m.StoodOpen):       (_remind,           (TAKING, OVER)),
        (TAKING,        m.Chosen):          (_choose_taking,    (TAKING, COMPLAINING, OVER)),
        (TAKING,        m.TimedOut):        (_walked_away,      (OVER,)),
        (TAKING_UNSEEN, m.Opened):          (_opened,           (TAKING,)),
        (TAKING_UNSEEN, m.Shut):            (_shut,             (GRACE,)),
        (TAKING_UNSEEN, m.Chosen):          (_choose_unseen,    (TAKING_UNSEEN, OVER)),
        (TAKING_UNSEEN, m.TimedOut):        (_left_unseen,      (OVER,)),
        (COMPLAINING,   m.Chosen):          (_pass_on,          (COMPLAINING,)),
        (COMPLAINING,   m.Typed):           (_pass_on,          (COMPLAINING,)),
        (COMPLAINING,   m.Shut):            (_pass_on,          (COMPLAINING,)),
        (COMPLAINING,   m.StoodOpen):       (_pass_on,          (COMPLAINING,)),
        (COMPLAINING,   m.Opened):          (_pass_on,          (COMPLAINING,)),
        (COMPLAINING,   m.PartEnded):       (_complained,       (TAKING, GRACE, OFFER, OVER)),
        (GRACE,         m.Opened):          (_opened,           (TAKING,)),
        (GRACE,         m.Chosen):          (_choose_grace,     (GRACE, OPENING, OVER)),
        (GRACE,         m.CodeAgain):       (_reopen,           (OPENING,)),
        (GRACE,         m.TimedOut):        (_quiet,            (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((OFFER, PAYING, OPENING, STUCK, ASK_OPEN, TAKING, TAKING_UNSEEN, GRACE),
         (m.Typed, m.PartEnded), "no digits are offered, and no part is under way"),
        ((COMPLAINING, IDENTIFYING), (m.NotOpened, m.OpeningUnknown, m.CannotSee, m.CardWants,
         m.GoodsWanted, m.SaleFailed, m.CodeAgain, m.TimedOut),
         "its part has the word, and a clock of its own"),
        ((IDENTIFYING,), (m.Typed, m.Shut, m.StoodOpen), "the door is not the question yet"),
        ((OFFER, PAYING), (m.Shut, m.StoodOpen, m.NotOpened, m.OpeningUnknown, m.CannotSee),
         "the end of an opening before this one"),
        ((OFFER, PAYING), (m.CodeAgain,), "only a visit behind the glass is called back"),
        ((PAYING,), (m.TimedOut,), "the sale has its own clock"),
        ((OFFER, OPENING, STUCK, ASK_OPEN, TAKING, TAKING_UNSEEN, GRACE),
         (m.CardWants, m.GoodsWanted), "the money is no question any more"),
        ((OFFER, STUCK, ASK_OPEN, TAKING, TAKING_UNSEEN, GRACE), (m.SaleFailed,),
         "the door has had its say: what is owed now is between the books and the operator"),
        ((OPENING,), (m.Chosen, m.TimedOut), "no key is offered and no time is set"),
        ((OPENING, STUCK, ASK_OPEN, TAKING_UNSEEN, GRACE), (m.StoodOpen,),
         "the door's own clock; here nobody is reminded of it"),
        ((OPENING, STUCK, GRACE), (m.Shut,), "it was open from before"),
        ((TAKING,), (m.Opened,), "it is known to be open"),
        ((STUCK, ASK_OPEN, TAKING, TAKING_UNSEEN, GRACE),
         (m.NotOpened, m.OpeningUnknown, m.CannotSee), "the end of a ladder that was settled"),
        ((OPENING, STUCK, ASK_OPEN, TAKING, TAKING_UNSEEN), (m.CodeAgain,),
         "only a visit behind the glass is called back"),
    )  # fmt: skip
