"""The card reader beside a simulated terminal: its wire, the cards people hold to it, its bank.

The reader itself is in `card_reader/`, written from the specification; this only hangs it on a
cable in virtual time.  The one idea: over TCP a cut wire is a lost connection, and the reader
must be told of it as a real one would notice.
"""

from sim.boards import Chain
from sim.card_reader.bank import Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.reader import CardReader
from sim.line import Cable
from sim.world import World

# Somebody's card, and how many in a thousand have it; the others are refused in some way.
HANDS = (("visa", 500), ("pin", 300), ("refused", 60), ("poor", 60), ("unreadable", 40),
         ("wrong-pin", 40))  # fmt: skip


class PaySide:
    """One reader, one cable, one bank."""

    def __init__(self, world: World, name: str) -> None:
        self.bank = Bank()
        self.reader = CardReader(self.bank, name=f"{name} card reader")
        luck = world.luck.stream(f"{name} reader line")
        self.cable = Cable(lambda: world.now_ms, luck, baud=115_200, is_half_duplex=False)
        self._world = world
        self._chain = Chain(self.cable.far, [self.reader])
        self._due_ms: int | None = None

    def unplug(self) -> None:
        """The network cable of the reader falls out."""
        self.cable.cut()
        self.reader.lost(self._world.now_ms)

    def hang_up(self) -> None:
        """The terminal's end of the connection is gone."""
        self.cable.host.close()
        self.reader.lost(self._world.now_ms)

    def present(self, card: str) -> bool:
        """Hold a card to it; False when it asks for none."""
        is_taken = self.reader.present(CARDS[card], self._world.now_ms)
        self._due_ms = self._world.now_ms
        return is_taken

    def wakes_at_ms(self) -> int | None:
        """When anything happens here by itself."""
        soonest_ms = self._due_ms
        for arrivals in (self.cable.far.arrivals, self.cable.host.arrivals):
            if arrivals and (soonest_ms is None or arrivals[0][0] < soonest_ms):
                soonest_ms = arrivals[0][0]
        return soonest_ms

    def advance(self, now_ms: int) -> bool:
        """Do what is due; True when the terminal has something to hear."""
        said, due_ms = self.cable.far.arrivals, self._due_ms
        if (said and said[0][0] <= now_ms) or (due_ms is not None and due_ms <= now_ms):
            self._chain.advance(now_ms)
            self._due_ms = self._chain.wake_at_ms()
        heard = self.cable.host.arrivals
        return bool(heard) and heard[0][0] <= now_ms
