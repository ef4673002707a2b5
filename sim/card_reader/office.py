"""Everything that a register can ask for besides a payment, one conversation each.

`COMMANDS` at the end is the whole list; anything else is answered with 84 83.  Passwords
are read over: ZVT sends them in clear and every reader is delivered with 000000.
"""

from collections.abc import Callable

from sim.card_reader import sayings
from sim.card_reader.apdu import (
    AUTHORISATION,
    DIAGNOSIS,
    END_OF_DAY,
    INITIALISATION,
    LOG_OFF,
    REGISTRATION,
    REPEAT_RECEIPT,
    REVERSAL,
    STATUS_ENQUIRY,
    YES,
    Apdu,
    no,
)
from sim.card_reader.debts import settle
from sim.card_reader.fields import OPTIONS, RECEIPT, FieldError, number_in, take_apart
from sim.card_reader.memory import Payment
from sim.card_reader.sale import (
    NOT_POSSIBLE,
    PROTOCOL_ERROR,
    WRONG_CURRENCY,
    authorise,
    obstacle,
    print_receipt,
    show,
)
from sim.card_reader.stage import Ask, Pause, Reply, Script
from sim.card_reader.switches import LAST, REVERSED, REVERSING, SAY_NO, SAY_NOTHING, STANDING
from sim.card_reader.works import EURO, Works

_PASSWORD = 3  # bytes
_ALREADY_REVERSED, _REVERSAL_NOT_POSSIBLE, _END_OF_DAY_NOT_POSSIBLE = 0xB4, 0xB5, 0x77
_BUSY = 0x9C
# Options of 06 20: send a status information. That the other bit of 03 means "do not print"
# is a guess; the specification was read only as far as this pair.
_SEND_STATUS = 0x02
# Bits of the status byte in the answer to a registration.
_BIT_INITIALISATION, _BIT_DIAGNOSIS, _BIT_VENDING = 0x01, 0x02, 0x10


def register(works: Works, body: bytes) -> Script[None]:
    """06 00 <password> <configuration> [<currency> [03 <options>] [06 <container>]]."""
    if len(body) <= _PASSWORD:
        yield Reply(no(PROTOCOL_ERROR))
        return
    currency = body[_PASSWORD + 1:_PASSWORD + 3]
    if currency not in (b"", EURO):
        yield Reply(no(WRONG_CURRENCY))
        return
    yield Reply(YES)
    works.configuration = body[_PASSWORD]
    switches = works.switches
    status = (_BIT_INITIALISATION * switches.needs_initialisation
              | _BIT_DIAGNOSIS * switches.needs_diagnosis | _BIT_VENDING * switches.vending)
    works.tell(f"registered, status byte {status:02X}")
    yield Ask(sayings.registered(status, works.terminal_id, bool(currency)), is_last=True)


def log_off(works: Works, body: bytes) -> Script[None]:
    works.configuration = None
    yield Reply(YES)


def tell_state(works: Works, body: bytes) -> Script[None]:
    """05 01: how it is; if it has something to do, it does that first."""
    yield Reply(YES)
    switches = works.switches
    if switches.ends_day_in_status and not switches.busy:
        switches.ends_day_in_status = False
        yield from show(works, sayings.CLOSING_DAY)
        yield from _close_day(works)
    state = _BUSY if switches.busy else obstacle(works)
    yield Ask(sayings.state(state, switches.status_brings_version), is_last=True)


def initialise(works: Works, body: bytes) -> Script[None]:
    yield Reply(YES)
    is_done = yield from _visit_bank(works)
    if is_done:
        works.switches.needs_initialisation = False
    yield Ask(sayings.completion() if is_done else sayings.aborted(sayings.NO_BANK), is_last=True)


def diagnose(works: Works, body: bytes) -> Script[None]:
    yield Reply(YES)
    is_done = yield from _visit_bank(works)
    if is_done:
        works.switches.needs_diagnosis = False
    yield Ask(sayings.completion() if is_done else sayings.aborted(sayings.NO_BANK), is_last=True)


def _visit_bank(works: Works) -> Script[bool]:
    yield from show(works, sayings.PLEASE_WAIT)
    yield Pause(works.switches.bank_ms)
    return works.is_bank_reached() and not works.is_answer_lost()


# The day.

def end_day(works: Works, body: bytes) -> Script[None]:
    yield Reply(YES)
    yield from show(works, sayings.CLOSING_DAY)
    trouble = yield from _close_day(works)
    last = sayings.aborted(trouble) if trouble else sayings.completion()
    yield Ask(last, is_last=True)


