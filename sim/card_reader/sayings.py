"""What a card reader says, as messages: nothing here knows when or to whom.

The shape of a good status information is that of `PaymentGood1` of Portalum.Zvt, field by
field; that of a bad one follows the captures of bezahl-online/zvt.
"""

from sim.card_reader import fields
from sim.card_reader.apdu import (
    ABORT,
    COMPLETION,
    INTERMEDIATE,
    PRINT_BLOCK,
    PRINT_LINE,
    STATUS,
    Apdu,
)
from sim.card_reader.fields import decimal, put
from sim.card_reader.memory import Payment
from sim.card_reader.works import EURO

# Codes of an intermediate status.
WATCH_PIN_PAD, WAITING_FOR_BANK, REVERSING = 0x01, 0x04, 0x05
INSERT_CARD, NOT_READABLE, PLEASE_WAIT, CLOSING_DAY, WRONG_PIN = 0x0A, 0x0C, 0x0E, 0x0F, 0x15
TEXTS = {
    WATCH_PIN_PAD: "Please enter PIN", WAITING_FOR_BANK: "Please wait",
    REVERSING: "Payment is reversed", INSERT_CARD: "Please present card",
    NOT_READABLE: "Card not readable", PLEASE_WAIT: "Please wait",
    CLOSING_DAY: "End of day", WRONG_PIN: "Wrong PIN",
}
REASONS = {
    0x64: "Card not readable", 0x6C: "Aborted", 0x78: "Card expired", 0x7A: "Card unknown",
    0xA0: "No connection", 0x7D: "Communication error", 0xB4: "Already reversed",
    0xB5: "Reversal not possible",
}
SOFTWARE = "SIM 1.0"

ABORTED, COMMUNICATION_ERROR, NO_BANK = 0x6C, 0x7D, 0xA0

_MINUTES_FOR_LONG_TEXT = 1
_PAID_WITH_CHIP = 0x70
_CARD_KIND = 0x2E
_MERCHANT_RECEIPT = 0x01


def completion(*body: bytes) -> Apdu:
    return Apdu(COMPLETION, b"".join(body))


def aborted(code: int) -> Apdu:
    return Apdu(ABORT, bytes([code]))


def intermediate(code: int, is_long: bool = False) -> Apdu:
    """04 FF: the code alone, or with a timeout in minutes and the text to be shown."""
    if not is_long:
        return Apdu(INTERMEDIATE, bytes([code]))
    return Apdu(INTERMEDIATE, bytes([code, _MINUTES_FOR_LONG_TEXT]) + text_container(TEXTS[code]))


def text_container(text: str) -> bytes:
    """The container 06 with one text (24) of one line (07)."""
    return put(fields.CONTAINER, fields.tagged(0x24, fields.tagged(0x07, text.encode("ascii"))))


def bare_status(code: int) -> Apdu:
    """04 0F 02 27 <code>, as after too many requests to wait."""
    return Apdu(STATUS, put(fields.RESULT, bytes([code])))


def bad_status(code: int, terminal_id: int) -> Apdu:
    body = put(fields.RESULT, bytes([code]))
    body += put(fields.TERMINAL_ID, decimal(terminal_id, 4))
    if code != ABORTED:
        reason = REASONS.get(code, f"Card refused ({code:02X})")
        body += put(fields.TEXT, reason.encode("ascii"))
    return Apdu(STATUS, body)


