"""What goes wrong with bytes on their way, short of a cut cable.

Injected: a burst arrives in pieces, late, together with the next one, with bytes
missing, or with one bit wrong.  Not injected: two wrong bits in one burst.  A
board's one-byte XOR cannot see two that lie in the same column, and `8A 01 01 11
9B` may then open door 3; no host can survive that, so a run that did it would
prove nothing.  The one idea: a fault turns one arrival into a list of arrivals.
"""

from dataclasses import dataclass

from sim.luck import Stream

# USB adapters of the FTDI kind hand over what they have when a buffer is full or
# every 16 ms, whichever comes first.
ADAPTER_TICK_MS = 16

Arrival = tuple[int, bytes]


@dataclass(frozen=True)
class Faults:
    """How often each fault strikes a burst."""

    split_permille: int = 0
    merge_permille: int = 0
    delay_permille: int = 0
    drop_permille: int = 0
    flip_permille: int = 0
    split_gap_ms_max: int = 20
    delay_ms_max: int = 400

    def spoil(self, at_ms: int, data: bytes, luck: Stream) -> list[Arrival]:
        if luck.chance(self.drop_permille):
            data = _lose_some(data, luck)
        if luck.chance(self.flip_permille):
            data = _flip_a_bit(data, luck)
        if luck.chance(self.delay_permille):
            at_ms += luck.between(1, self.delay_ms_max)
        if luck.chance(self.merge_permille):
            at_ms += -at_ms % ADAPTER_TICK_MS
        if luck.chance(self.split_permille):
            return self._split(at_ms, data, luck)
        return [(at_ms, data)]

    def _split(self, at_ms: int, data: bytes, luck: Stream) -> list[Arrival]:
        arrivals = []
        while data:
            length = luck.between(1, len(data))
            arrivals.append((at_ms, data[:length]))
            data = data[length:]
            at_ms += luck.between(1, self.split_gap_ms_max)
        return arrivals


def _lose_some(data: bytes, luck: Stream) -> bytes:
    """Lose all, or a run of bytes."""
    if luck.chance(500):
        return b""
    first = luck.below(len(data))
    return data[:first] + data[luck.between(first + 1, len(data)):]


def _flip_a_bit(data: bytes, luck: Stream) -> bytes:
    if not data:
        return data
    spoilt = bytearray(data)
    spoilt[luck.below(len(data))] ^= 1 << luck.below(8)
    return bytes(spoilt)
