"""The keypad on a serial port, as a part."""

from drivers.serial_keypad import SerialKeypad
from terminal import events
from tests.drivers.far_end import Bench, ScriptedLine, silence


def bench() -> Bench:
    line = ScriptedLine(silence)
    return Bench(SerialKeypad(line), line)


def test_it_wants_to_be_polled_at_the_start_and_then_only_when_there_is_something() -> None:
    world = bench()
    assert world.part.wake_at_ms() == 0
    world.run(10)
    assert world.part.wake_at_ms() is None


def test_keys_are_told_as_they_come() -> None:
    world = bench()
    for number, byte in enumerate(b"482*#C"):
        world.line.send(bytes([byte]), 100 * number)
    keys = ["4", "8", "2", "erase", "enter", "cancel"]
    assert world.run(1_000) == [events.KeyPressed(key) for key in keys]


def test_keys_that_waited_while_the_terminal_was_busy_are_all_told() -> None:
    world = bench()
    world.line.send(b"482913")
    assert len(world.run(10)) == 6


def test_noise_presses_nothing() -> None:
    world = bench()
    world.line.send(b"\xff1\x00")
    assert world.run(10) == []
    assert isinstance(world.part, SerialKeypad)
    assert world.part.dropped == 1


def test_a_missing_keypad_is_told_once_and_so_is_its_return() -> None:
    world = bench()
    world.line.pull("gone")
    assert world.run(120_000) == [events.PartFailed("keypad", "gone")]
    world.restart()
    assert world.part.wake_at_ms() == 0
    assert world.run(10) == [events.PartFailed("keypad", "gone")]
    world.line.plug()
    assert world.run(31_000) == [events.PartMended("keypad")]
    world.line.send(b"5")
    assert world.run(10) == [events.KeyPressed("5")]


def test_no_log_shows_a_key() -> None:
    assert "'5'" not in repr(events.KeyPressed("5"))
