"""The card reader at the bench: the simulated one on a real TCP port, and cards to hold to it.

What the reader does is in `sim/card_reader/`, written from the specification.  The one idea:
the program connects to it as to any reader on the network, so switching it off here is what
pulling its plug is in the street.
"""

import select

from sim.card_reader.bank import Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.reader import CardReader
from sim.card_reader.wires import TcpWire

# Name, and what a person should know before holding it to the reader.
OFFERED = (("visa", "is paid at once"), ("pin", "wants a PIN"), ("refused", "the bank says no"),
           ("unreadable", "cannot be read"))  # fmt: skip


class PayPoint:
    """One reader, its port and its bank."""

    def __init__(self) -> None:
        self.bank = Bank()
        self.reader = CardReader(self.bank)
        self._wire = TcpWire(0, tell=lambda text: None)
        self.port = self._wire.port

    @property
    def asks_cents(self) -> int | None:
        """What it asks a person to pay now."""
        return self.reader.asks_cents

    @property
    def is_on(self) -> bool:
        return self.reader.is_on

    def hold(self, card: str, now_ms: int) -> bool:
        """Hold a card to it; False when it asks for none."""
        return self.reader.present(CARDS[card], now_ms)

    def switch(self, is_on: bool, now_ms: int) -> None:
        """Pull its plug, or put it back."""
        if is_on:
            self.reader.power_on(now_ms)
        else:
            self.reader.power_off(now_ms)

    # -- as a part of the loop ----------------------------------------------------------------

    def filenos(self) -> list[int]:
        return self._wire.watched()

    def wake_at_ms(self) -> int | None:
        return self.reader.wake_at_ms()

    def advance(self, now_ms: int) -> None:
        ready, _, _ = select.select(self._wire.watched(), [], [], 0)
        data, is_lost = self._wire.hear(ready)
        if data:
            self.reader.feed(data, now_ms)
        if is_lost:
            self.reader.lost(now_ms)
        for said in self.reader.due(now_ms):
            self._wire.say(said)
        self._wire.keep(self.reader.is_awake(now_ms))

    def close(self) -> None:
        self._wire.close()