def payment_status(payment: Payment, terminal_id: int, shows_pan: bool = False) -> Apdu:
    """04 0F of a payment that the bank allowed, or of the reversal of one."""
    card, stamp = payment.card, _stamp(payment.at_ms)
    approval = f"{(payment.trace * 7919 + 104_729) % 1_000_000:06d}"
    body = [
        put(fields.RESULT, bytes([payment.result])),
        put(fields.AMOUNT, decimal(payment.cents, 6)),
        put(fields.TRACE, decimal(payment.trace, 3)),
        put(fields.TIME, stamp[2:]), put(fields.DATE, stamp[:2]),
        put(fields.EXPIRY, bytes.fromhex(card.expiry)),
        put(fields.CARD_SEQUENCE, decimal(1, 2)),
        put(fields.STATUS_BYTE, bytes([_PAID_WITH_CHIP])),
        put(fields.PAN, card.clear_pan if shows_pan else card.masked_pan),
    ]
    if shows_pan:
        body.append(put(fields.TRACK_2, card.track_2))
    body += [
        put(fields.TERMINAL_ID, decimal(terminal_id, 4)),
        put(fields.CONTRACT, b"100461763".ljust(15)),
    ]
    if payment.original_trace:
        body.append(put(fields.ORIGINAL_TRACE, decimal(payment.original_trace, 3)))
    body += [
        put(fields.APPROVAL, approval.encode("ascii").ljust(8, b"\0")),
        put(fields.TEXT, f"GEN.NR.:{approval}".encode("ascii")),
        put(fields.CURRENCY, EURO),
        put(fields.RECEIPT, decimal(payment.receipt, 2)),
        put(fields.TURNOVER, decimal(payment.trace, 3)),
        put(fields.CARD_KIND, bytes([_CARD_KIND])),
        put(fields.CARD_NAME, card.label.encode("ascii") + b"\0"),
    ]
    return Apdu(STATUS, b"".join(body))


def day_status(cents: int, count: int) -> Apdu:
    """04 0F of an end of day."""
    return Apdu(STATUS, put(fields.RESULT, b"\0") + put(fields.AMOUNT, decimal(cents, 6))
                + put(fields.TEXT, f"{count} transactions".encode("ascii")))


def registered(status: int, terminal_id: int, has_currency: bool) -> Apdu:
    body = put(fields.STATUS_BYTE, bytes([status]))
    body += put(fields.TERMINAL_ID, decimal(terminal_id, 4))
    return completion(body, put(fields.CURRENCY, EURO) if has_currency else b"")


def state(code: int, brings_version: bool) -> Apdu:
    """06 0F of a status enquiry: perhaps the version, counted like a text, then the state."""
    version = b"\xf0\xf0" + bytes([0xF0 | len(SOFTWARE)]) + SOFTWARE.encode("ascii")
    return completion(version if brings_version else b"", bytes([code]))


def receipt(payment: Payment, terminal_id: int) -> list[str]:
    """What stands on paper, without a card number."""
    what = "Reversal" if payment.original_trace else "Payment"
    return [what, f"Terminal {terminal_id:08d}", f"Receipt {payment.receipt:04d}",
            f"EUR {payment.cents // 100}.{payment.cents % 100:02d}", payment.card.label]


def printed_lines(lines: list[str]) -> list[Apdu]:
    """One 06 D1 for each line; the first byte says that it is plain."""
    return [Apdu(PRINT_LINE, b"\0" + line.encode("ascii")) for line in lines]


def printed_block(lines: list[str]) -> Apdu:
    """06 D3: what kind of receipt it is (1F07), and its lines (25), each with its attribute."""
    text = b"".join(fields.tagged(0x09, b"\0") + fields.tagged(0x07, line.encode("ascii"))
                    for line in lines)
    block = fields.tagged(0x1F07, bytes([_MERCHANT_RECEIPT])) + fields.tagged(0x25, text)
    return Apdu(PRINT_BLOCK, put(fields.CONTAINER, block))


def in_words(apdu: Apdu) -> str:
    """A message for people: its name and its code, and no data of a card."""
    codes = apdu.body[:1]
    if apdu.control == STATUS:
        codes = apdu.body[1:2]
    elif apdu.control not in (INTERMEDIATE, ABORT):
        return str(apdu)
    return f"{apdu} {codes.hex().upper()}"


def _stamp(at_ms: int) -> bytes:
    """Month, day, hours, minutes, seconds: its own clock, which began on 1 January."""
    seconds = at_ms // 1000
    day = seconds // 86_400 % 336  # every month of this clock has 28 days
    numbers = (day // 28 + 1, day % 28 + 1, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    return b"".join(decimal(number, 1) for number in numbers)
