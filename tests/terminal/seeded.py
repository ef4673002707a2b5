"""A long pseudo-random life of the core, plausible and absurd, the same under every interpreter.

The digest over all effects, private fields included, must be the same to the byte under CPython and
MicroPython; `tests/run_micropython.py` compares them. Every turn is held against `promises.py`.
`python -m tests.terminal.seeded [SEED [EVENTS]]` prints the digest.
"""

import sys
from binascii import hexlify

from tests.terminal.luck import Luck, flat
from tests.terminal.workshop import Workshop

EVENTS = 20000


def live(seed, events):
    """A street that has lived through so many events."""
    street = Workshop(Luck(seed))
    try:
        while street.turn_count < events:
            street.step()
    except AssertionError:
        for now_ms, event in street.recent:
            print("%10d %s" % (now_ms, flat(event)))
        print("seed %d, turn %d" % (seed, street.turn_count))
        raise
    return street


def main(arguments):
    seed = int(arguments[0]) if arguments else 1
    events = int(arguments[1]) if len(arguments) > 1 else EVENTS
    street = live(seed, events)
    print("seed %d, %d turns, %d entries, %d power cuts, %d kinds of rows taken"
          % (seed, street.turn_count, street.entry_count, street.cut_count,
             len(street.counts)))  # fmt: skip
    print("digest", hexlify(street.digest.digest()).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
