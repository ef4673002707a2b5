"""Nobody is here, or somebody is typing a code: matches codes and keeps the guess budget.

The outcome of a try is committed before anything of it can be seen (decision 2), right
or wrong alike.  A seventh key right after the sixth means that a phone or parcel number
is being typed (decision 18), so six digits rest for a moment before they are tried.
"""

from terminal import codes, entries, labels, permits, screens, senders
from terminal import events as ev
from terminal import messages as m
from terminal.compartments import EXPECTED, Shipment
from terminal.effects import AskServer, Sound
from terminal.record import Record
from terminal.sending_entries import NotSent
from terminal.visits.visit import Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal

IDLE, TYPING, FULL, VOIDED = "idle", "typing", "full", "voided"
WAITING, ASK_PHONE, CHECKING, TOLD = "waiting", "asking phone", "checking", "told"
# What a keypad beside the glass says with one digit and OK: no code is so short.
BY_DIGIT = (("0", "help"), ("1", "send"))


class Welcome(Visit):
    """The screen that everybody sees first; it is never over, only replaced by a visit."""

    # IDLE is limited so that the slips of one visitor are not given back to the next.
    LIMIT_MS = {IDLE: 60000, TYPING: 30000, FULL: 400, VOIDED: 2000, ASK_PHONE: 45000,
                CHECKING: 4000, TOLD: 30000}  # fmt: skip

    def __init__(self, hub: "Terminal", first_digit: str = "", why: str = "") -> None:
        self.typed = first_digit
        self.phone_end = ""
        self.remark = ""
        self.slips = 0
        self.tag = ""
        self.question = 0
        self.told = screens.Told(why, 0)
        Visit.__init__(self, hub, TOLD if why else TYPING if first_digit else IDLE)

    def limit_ms(self, state: str) -> "int | None":
        if state == WAITING:
            return max(1, self._wait_until_ms() - self.hub.now_ms)
        return self.LIMIT_MS.get(state)

    def screen(self) -> Record:
        if self.state == TOLD:
            return self.told
        if self.state == CHECKING:
            return screens.Checking()
        if self.state == ASK_PHONE:
            return screens.AskPhone(self.phone_end)
        until_ms = self._wait_until_ms()
        until_ms = until_ms if until_ms > self.hub.now_ms else 0
        return screens.Welcome(self.typed, self.remark, until_ms, self.hub.doors_open())

    # -- the budget -----------------------------------------------------------------------

    def _recent_guesses(self) -> int:
        eldest_ms = self.hub.up_ms() - codes.DAY_MS
        return len([at for at in self.hub.books.guesses if at > eldest_ms])

    def _is_beyond_budget(self) -> bool:
        books = self.hub.books
        allowed = codes.guesses_allowed(books.live_codes(), books.rule("guess_ceiling"))
        return self._recent_guesses() >= allowed

    def _next_strike(self) -> int:
        # Strikes end after a quiet time; powered-on time, so that a power cut does not help.
        guesses = self.hub.books.guesses
        is_fresh = not guesses or guesses[-1] < self.hub.up_ms() - codes.STRIKES_END_MS
        return 1 if is_fresh else self.hub.books.strike + 1

    def _wait_until_ms(self) -> int:
        books = self.hub.books
        if not books.guesses or not books.strike:
            return 0
        until_up_ms = books.guesses[-1] + codes.delay_ms(books.strike, self._is_beyond_budget())
        return self.hub.now_ms + until_up_ms - self.hub.up_ms()

    # -- typing ---------------------------------------------------------------------------

    def _first_digit(self, key: m.Typed) -> str:
        self.typed, self.remark = key.digit, ""
        return TYPING

    def _digit(self, key: m.Typed) -> str:
        self.typed += key.digit
        self._restart_clock()  # gloves are slow
        return FULL if len(self.typed) == codes.CODE_DIGITS else TYPING

    def _void(self, key: m.Typed) -> str:
        self.typed, self.remark = "", "voided"
        self.hub.do(Sound("refused"))
        return VOIDED

    def _still_void(self, key: m.Typed) -> str:
        self._restart_clock()
        return VOIDED

    def _key_void(self, key: m.Chosen) -> str:
        # Whoever clears has seen that it was wrong, and begins anew at once.
        return self._clear("") if key.key in ("cancel", "erase") else VOIDED

    def _key(self, key: m.Chosen) -> str:
        if self._wanted(key):
            return self._other_visit(key)
        if key.key == "cancel":
            return self._clear("")
        if key.key == "erase":
            self.typed = self.typed[:-1]
            return TYPING if self.typed else IDLE
        return self.state

    def _other_visit(self, key: m.Chosen) -> str:
        """What people come for besides a code."""
        wanted = self._wanted(key)
        if not wanted:
            return IDLE
        self._clear("")
        if wanted == "send":
            self.hub.begin_sending("", False)
        else:
            self.hub.begin_help()
        return IDLE

    def _wanted(self, key: m.Chosen) -> str:
        """What is meant besides a code: "send", "help", or "" for neither; by touch or keypad."""
        meant = [name for digit, name in BY_DIGIT if key.key == "ok" and self.typed == digit]
        return key.key if key.key in ("send", "help") else meant[0] if meant else ""

    def _key_full(self, key: m.Chosen) -> str:
        return self._try(key) if key.key == "ok" else self._key(key)

    def _clear(self, remark: str) -> str:
        self.typed, self.phone_end, self.tag, self.remark = "", "", "", remark
        return IDLE

    def _forget(self, timed_out: m.TimedOut) -> str:
        self.slips = 0
        return self._clear("")

    def _pause_over(self, timed_out: m.TimedOut) -> str:
        return IDLE

    # -- trying ---------------------------------------------------------------------------

    def _try(self, event: Record) -> str:
        if self._wait_until_ms() > self.hub.now_ms:
            self.remark = "wait"
            return WAITING
        self.tag, self.phone_end = self.hub.tag("code", self.typed), ""
        if self._is_beyond_budget():
            return ASK_PHONE
        return self._match(True)

    def _phone_digit(self, key: m.Typed) -> str:
        self.phone_end += key.digit
        if len(self.phone_end) < codes.PHONE_DIGITS:
            return ASK_PHONE
        shipment, _is_replaced = self.hub.books.by_tag(self.tag)
        if shipment is None or shipment.phone_end != self.phone_end:
            return self._wrong()
        return self._match(False)

    def _phone_key(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._clear("")
        if key.key == "erase":
            self.phone_end = self.phone_end[:-1]
        return ASK_PHONE

    def _match(self, may_ask: bool) -> str:
        shipment, is_replaced = self.hub.books.by_tag(self.tag)
        # A code that will be live once its parcel is here is as unknown as any other.
        if shipment is not None and (shipment.answers_to(self.tag) or is_replaced):
            return self._use(shipment, is_replaced)
        if not may_ask:
            return self._wrong()
        # Whoever sees that the server is asked knows that the code opens nothing here, so the
        # try is counted first; it is given back with the others if the code is good after all.
        self._count()
        return self._refuse() if shipment is not None else self._ask_server()

    def _use(self, shipment: Shipment, is_replaced: bool) -> str:
        if shipment.standing == EXPECTED and not is_replaced:
            return self._send(shipment, False)
        why = (senders.why_replaced(shipment, self.tag) if is_replaced
               else permits.why_not(self.hub, shipment))  # fmt: skip
        if why:
            return self._tell_why(shipment.number, why, shipment.gone_s)
        self.hub.begin_pickup(shipment.compartment, self.slips)
        self.slips = 0
        return self._clear("")

    def _tell_why(self, number: str, why: str, at_s: int) -> str:
        self.hub.note(entries.DeadCode(number, why))
        return self._say(why, at_s)

    def _say(self, why: str, at_s: int) -> str:
        self.told = screens.Told(why, at_s)
        self.hub.do(Sound("refused"))
        self._clear("")
        return TOLD

    def _ask_server(self) -> str:
        self.question = self.hub.next_question()
        self.hub.do(AskServer(self.question, self.tag))
        return CHECKING

    def _answered(self, answer: ev.Answered) -> str:
        if answer.question != self.question:
            return CHECKING
        # The answer names an order that is on its way: wait for it within the limit.
        return CHECKING if answer.last_order > self.hub.books.last_order else self._look_again()

    def _order_came(self, event: m.OrderDone) -> str:
        shipment, _is_replaced = self.hub.books.by_tag(self.tag)
        return CHECKING if shipment is None else self._look_again()

    def _no_answer(self, timed_out: m.TimedOut) -> str:
        return self._look_again()

    def _look_again(self) -> str:
        shipment, is_replaced = self.hub.books.by_tag(self.tag)
        if shipment is not None and (shipment.answers_to(self.tag) or is_replaced):
            return self._use(shipment, is_replaced)
        return self._refuse()

    def _wrong(self) -> str:
        self._count()
        return self._refuse()

    def _count(self) -> None:
        self.hub.note(entries.WrongCode(self._next_strike()))
        self.slips += 1

    def _refuse(self) -> str:
        self.hub.do(Sound("refused"))
        return self._clear("wrong")

    # -- scanning -------------------------------------------------------------------------

    def _scanned(self, scanned: ev.Scanned) -> str:
        text = labels.read(scanned.text).text
        if codes.is_code(text):  # six digits in a barcode count as typed
            self.typed = text
            return self._try(scanned)
        badge = self.hub.books.badge_by_tag(self.hub.tag("badge", text))
        if badge is not None:
            return self._badge(badge.courier, text)
        technician = self.hub.books.care.by_tag(self.hub.tag("badge", text))
        if technician is not None:
            return self._technician(technician.name)
        return self._token_or_parcel(labels.read(scanned.text))

    def _token_or_parcel(self, label: labels.Label) -> str:
        self.tag = self.hub.tag("token", label.text)
        shipment, is_replaced = self.hub.books.by_tag(self.tag)
        if shipment is not None and (shipment.answers_to(self.tag) or is_replaced):
            return self._use(shipment, is_replaced)
        parcel = senders.by_label(self.hub, label)
        if parcel is not None:
            return self._send(parcel, True)
        is_parcel = label.kind in (labels.S10, labels.GS1) and not label.why
        return self._say("not announced" if is_parcel else "not a code", 0)

    def _send(self, shipment: Shipment, has_label: bool) -> str:
        why = senders.why_not(self.hub, shipment)
        if why:
            self.hub.note(NotSent(shipment.number, why))
            return self._say(why, shipment.gone_s)
        self._clear("")
        self.hub.begin_sending(shipment.number, has_label)
        return IDLE

    def _badge(self, courier: str, text: str) -> str:
        why = permits.why_no_run(self.hub, courier)
        if why:
            return self._say(why, 0)
        self._clear("")
        self.hub.begin_run(courier, text)
        return IDLE

    def _technician(self, name: str) -> str:
        why = permits.why_no_care(self.hub, name)
        if why:
            return self._say(why, 0)
        self._clear("")
        self.hub.begin_care(name)
        return IDLE

    def _dismiss(self, key: m.Chosen) -> str:
        return self._other_visit(key)

    HEARS = (m.Typed, m.Chosen, m.TimedOut, m.OrderDone, ev.Scanned, ev.Answered)
    TRIED = (FULL, IDLE, TYPING, WAITING, ASK_PHONE, CHECKING, TOLD)
    RULES = {
        # while in    this happens     do this         and go to one of
        (IDLE,      m.Typed):       (_first_digit,  (TYPING,)),
        (TYPING,    m.Typed):       (_digit,        (TYPING, FULL)),
        (FULL,      m.Typed):       (_void,         (VOIDED,)),
        (VOIDED,    m.Typed):       (_still_void,   (VOIDED,)),
        (VOIDED,    m.Chosen):      (_key_void,     (VOIDED, IDLE)),
        (TOLD,      m.Typed):       (_first_digit,  (TYPING,)),
        (ASK_PHONE, m.Typed):       (_phone_digit,  TRIED),
        (IDLE,      m.Chosen):      (_other_visit,  (IDLE,)),
        (TYPING,    m.Chosen):      (_key,          (TYPING, IDLE)),
        (FULL,      m.Chosen):      (_key_full,     TRIED),
        (WAITING,   m.Chosen):      (_key,          (WAITING, TYPING, IDLE)),
        (ASK_PHONE, m.Chosen):      (_phone_key,    (ASK_PHONE, IDLE)),
        (TOLD,      m.Chosen):      (_dismiss,      (IDLE,)),
        (FULL,      m.TimedOut):    (_try,          TRIED),
        (WAITING,   m.TimedOut):    (_try,          TRIED),
        (VOIDED,    m.TimedOut):    (_pause_over,   (IDLE,)),
        (IDLE,      m.TimedOut):    (_forget,       (IDLE,)),
        (TYPING,    m.TimedOut):    (_forget,       (IDLE,)),
        (ASK_PHONE, m.TimedOut):    (_forget,       (IDLE,)),
        (TOLD,      m.TimedOut):    (_pause_over,   (IDLE,)),
        (CHECKING,  m.TimedOut):    (_no_answer,    TRIED),
        (CHECKING,  ev.Answered):   (_answered,     TRIED),
        (CHECKING,  m.OrderDone):   (_order_came,   TRIED),
        (IDLE,      ev.Scanned):    (_scanned,      TRIED),
        (TYPING,    ev.Scanned):    (_scanned,      TRIED),
        (FULL,      ev.Scanned):    (_scanned,      TRIED),
        (WAITING,   ev.Scanned):    (_scanned,      TRIED),
        (ASK_PHONE, ev.Scanned):    (_scanned,      TRIED),
        (TOLD,      ev.Scanned):    (_scanned,      TRIED),
    }  # fmt: skip
    IGNORED = (
        ((WAITING, CHECKING), (m.Typed,), "the code that was typed is still being tried"),
        ((CHECKING,), (m.Chosen,), "there is nothing to erase, cancel or confirm"),
        ((VOIDED, CHECKING), (ev.Scanned,), "one thing at a time, for a second or two"),
        ((IDLE, TYPING, FULL, VOIDED, WAITING, ASK_PHONE, TOLD), (ev.Answered,),
         "the answer came too late to be of use"),
        ((IDLE, TYPING, FULL, VOIDED, WAITING, ASK_PHONE, TOLD), (m.OrderDone,),
         "nobody is waiting for an order"),
    )  # fmt: skip
