"""The whole bench over our own firmware: what `make run BOARD=micropython` starts."""

from pathlib import Path

import pytest

from sim.boards.micropython import MicroPythonBoard
from tests.sim.test_bench import Hands

pytestmark = [pytest.mark.micropython, pytest.mark.broker]


def test_a_courier_loads_a_parcel_through_the_real_firmware(
    tmp_path: Path, micropython: str, mosquitto: str
) -> None:
    hands = Hands(tmp_path, board="micropython")
    try:
        (board,) = hands.bench.stand.boards
        assert isinstance(board, MicroPythonBoard) and board.chip.is_on
        hands.begin_run()
        parcel, door = hands.put_first_in()
        assert [way for way, _ in board.on_for_ms] == [door]
        hands.close(door)
        hands.wait("the deposit", lambda: hands.state_of(parcel) == "inside")
        # Its power is that of the terminal: it comes back with it.
        hands.bench.stand.cut_power(hands.bench.now_ms)
        assert not board.chip.is_on
        hands.bench.stand.power_on(hands.bench.now_ms)
        hands.see("Welcome")
        assert board.chip.starts == 2 and len(board.on_for_ms) == 1
    finally:
        hands.bench.close()
    assert not board.chip.is_on
