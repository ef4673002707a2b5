"""One payment, from 06 01 to 06 0F or 06 1E: the issue of goods of the ZVT specification.

The bank is asked, the register is told, and the money is kept only when the register says
that the goods are out.  Any other end, silence included, gives it back.  What the sources
leave open, and what is done here:

* <02> counts all status informations, the first one too, and the last one that is
  answered with 84 9C reverses at once.  That is the strictest way to read it.
* <01> begins anew with each status information.
* 84 9D (partly issued) is a refusal, as on readers that do not know it.
"""

from sim.card_reader import sayings
from sim.card_reader.apdu import YES, Apdu, no
from sim.card_reader.cards import NOT_READABLE, Card
from sim.card_reader.debts import settle
from sim.card_reader.fields import (
    AMOUNT,
    CURRENCY,
    GOODS_TIMEOUT,
    STATUSES_MAX,
    FieldError,
    number_in,
    take_apart,
)
from sim.card_reader.memory import Payment
from sim.card_reader.stage import BY_REGISTER, RED_KEY, Ask, Invite, Pause, Reply, Script, ask
from sim.card_reader.switches import (
    AFTER_ANSWER,
    AT_ONCE,
    AUTHORISED,
    BANK_ASKED,
    BANK_DECIDED,
    BLOCK,
    CARD_READ,
    COMMAND_HEARD,
    COMPLETION_SAID,
    GOODS_NOT_OUT,
    GOODS_OUT,
    REVERSED,
    REVERSING,
    STATUS_SAID,
    STORED,
    TOLD_TO_WAIT,
)
from sim.card_reader.works import EURO, PRINTS_BY_LINES, PRINTS_PAYMENTS, WANTS_INTERMEDIATE, Works

GOODS_TIMEOUT_S = 30  # where <01> is missing
ASK_AGAIN_MS = 2_000  # after 84 9C
REMIND_MS = 10_000  # how often the register is told that a card is waited for

GOODS_ARE_OUT = (0x8000, 0x8400)
WAIT = 0x849C
NOT_POSSIBLE, WRONG_CURRENCY, PROTOCOL_ERROR = 0x83, 0x6F, 0x9A
WANTS_INITIALISATION, WANTS_DIAGNOSIS, WANTS_END_OF_DAY = 0x51, 0xC2, 0xF0

# How waiting for the goods ended; the last two differ in what is said afterwards.
_KEEP, _REFUSED, _NO_ANSWER = "keep", "refused", "no answer"


def authorise(works: Works, body: bytes) -> Script[None]:
    """The conversation that 06 01 begins."""
    try:
        order = take_apart(body)
        cents = number_in(order[AMOUNT])
    except (FieldError, KeyError):
        yield Reply(no(PROTOCOL_ERROR))
        return
    if order.get(CURRENCY, EURO) != EURO:
        yield Reply(no(WRONG_CURRENCY))
        return
    yield Reply(YES)
    works.reach(COMMAND_HEARD)
    refusal = 0 if cents else NOT_POSSIBLE
    refusal = refusal or obstacle(works)
    if not refusal:
        refusal = yield from _pay(works, cents, order)
    works.asks_cents = None
    if refusal:
        yield Ask(sayings.aborted(refusal), is_last=True)


def obstacle(works: Works) -> int:
    """Why it cannot sell now, as its state says it; 0 when it can."""
    switches = works.switches
    if switches.needs_initialisation:
        return WANTS_INITIALISATION
    if switches.needs_diagnosis:
        return WANTS_DIAGNOSIS
    return WANTS_END_OF_DAY if switches.needs_end_of_day else 0


def _pay(works: Works, cents: int, order: dict[int, bytes]) -> Script[int]:
    """Card, bank, goods; 00 when all is said, else what 06 1E must say."""
    if not (yield from settle(works)):
        # Nothing new may begin before the bank knows what is to be given back.
        return (yield from _say_bad(works, sayings.NO_BANK))
    card = yield from _card(works, cents)
    if card is None:
        return (yield from _say_bad(works, sayings.ABORTED))
    works.reach(CARD_READ)
    yield from _pin(works, card)
    fault = card.fault
    if fault == NOT_READABLE:
        yield from show(works, sayings.NOT_READABLE)
    if fault:
        return (yield from _say_bad(works, fault))
    payment = works.memory.number(cents, card, works.now_ms)
    verdict = yield from _ask_bank(works, payment)
    if verdict:
        return (yield from _say_bad(works, verdict))
    works.reach(AUTHORISED)
    return (yield from _issue(works, payment, order))


# The person.

def _card(works: Works, cents: int) -> Script[Card | None]:
    """Wait for a card; None when nobody came, or somebody stopped it."""
    works.asks_cents = cents
    left_ms = works.switches.card_ms
    while left_ms > 0:
        slice_ms = min(left_ms, REMIND_MS)
        came = yield Invite(_intermediate(works, sayings.INSERT_CARD), slice_ms)
        left_ms -= slice_ms
        if isinstance(came, Card):
            works.asks_cents = None
            works.tell(f"card {came.name} is read")
            return came
        if came == BY_REGISTER:
            yield Reply(YES)
        if came in (BY_REGISTER, RED_KEY):
            works.tell("stopped by the register" if came == BY_REGISTER else "stopped by a key")
            break
    works.asks_cents = None
    return None


def _pin(works: Works, card: Card) -> Script[None]:
    if card.pin:
        yield from show(works, sayings.WATCH_PIN_PAD)
        yield Pause(works.switches.pin_ms)
    if card.pin == "wrong":
        yield from show(works, sayings.WRONG_PIN)


