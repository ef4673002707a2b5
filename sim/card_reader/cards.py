"""The cards that people hold to the reader, and what each of them leads to.

The numbers are those that card schemes publish for tests.  A number leaves this reader
only masked; `switches.shows_pan` makes it as careless as some real ones are.  A refusal
of the bank is its decimal code as one byte, so 51 (no money) is 33 on the wire.
"""

from dataclasses import dataclass

APPROVED = 0x00
DO_NOT_HONOUR, STOLEN, NO_MONEY, EXPIRED_SAYS_BANK, WRONG_PIN = 0x05, 0x2B, 0x33, 0x36, 0x37
NOT_READABLE, EXPIRED, UNKNOWN_CARD = 0x64, 0x78, 0x7A


@dataclass(frozen=True)
class Card:
    """One card and its holder."""

    name: str  # what people call it
    label: str  # what the reader calls it
    pan: str
    expiry: str  # YYMM
    verdict: int = APPROVED  # what the bank says to it
    fault: int = 0  # why the reader itself does not take it
    pin: str = ""  # what its holder types: "", "right" or "wrong"

    @property
    def masked_pan(self) -> bytes:
        """Two digits a byte, all but the last four as E, filled up with F."""
        return _packed("E" * (len(self.pan) - 4) + self.pan[-4:])

    @property
    def clear_pan(self) -> bytes:
        return _packed(self.pan)

    @property
    def track_2(self) -> bytes:
        """As on the magnetic stripe: number, D for the separator, expiry, the rest."""
        return _packed(f"{self.pan}D{self.expiry}2010000000000000")


def _packed(digits: str) -> bytes:
    return bytes.fromhex(digits + "F" * (len(digits) % 2))


def _cards() -> dict[str, Card]:
    visa, mastercard, maestro = "Visa Debit", "Debit Mastercard", "MAESTRO"
    cards = [
        Card("visa", visa, "4111111111111111", "3012"),
        Card("mastercard", mastercard, "5555555555554444", "3101"),
        Card("maestro", maestro, "6799990100000000019", "2911"),
        Card("pin", mastercard, "5105105105105100", "3006", pin="right"),
        Card("wrong-pin", mastercard, "5200828282828210", "3006", WRONG_PIN, pin="wrong"),
        Card("refused", visa, "4012888888881881", "2912", DO_NOT_HONOUR),
        Card("stolen", visa, "4222222222222220", "2912", STOLEN),
        Card("poor", mastercard, "5105105105105118", "3003", NO_MONEY),
        Card("expired", visa, "4005519200000004", "2101", fault=EXPIRED),
        Card("expired-says-bank", visa, "4000056655665556", "2912", EXPIRED_SAYS_BANK),
        Card("unreadable", "", "4000000000000002", "2912", fault=NOT_READABLE),
        Card("library", "", "9999990000000006", "2912", fault=UNKNOWN_CARD),
    ]
    return {card.name: card for card in cards}


CARDS = _cards()
