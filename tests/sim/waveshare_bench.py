"""A simulated Waveshare board with its cabinet, and the frames of its vectors, for its tests."""

from sim.boards.waveshare import Variant, Waveshare
from sim.cabinet import Cabinet
from sim.luck import Luck
from tests.sim.board_bench import Bench, vectors

VECTORS = vectors("modbus_waveshare")
READ_RELAYS, READ_INPUTS = VECTORS["FC01 read 8 relays"], VECTORS["FC02 read 8 DI"]
ON_0, OFF_0 = VECTORS["relay0 on"], VECTORS["relay0 off"]
TOGGLE_0 = VECTORS["relay0 toggle"]
ALL_ON, ALL_OFF = VECTORS["all on (never send)"], VECTORS["all off (startup failsafe)"]
FLASH_0, FLASH_1 = VECTORS["flash-on relay0 500ms"], VECTORS["flash-on relay1 800ms"]
ALL_SHUT, ONE_OPEN = VECTORS["resp FC02 0xFF"], VECTORS["resp FC02 0xFE"]


def crc(text):
    """Bytes with their CRC added, bit by bit as the specification draws the shift register."""
    data = bytes.fromhex(text)
    register = [1] * 16  # from the lowest bit up
    for byte in data:
        for bit in range(8):
            falls_out = register[0] ^ (byte >> bit & 1)
            register = [*register[1:], 0]
            for tap in (0, 13, 15):
                register[tap] ^= falls_out
    value = sum(bit << place for place, bit in enumerate(register))
    return data + bytes([value & 0xFF, value >> 8])


def bench(address=1, seed=1, **switches):
    luck = Luck(seed)
    cabinet = Cabinet(range(1, 9), luck.stream("doors"))
    return Bench(cabinet, Waveshare(cabinet, luck.stream("board"), address=address,
                                    variant=Variant(**switches)))