def _close_day(works: Works) -> Script[int]:
    """00, or why the batch stays open."""
    memory = works.memory
    if not (yield from settle(works)):
        yield Ask(sayings.bad_status(_END_OF_DAY_NOT_POSSIBLE, works.terminal_id))
        return _END_OF_DAY_NOT_POSSIBLE
    yield Pause(works.switches.bank_ms)
    if not works.is_bank_reached() or works.is_answer_lost():
        yield Ask(sayings.bad_status(sayings.NO_BANK, works.terminal_id))
        return sayings.NO_BANK
    cents, count = memory.total_cents(), len(memory.batch)
    memory.close_day()
    works.switches.needs_end_of_day = False
    works.tell(f"the day is closed: {count} transactions, {cents} cents")
    yield Ask(sayings.day_status(cents, count))
    return 0


# Payments of before.

def reverse(works: Works, body: bytes) -> Script[None]:
    """06 30 <password> 87 <receipt>: give back what was kept, if the batch still has it."""
    try:
        receipt = number_in(take_apart(body[_PASSWORD:])[RECEIPT])
    except (FieldError, KeyError):
        yield Reply(no(PROTOCOL_ERROR))
        return
    yield Reply(YES)
    trouble = yield from _reverse(works, receipt)
    if trouble:
        yield Ask(sayings.bad_status(trouble, works.terminal_id))
        yield Ask(sayings.aborted(trouble), is_last=True)
    else:
        yield Ask(sayings.completion(), is_last=True)


def _reverse(works: Works, receipt: int) -> Script[int]:
    """00 and the status information said, or why not."""
    memory = works.memory
    if not (yield from settle(works)):
        return sayings.NO_BANK
    payment = memory.in_batch(receipt)
    if payment is None or payment.original_trace:
        return _REVERSAL_NOT_POSSIBLE
    if payment.trace in memory.given_back:
        return _ALREADY_REVERSED
    if not works.is_bank_reached():
        yield from show(works, sayings.WAITING_FOR_BANK)
        yield Pause(works.switches.bank_timeout_ms)
        return sayings.NO_BANK
    reversal = memory.number(payment.cents, payment.card, works.now_ms, payment.trace)
    memory.begin_reversal(reversal)
    works.reach(REVERSING)
    yield from show(works, sayings.WAITING_FOR_BANK)
    if not (yield from settle(works)):
        # The bank may have done it; the memory says that it is asked again.
        return sayings.COMMUNICATION_ERROR
    works.reach(REVERSED)
    yield Ask(_status_of(works, reversal))
    yield from print_receipt(works, reversal)
    return 0


def repeat(works: Works, body: bytes) -> Script[None]:
    """06 20 <password> [03 <options>]: the newest transaction, as the switch `repeats` reads it."""
    try:
        options = take_apart(body[_PASSWORD:]).get(OPTIONS, b"\0")[0]
    except FieldError:
        yield Reply(no(PROTOCOL_ERROR))
        return
    newest = newest_of(works)
    if newest is None and works.switches.repeats_nothing == SAY_NO:
        yield Reply(no(NOT_POSSIBLE))
        return
    yield Reply(YES)
    if newest is None and works.switches.repeats_nothing != SAY_NOTHING:
        yield Ask(sayings.aborted(NOT_POSSIBLE), is_last=True)
        return
    if newest is not None and options & _SEND_STATUS:
        yield Ask(_status_of(works, newest))
    yield Ask(sayings.completion(), is_last=True)


def newest_of(works: Works) -> Payment | None:
    """What a repeated receipt is about.

    `stored`: the newest payment or reversal that was stored.  `standing`: the newest payment
    that was not given back.  `last`: whatever came last, with its result, if it is bad too.
    """
    memory = works.memory
    for payment in reversed(memory.history):
        if works.switches.repeats == LAST:
            return payment
        is_standing = not payment.original_trace and payment.trace not in memory.given_back
        if payment.result == 0 and (is_standing or works.switches.repeats != STANDING):
            return payment
    return None


def _status_of(works: Works, payment: Payment) -> Apdu:
    return sayings.payment_status(payment, works.terminal_id, works.switches.shows_pan)


Conversation = Callable[[Works, bytes], Script[None]]

# What it does, and whether a register must have registered for it.
COMMANDS: dict[int, tuple[Conversation, bool]] = {
    REGISTRATION: (register, False),
    STATUS_ENQUIRY: (tell_state, False),
    LOG_OFF: (log_off, False),
    AUTHORISATION: (authorise, True),
    REVERSAL: (reverse, True),
    REPEAT_RECEIPT: (repeat, True),
    END_OF_DAY: (end_day, True),
    INITIALISATION: (initialise, True),
    DIAGNOSIS: (diagnose, True),
}