# The bank.

def _ask_bank(works: Works, payment: Payment) -> Script[int]:
    """00, or why not. From here on the payment is open, whatever fails."""
    switches, memory = works.switches, works.memory
    memory.begin(payment)
    works.reach(BANK_ASKED)
    yield from show(works, sayings.WAITING_FOR_BANK)
    if not works.is_bank_reached():
        yield Pause(switches.bank_timeout_ms)
        memory.fail(payment, sayings.NO_BANK)
        return sayings.NO_BANK
    yield Pause(switches.bank_ms // 2)
    verdict = switches.decline or works.bank.authorise(
        works.name, payment.trace, payment.card, payment.cents, works.now_ms)
    works.reach(BANK_DECIDED)
    if works.is_answer_lost():
        yield Pause(switches.bank_timeout_ms)
        yield from _reverse(works, payment, sayings.COMMUNICATION_ERROR)
        return sayings.COMMUNICATION_ERROR
    yield Pause(switches.bank_ms - switches.bank_ms // 2)
    if verdict:
        memory.fail(payment, verdict)
        works.tell(f"refused by the bank: {verdict:02X}")
    return verdict


def _reverse(works: Works, payment: Payment, result: int) -> Script[None]:
    works.memory.owe(payment, result)
    works.tell(f"trace {payment.trace} is to be given back")
    works.reach(REVERSING)
    yield from show(works, sayings.REVERSING)
    yield from settle(works)
    works.reach(REVERSED)


# The goods.

def _issue(works: Works, payment: Payment, order: dict[int, bytes]) -> Script[int]:
    """Tell that it is authorised, and keep the money or give it back."""
    switches = works.switches
    is_vending = switches.vending
    status = sayings.payment_status(payment, works.terminal_id, switches.shows_pan)
    works.tell(f"trace {payment.trace} is authorised")
    if not is_vending:
        # Such a reader stores before anybody has answered, and no answer changes that.
        _store(works, payment)
    end = yield from _await_goods(works, status, order)
    if is_vending and end == _KEEP:
        works.reach(GOODS_OUT)
        _store(works, payment)
    if not is_vending or end == _KEEP:
        works.reach(STORED)
        if switches.duplicates == AFTER_ANSWER:
            yield Ask(status)
        yield from print_receipt(works, payment)
        yield Ask(sayings.completion(), step=COMPLETION_SAID, is_last=True)
        return 0
    if end == _REFUSED:
        works.reach(GOODS_NOT_OUT)
    yield from _reverse(works, payment, sayings.ABORTED)
    if end == _NO_ANSWER:
        yield Ask(sayings.bare_status(sayings.ABORTED))
    return sayings.ABORTED


def _store(works: Works, payment: Payment) -> None:
    """For good, and so for the bank: its advice cannot be lost any more."""
    works.memory.store(payment)
    works.bank.capture(works.name, payment.trace, works.now_ms)
    works.tell(f"trace {payment.trace} is stored")


def _await_goods(works: Works, status: Apdu, order: dict[int, bytes]) -> Script[str]:
    timeout_ms = 1000 * (_byte(order, GOODS_TIMEOUT) or GOODS_TIMEOUT_S)
    left = _byte(order, STATUSES_MAX) or works.switches.statuses_max
    began_ms = works.now_ms
    while True:
        patience_ms = min(timeout_ms, _impatience_ms(works, began_ms))
        copies = 2 if works.switches.duplicates == AT_ONCE else 1
        answer = yield from ask(status, patience_ms, STATUS_SAID, copies)
        left -= 1
        if answer is None:
            return _NO_ANSWER
        if answer.control in GOODS_ARE_OUT:
            return _KEEP
        if answer.control != WAIT:
            return _REFUSED
        works.reach(TOLD_TO_WAIT)
        if left <= 0:
            return _NO_ANSWER
        yield Pause(min(ASK_AGAIN_MS, _impatience_ms(works, began_ms)))
        if _impatience_ms(works, began_ms) == 0:
            return _NO_ANSWER


def _impatience_ms(works: Works, began_ms: int) -> int:
    """How long a reader that breaks the agreement still waits; for ever, if it keeps it."""
    limit_ms = works.switches.impatient_ms
    return max(0, began_ms + limit_ms - works.now_ms) if limit_ms else 1 << 60


def _byte(order: dict[int, bytes], name: int) -> int:
    """The value of a field of one byte, which is no decimal number; 0 where it is missing."""
    return order.get(name, b"\0")[0]


# Saying.

def show(works: Works, code: int) -> Script[None]:
    """Tell the register what goes on, if it wants to know."""
    apdu = _intermediate(works, code)
    if apdu is not None:
        yield Ask(apdu)


def print_receipt(works: Works, payment: Payment) -> Script[None]:
    """Let the register print, if it registered so or the switch says it."""
    how = works.switches.prints
    if not how and not (works.wants(PRINTS_PAYMENTS) and works.wants(PRINTS_BY_LINES)):
        return
    lines = sayings.receipt(payment, works.terminal_id)
    if how == BLOCK:
        yield Ask(sayings.printed_block(lines))
        return
    for line in sayings.printed_lines(lines):
        yield Ask(line)


def _intermediate(works: Works, code: int) -> Apdu | None:
    if not works.wants(WANTS_INTERMEDIATE):
        return None
    return sayings.intermediate(code, works.switches.long_texts)


def _say_bad(works: Works, code: int) -> Script[int]:
    yield Ask(sayings.bad_status(code, works.terminal_id))
    return code
