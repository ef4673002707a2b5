"""The four tunes as short, soft bells: heard in a street, not a fright in a stairwell at night.

Pure: a tune becomes samples (16 bit, mono) with no library and no sound files.  Rising says yes,
falling says no, two equal bells remind; only the alarm insists.
"""

import array
import functools
import math

RATE_HZ = 22050
# Notes of a tune: frequency in hertz, start and length in milliseconds.
NOTES: dict[str, tuple[tuple[float, int, int], ...]] = {
    "accepted": ((659.3, 0, 260), (987.8, 110, 420)),
    "refused": ((440.0, 0, 260), (329.6, 150, 420)),
    "reminder": ((784.0, 0, 420), (784.0, 320, 520)),
    "alarm": tuple(
        (frequency, 260 * place, 260) for place, frequency in enumerate((880.0, 698.5) * 4)
    ),
}
LOUDNESS = 0.42
ATTACK_MS = 6
# A little of the octave above makes a bell of a whistle.
OVERTONE = 0.22


@functools.cache
def samples(tune: str) -> bytes:
    """The tune as native 16-bit samples at RATE_HZ."""
    notes = NOTES[tune]
    length = max(_count(start_ms + length_ms) for _, start_ms, length_ms in notes)
    mixed = [0.0] * length
    for frequency, start_ms, length_ms in notes:
        first = _count(start_ms)
        for index in range(_count(length_ms)):
            mixed[first + index] += _bell(frequency, index / RATE_HZ, length_ms / 1000)
    loudest = max(abs(value) for value in mixed)
    scale = 32767 * LOUDNESS / loudest
    return array.array("h", [round(value * scale) for value in mixed]).tobytes()


def _bell(frequency: float, at_s: float, length_s: float) -> float:
    angle = 2 * math.pi * frequency * at_s
    attack = min(1.0, at_s * 1000 / ATTACK_MS)
    # Fading to nothing by the end: a cut would click.
    fading = math.exp(-5.0 * at_s / length_s) * (1 - at_s / length_s)
    return attack * fading * (math.sin(angle) + OVERTONE * math.sin(2 * angle))


def _count(time_ms: int) -> int:
    return RATE_HZ * time_ms // 1000
