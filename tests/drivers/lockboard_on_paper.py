"""What our lock board does to its pins, in order, on a microcontroller that only writes it down.

Runs under MicroPython only (`test_lockboard_process.py` starts it): the firmware finds this file as
its `machine` and its `time`, so that every level of every pin, every byte and every millisecond
is decided here.
"""

import gc
import sys

deeds = []  # (what, ...) in the order in which it was done
levels = {}  # what input pins read; those not named are pulled up
clock = {"now_ms": 1_000, "ends_at_ms": 0}
arriving = []  # (when, bytes) for the UART, or an exception to raise


class Pin:
    OUT, IN, PULL_UP = "out", "in", "up"

    def __init__(self, number, mode=None, pull=None, *, value=None):
        self.number = number
        if mode is not None:
            deeds.append((mode, number, value if mode == Pin.OUT else pull))

    def value(self, *level):
        if level:
            deeds.append(("set", self.number, level[0]))
            return None
        return levels.get(self.number, 1)


class UART:
    def __init__(self, number, **settings):
        deeds.append(("uart", number, settings["baudrate"]))

    def any(self):
        return bool(arriving) and arriving[0][0] <= clock["now_ms"]

    def read(self):
        _, data = arriving.pop(0)
        if isinstance(data, Exception):
            raise data
        return data

    def write(self, data):
        deeds.append(("say", clock["now_ms"], bytes(data)))


class WDT:
    def __init__(self, *, timeout):
        deeds.append(("watchdog", timeout))

    def feed(self):
        deeds.append(("fed", clock["now_ms"]))


class Ended(Exception):
    """The time that a test gave is over."""


def ticks_ms():
    return clock["now_ms"]


def ticks_diff(later, earlier):
    return later - earlier


def sleep_ms(span_ms):
    clock["now_ms"] += span_ms
    if clock["now_ms"] >= clock["ends_at_ms"]:
        raise Ended


sys.modules["machine"] = sys.modules["time"] = sys.modules[__name__]
from drivers.lockboard import config, main  # noqa: E402  # they look for the two above
from drivers.lockboard.board import Board  # noqa: E402

SHUT_1 = b"\x8a\x01\x01\x11\x9b"  # the order to open lock 1, and the answer "still shut"
ASK_1 = b"\x80\x01\x01\x33\xb3"


def lived(for_ms, *coming):
    """All that the firmware does from its start; `coming`: (ms after the start, bytes)."""
    del deeds[:]
    levels.clear()
    clock["ends_at_ms"] = clock["now_ms"] + for_ms
    arriving[:] = [(clock["now_ms"] + at_ms, data) for at_ms, data in coming]
    for door in config.DOORS:
        levels[door] = config.CONTACT_CLOSED
    begun_ms = clock["now_ms"]
    try:
        main.main()
    except (Ended, OSError) as error:
        deeds.append(("ended", error))
    return begun_ms


def levels_of(pin):
    return [deed[2] for deed in deeds if deed[0] in ("out", "set") and deed[1] == pin]


def test_coils_are_off_before_anything_else():
    lived(100)
    first = deeds[: len(config.COILS)]
    assert first == [("out", pin, 1 - config.COIL_ON) for pin in config.COILS]
    assert deeds[len(config.COILS)] == ("out", config.DIRECTION, 0)


def test_contacts_are_pulled_up():
    lived(100)
    for pin in config.DOORS + (config.SETUP,):  # noqa: RUF005  # MicroPython knows no other way
        assert ("in", pin, Pin.PULL_UP) in deeds, pin


def test_one_coil_has_one_pulse():
    begun_ms = lived(2_500, (1_300, SHUT_1))
    coil = config.COILS[0]
    changes = levels_of(coil)
    assert config.COIL_ON in changes and changes[-1] == 1 - config.COIL_ON
    for other in config.COILS[1:]:
        assert config.COIL_ON not in levels_of(other), other
    ((_, said_ms, answer),) = [deed for deed in deeds if deed[0] == "say"]
    assert answer == SHUT_1 and 1_900 <= said_ms - begun_ms <= 1_920


def test_the_transceiver_speaks_from_before_the_first_bit_until_after_the_last():
    begun_ms = lived(300, (100, ASK_1))
    at = next(at for at, deed in enumerate(deeds) if deed[0] == "say")
    assert deeds[at - 1] == ("set", config.DIRECTION, 1)
    fed = [deed for deed in deeds[at:] if deed[0] in ("fed", "set")]
    listens = fed.index(("set", config.DIRECTION, 0))
    said_ms, heard_ms = deeds[at][1], fed[listens + 1][1]
    assert 6 <= heard_ms - said_ms <= 10  # five bytes take 5.2 ms
    assert said_ms - begun_ms < 112


def test_what_it_hears_while_it_speaks_is_thrown_away():
    for coming in ((110, ASK_1), (112, ASK_1)):
        lived(400, (100, ASK_1), coming)
        assert len([deed for deed in deeds if deed[0] == "say"]) == 1, coming
    lived(400, (100, ASK_1), (140, ASK_1))
    assert len([deed for deed in deeds if deed[0] == "say"]) == 2


def test_the_watchdog_is_fed_at_the_end_of_every_turn():
    begun_ms = lived(1_000)
    assert ("watchdog", config.WATCHDOG_MS) in deeds
    fed_ms = [deed[1] for deed in deeds if deed[0] == "fed"]
    assert fed_ms == list(range(begun_ms + 2, begun_ms + 1_000, 2))


def test_whatever_goes_wrong_the_coils_go_off_and_nobody_feeds_the_watchdog():
    lived(5_000, (1_300, SHUT_1), (1_500, OSError("broken")))
    *before, (_, why) = deeds
    assert isinstance(why, OSError)
    assert before[-len(config.COILS) :] == [
        ("set", pin, 1 - config.COIL_ON) for pin in config.COILS
    ]
    assert levels_of(config.COILS[0]).count(config.COIL_ON) == 1


def test_with_the_setup_pin_at_ground_nothing_runs():
    del deeds[:]
    levels[config.SETUP] = 0
    main.main()
    levels.clear()
    assert not [deed for deed in deeds if deed[0] in ("watchdog", "fed", "say")]
    assert deeds[0] == ("out", config.COILS[0], 1 - config.COIL_ON)


def test_it_needs_no_more_memory_as_time_goes_by():
    board = Board(1, 11, 500)
    used = []
    for _ in range(2):
        for turn in range(20_000):
            data = SHUT_1 if turn % 1_000 == 0 else ASK_1 if turn % 50 == 0 else b""
            board.turn(2, data, turn % 2_047)
        gc.collect()
        used.append(gc.mem_alloc())
    assert used[1] <= used[0] + 64, used
