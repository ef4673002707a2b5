"""The inside of a card reader, as its conversations see it.

It holds what they share: switches, memory, the way to the bank, what was registered, and
what the person before it can see.  It decides nothing.
"""

from collections.abc import Callable

from sim.card_reader.bank import Bank
from sim.card_reader.memory import Memory
from sim.card_reader.switches import ANSWER_LOST, BANK_DOWN, Switches

EURO = bytes.fromhex("0978")

# Bits of the configuration that a register sends with its registration.
PRINTS_PAYMENTS, WANTS_INTERMEDIATE, PRINTS_BY_LINES = 0x02, 0x08, 0x80


class PowerLost(Exception):
    """The power fails at this very step; nothing after it happens."""


class Works:
    """What one reader is made of."""

    def __init__(self, name: str, terminal_id: int, bank: Bank, memory: Memory,
                 switches: Switches, now_ms: Callable[[], int]) -> None:
        self.name = name
        self.terminal_id = terminal_id
        self.bank = bank
        self.memory = memory
        self.switches = switches
        self.configuration: int | None = None  # None: no register has registered
        self.asks_cents: int | None = None  # what its display asks a person to pay
        self.tellers: list[Callable[[str, int], None]] = []
        self._now_ms = now_ms

    @property
    def now_ms(self) -> int:
        """The moment at which the conversation stands."""
        return self._now_ms()

    def tell(self, text: str) -> None:
        """Say to whoever watches what happened; never with a card number."""
        for teller in self.tellers:
            teller(text, self.now_ms)

    def reach(self, step: str) -> None:
        """A step of a payment; the power or the voice may be lost here."""
        switches = self.switches
        if switches.silent_at == step:
            switches.silent_at = ""
            switches.silent = True
            self.tell(f"falls silent at {step}")
        if switches.cut_at == step:
            switches.cut_at = ""
            raise PowerLost(step)

    def is_bank_reached(self) -> bool:
        return self.switches.bank != BANK_DOWN

    def is_answer_lost(self) -> bool:
        return self.switches.bank == ANSWER_LOST

    def wants(self, bit: int) -> bool:
        """Whether the register asked for this when it registered."""
        return self.configuration is not None and bool(self.configuration & bit)
