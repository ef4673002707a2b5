"""The matrix keypad as a part, on simulated pins with switches that bounce and ghost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.matrix_codec import LAYOUTS, keys_of
from drivers.matrix_keypad import LOOK_MS, STUCK_MS, MatrixKeypad
from sim.keypad import Keypad
from terminal import events
from terminal.record import Record
from tests.drivers.pin_bench import PinBench, tap

ROWS, COLUMNS = (5, 6, 13, 19), (12, 16, 20, 21)
LEGENDS = "1234567890*#"
MEANT = {"*": "erase", "#": "enter"}
SETTLE_MS = 200


class KeypadBench(PinBench):
    def __init__(self, layout: str = "4x3", seed: int = 1) -> None:
        super().__init__(seed)
        legends = LAYOUTS[layout]
        self.keypad = Keypad(legends, self.luck.stream("keypad"))
        columns = COLUMNS[: len(legends[0])]
        self.pins.wire_keypad(self.keypad, ROWS, columns)
        self.part = MatrixKeypad(self.pins, ROWS, columns, legends)
        self.run(SETTLE_MS)

    def hold(self, legend: str, for_ms: int = 300) -> list[Record]:
        self.keypad.press(legend, self.now_ms)
        return self.run(for_ms)

    def let_go(self, legend: str, for_ms: int = 300) -> list[Record]:
        self.keypad.release(legend, self.now_ms)
        return self.run(for_ms)


def pressed(*legends: str) -> list[Record]:
    return [events.KeyPressed(MEANT.get(legend, legend)) for legend in legends]


# -- presses ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_each_key_is_told_once_under_its_name(seed: int) -> None:
    bench = KeypadBench(seed=seed)
    for legend in LEGENDS:
        assert bench.hold(legend) == pressed(legend)
        assert bench.let_go(legend) == []
    assert bench.pins.shorts == []


def test_the_fourth_column_has_cancel_and_keys_that_do_nothing() -> None:
    bench = KeypadBench("4x4")
    for legend in "ABD":
        assert bench.hold(legend) == [] == bench.let_go(legend)
    assert bench.hold("C") == [events.KeyPressed("cancel")]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("offset_ms", range(0, LOOK_MS, 3))
def test_a_quick_finger_is_felt_and_soon(seed: int, offset_ms: int) -> None:
    bench = KeypadBench(seed=seed)
    began_ms = bench.now_ms + offset_ms
    tap(bench, bench.keypad, "8", began_ms, 70)
    assert bench.run(500) == pressed("8")
    told_ms, _ = bench.facts[-1]
    assert told_ms - began_ms <= 60


finger = st.tuples(st.sampled_from(LEGENDS), st.integers(70, 400), st.integers(60, 400))


@given(st.lists(finger, max_size=12), st.integers(0, 1000))
def test_what_one_finger_presses_is_what_is_told(
    taps: list[tuple[str, int, int]], seed: int
) -> None:
    bench = KeypadBench(seed=seed)
    at_ms = bench.now_ms
    for legend, down_ms, up_ms in taps:
        tap(bench, bench.keypad, legend, at_ms, down_ms)
        at_ms += down_ms + up_ms
    assert bench.run(at_ms + 500) == pressed(*(legend for legend, _, _ in taps))
    assert bench.pins.shorts == []


moves = st.tuples(st.sampled_from(LEGENDS), st.booleans(), st.integers(0, 120))


@given(st.lists(moves, max_size=40), st.integers(0, 1000))
def test_whatever_hands_do_no_key_is_told_that_was_not_down(
    story: list[tuple[str, bool, int]], seed: int
) -> None:
    bench = KeypadBench(seed=seed)
    down: dict[str, int] = {}  # legend: until when it counts as down
    for legend, is_down, pause_ms in story:
        if is_down:
            bench.keypad.press(legend, bench.now_ms)
            down[legend] = 1 << 60
        else:
            bench.keypad.release(legend, bench.now_ms)
            down[legend] = min(down.get(legend, 0), bench.now_ms + 60)
        known = {MEANT.get(key, key) for key, until_ms in down.items() if bench.now_ms <= until_ms}
        for fact in bench.run(pause_ms):
            assert isinstance(fact, events.KeyPressed)
            assert fact.key in known
    assert bench.pins.shorts == []


def test_ghosts_are_nobody() -> None:
    bench = KeypadBench()
    assert bench.hold("1") == pressed("1")
    assert bench.hold("3") == pressed("3")
    assert bench.hold("7", 1_000) == []  # with 9 as their ghost
    for legend in "137":
        assert bench.let_go(legend) == []
    assert bench.hold("9") == pressed("9")


def test_two_keys_of_a_column_do_not_join_two_outputs() -> None:
    bench = KeypadBench()
    for legend in "147":
        bench.keypad.press(legend, bench.now_ms)
        bench.run(37)
    for legend in "147":
        bench.let_go(legend)
    for legend in "147":
        bench.keypad.press(legend, bench.now_ms)
    bench.run(200)
    assert bench.pins.shorts == []


def test_nor_do_they_as_it_begins_and_ends() -> None:
    bench = KeypadBench()
    for row in ROWS:
        bench.pins.setup_out(row, False, True)  # left by somebody else
    for legend in "147":
        bench.keypad.press(legend, bench.now_ms)
    bench.now_ms += 50  # they have come to rest, and nobody has looked
    bench.part = MatrixKeypad(bench.pins, ROWS, COLUMNS[:3])
    bench.run(200)
    for legend in "147":
        bench.let_go(legend)
    for legend in "147":
        bench.keypad.press(legend, bench.now_ms)
    bench.now_ms += 15
    bench.part.close()
    assert bench.pins.shorts == []


# -- how often ----------------------------------------------------------------------------


def test_while_nobody_touches_it_one_look_in_20_ms_is_all() -> None:
    bench = KeypadBench()
    bench.polls = 0
    bench.run(10_000)
    assert bench.polls == 10_000 // LOOK_MS
    levels = {row: bench.pins.level(row) for row in ROWS}
    assert levels == dict.fromkeys(ROWS, False)


def test_a_scan_every_10_ms_while_a_key_is_down() -> None:
    bench = KeypadBench()
    bench.hold("5", 100)
    bench.polls = 0
    bench.run(1_000)
    assert bench.polls == 100
    bench.let_go("5", 100)
    bench.polls = 0
    bench.run(1_000)
    assert bench.polls == 1_000 // LOOK_MS


# -- troubles -----------------------------------------------------------------------------


def test_a_stuck_key_is_told_and_the_others_still_work() -> None:
    bench = KeypadBench()
    assert bench.hold("5", STUCK_MS - 1_000) == pressed("5")
    (failed,) = bench.run(2_000)
    assert isinstance(failed, events.PartFailed)
    assert failed.part == "keypad"
    assert "5" not in failed.why
    assert bench.hold("1") == pressed("1")
    assert bench.let_go("1") == []
    assert bench.run(STUCK_MS) == []
    assert bench.let_go("5") == [events.PartMended("keypad")]
    assert bench.hold("5") == pressed("5")


def test_pins_that_fail_are_told_once_and_tried_again() -> None:
    bench = KeypadBench()
    bench.pins.fail("pin 5 cannot be used")
    assert bench.run(60_000) == [events.PartFailed("keypad", "pin 5 cannot be used")]
    assert bench.hold("5") == []
    bench.pins.mend()
    assert bench.run(31_000) == [events.PartMended("keypad")]
    assert bench.let_go("5") == []  # it was not pressed for us
    assert bench.hold("5") == pressed("5")


def test_pins_that_fail_from_the_start_are_a_fact_too() -> None:
    bench = KeypadBench()
    bench.part = MatrixKeypad(bench.pins, ROWS, COLUMNS[:3])
    bench.pins.fail("no")
    assert bench.run(1_000) == [events.PartFailed("keypad", "no")]
    bench.part.close()


def test_after_a_restart_what_is_broken_is_told_again_and_what_is_held_is_not() -> None:
    bench = KeypadBench()
    assert bench.hold("5") == pressed("5")
    bench.part.restart()
    assert bench.run(1_000) == []
    assert bench.let_go("5") == []
    bench.hold("5", 25)
    bench.part.restart()
    assert bench.run(1_000) == []  # it was meant for what stood there before
    assert bench.let_go("5") == []
    assert bench.hold("5") == pressed("5")
    bench.pins.fail("gone")
    bench.run(1_000)
    bench.part.restart()
    assert bench.run(10) == [events.PartFailed("keypad", "gone")]


@pytest.mark.parametrize(
    ("rows", "columns", "legends"),
    [
        ((1, 2), (3,), ("12", "34")), ((1,), (2, 3), ("12", "34")), ((1, 2), (2, 3), ("12", "34")),
        ((1, 2), (3, 4), ("12", "3%")),
    ],
)  # fmt: skip
def test_a_keypad_that_cannot_be_wired_so_is_a_mistake(
    rows: tuple[int, ...], columns: tuple[int, ...], legends: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError):
        MatrixKeypad(KeypadBench().pins, rows, columns, legends)


def test_what_was_pressed_is_in_no_trace() -> None:
    shown = repr(KeypadBench().hold("7"))
    assert "KeyPressed" in shown
    assert "7" not in shown


def test_the_layouts_are_what_is_sold() -> None:
    for name, legends in LAYOUTS.items():
        rows, columns = map(int, name.split("x"))
        assert (len(legends), len(legends[0])) == (rows, columns)
        assert {*"0123456789"} < set(keys_of(legends))
