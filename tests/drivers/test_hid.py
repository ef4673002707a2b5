"""Devices that call themselves keyboards: found, grabbed, read, lost and found again.

There is no input layer here: a FIFO takes the place of an event node (it gives records and
hangs up like one), a folder that of /sys/class/input, and the grab, the only thing that
needs the kernel's input layer, is told to the test. The last test asks the real one.
"""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers import hid
from drivers.clock import Clock
from drivers.hid import HidLine
from drivers.hid_keypad import HidKeypad
from drivers.hid_scanner import HidScanner
from sim.scanners.wedge import ENTER, KEYPAD_ENTER, LEFT_SHIFT, keys_of, press, records, typed
from terminal import events
from terminal.part import Part
from terminal.record import Record

PATIENCE_MS = 10_000
Grab = Callable[[int], None]


class Desk:
    """Devices on their FIFOs, as /dev/input and /sys/class/input show them."""

    def __init__(self, folder: Path) -> None:
        self.dev, self.sys = folder / "dev", folder / "sys"
        self.dev.mkdir()
        self.sys.mkdir()
        self.grabbed: list[str] = []
        self.refusal = 0
        self._writers: dict[str, int] = {}

    def plug(self, node: str, vendor: str = "0c2e", product: str = "0b61") -> Path:
        path = self.dev / node
        os.mkfifo(path)
        # Opened for both, so that neither side waits for the other.
        self._writers[node] = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        own = self.sys / node / "device/id"
        own.mkdir(parents=True, exist_ok=True)
        (own / "vendor").write_text(vendor + "\n")
        (own / "product").write_text(product + "\n")
        return path

    def pull(self, node: str) -> None:
        os.close(self._writers.pop(node))
        (self.dev / node).unlink()
        for name in ("vendor", "product"):
            (self.sys / node / "device/id" / name).unlink()

    def type(self, node: str, data: bytes) -> None:
        os.write(self._writers[node], data)

    def take(self, descriptor: int) -> None:
        if self.refusal:
            raise OSError(self.refusal, os.strerror(self.refusal))
        self.grabbed.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")).name)

    def line(self, name: str) -> HidLine:
        return HidLine(name, take=self.take, sys_input=str(self.sys), dev_input=str(self.dev))

    def clear(self) -> None:
        for node in list(self._writers):
            self.pull(node)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.clear()


def wait(part: Part, count: int = 1) -> list[Record]:
    """What it tells, in real time, until that many facts are told or patience ends."""
    clock, told = Clock(), []
    end_ms = clock.monotonic_ms() + PATIENCE_MS
    while len(told) < count and clock.monotonic_ms() < end_ms:
        told += part.poll(clock.monotonic_ms())
        wake_ms, descriptor = part.wake_at_ms(), part.fileno()
        until_ms = end_ms if wake_ms is None else min(wake_ms, end_ms)
        if len(told) < count:
            clock.wait(until_ms, [] if descriptor is None else [descriptor])
    return told


def why(line: HidLine) -> str:
    with pytest.raises(OSError) as caught:
        line.read()
    return str(caught.value.strerror)


# -- the line -----------------------------------------------------------------------------


def test_a_device_is_found_by_its_path_or_by_its_id(desk: Desk) -> None:
    desk.plug("event0", "046d", "c31c")  # somebody's keyboard
    path = desk.plug("event3")
    for name in (str(path), "0c2e:0b61", "0C2E:0B61"):
        desk.grabbed.clear()
        line = desk.line(name)
        assert line.is_open and desk.grabbed == ["event3"]
        desk.type("event3", typed("482913"))
        assert line.read() == typed("482913")
        line.close()


def test_a_device_that_nobody_named_is_never_touched(desk: Desk) -> None:
    desk.plug("event0", "046d", "c31c")
    desk.plug("event1", "0c2e", "0b62")
    desk.type("event0", typed("secret"))
    line = desk.line("0c2e:0b61")
    assert not line.is_open and desk.grabbed == []
    assert "0c2e:0b61 cannot be found" in why(line) and "lsusb" in why(line)


def test_all_nodes_of_a_device_are_grabbed_and_read(desk: Desk) -> None:
    for node in ("event3", "event4", "event10"):
        desk.plug(node)
    line = desk.line("0c2e:0b61")
    assert sorted(desk.grabbed) == ["event10", "event3", "event4"]
    desk.type("event4", typed("1"))
    desk.type("event10", typed("2"))
    assert sorted([line.read()]) == [typed("2") + typed("1")]
    line.close()


def test_halves_of_records_of_different_nodes_never_join(desk: Desk) -> None:
    desk.plug("event3")
    desk.plug("event4")
    line = desk.line("0c2e:0b61")
    one, other = typed("1"), typed("2")
    desk.type("event3", one[:30])
    desk.type("event4", other[:40])
    assert line.read() == one[:24] + other[:24]
    desk.type("event4", other[40:])
    desk.type("event3", one[30:])
    assert line.read() == one[24:] + other[24:]
    line.close()


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.EBUSY, "another program holds it"), (errno.ENOTTY, "no keyboard of the input layer")],
)
def test_what_cannot_be_grabbed_is_not_read(desk: Desk, number: int, remedy: str) -> None:
    desk.plug("event3")
    desk.type("event3", typed("482913"))
    desk.refusal = number
    line = desk.line("0c2e:0b61")
    assert not line.is_open and line.fileno() is None
    assert "cannot be had for us alone, so it is not read" in why(line) and remedy in why(line)
    desk.refusal = 0
    assert line.reopen()
    line.close()


def test_one_node_that_cannot_be_grabbed_gives_all_back(desk: Desk) -> None:
    desk.plug("event3")
    desk.plug("event4")
    open_before = len(os.listdir("/proc/self/fd"))
    line = desk.line("0c2e:0b61")
    line.close()
    taken: list[int] = []

    def take_one(descriptor: int) -> None:
        taken.append(descriptor)
        if len(taken) == 2:
            raise OSError(errno.EBUSY, "busy")

    line = HidLine("0c2e:0b61", take=take_one, sys_input=str(desk.sys), dev_input=str(desk.dev))
    assert not line.is_open
    assert len(os.listdir("/proc/self/fd")) == open_before


def test_a_path_that_is_not_there_says_what_to_look_at(tmp_path: Path) -> None:
    line = HidLine(str(tmp_path / "event9"))
    assert not line.is_open
    assert "cannot be found" in why(line) and "/dev/input/by-id" in why(line)
    assert not line.reopen()


def test_a_folder_of_the_kernel_that_is_not_there_is_no_device(tmp_path: Path) -> None:
    line = HidLine("0c2e:0b61", sys_input=str(tmp_path / "nothing"))
    assert "cannot be found" in why(line)


def test_pulled_out_it_says_so_and_is_found_again(desk: Desk) -> None:
    desk.plug("event3")
    line = desk.line("0c2e:0b61")
    desk.pull("event3")
    assert "0c2e:0b61 is gone" in why(line)
    assert not line.is_open and not line.reopen()
    desk.plug("event5")
    assert line.reopen()
    assert desk.grabbed == ["event3", "event5"]
    line.close()
    line.close()
    assert "is closed" in why(line)


def test_only_ids_are_looked_up_as_ids() -> None:
    for name in ("0c2e:0b61", "FFFF:0000"):
        assert hid.is_usb_id(name), name
    for name in ("", ":", "0c2e", "0c2e:", "c2e:b61", "0c2e:0b61:1", "/dev/event3", "0c2g:0b61"):
        assert not hid.is_usb_id(name), name


def test_the_real_grab_refuses_what_is_no_input_device(desk: Desk) -> None:
    path = desk.plug("event3")
    line = HidLine(str(path))
    assert not line.is_open
    assert "no keyboard of the input layer" in why(line)


# -- the scanner --------------------------------------------------------------------------


def test_a_scan_is_told_as_a_text_and_never_as_keys(desk: Desk) -> None:
    desk.plug("event3")
    part = HidScanner(desk.line("0c2e:0b61"))
    assert part.wake_at_ms() == 0
    for text in ("482913", "RR123456785LV", "]C110AB\x1d400PO-99", 'a"B |~`{}[]\\<>?/!@#$%^&*()_+'):
        desk.type("event3", typed(text))
        assert wait(part) == [events.Scanned(text)]
    part.close()


def test_a_scan_may_end_with_the_other_enter_and_come_in_pieces(desk: Desk) -> None:
    desk.plug("event3")
    part = HidScanner(desk.line("0c2e:0b61"))
    data = records(keys_of("48291") + press(KEYPAD_ENTER))
    for at in range(0, len(data), 7):
        desk.type("event3", data[at : at + 7])
    assert wait(part) == [events.Scanned("48291")]
    part.close()


def test_a_scanner_pulled_out_in_the_middle_of_a_text(desk: Desk) -> None:
    desk.plug("event3")
    part = HidScanner(desk.line("0c2e:0b61"))
    desk.type("event3", typed("482")[:-100])
    part.poll(0)
    desk.pull("event3")
    (failed,) = wait(part)
    assert isinstance(failed, events.PartFailed) and failed.part == "scanner"
    assert "0c2e:0b61 is gone" in failed.why
    desk.plug("event3")
    desk.type("event3", typed("913"))
    assert wait(part, 2) == [events.PartMended("scanner"), events.Scanned("913")]
    assert part.dropped == 1
    part.close()


def test_a_scanner_that_another_program_holds_fails_with_a_sentence(desk: Desk) -> None:
    desk.plug("event3")
    desk.refusal = errno.EBUSY
    part = HidScanner(desk.line("0c2e:0b61"))
    (failed,) = wait(part)
    assert isinstance(failed, events.PartFailed)
    assert failed.why.startswith(f"{desk.dev}/event3 cannot be had for us alone, so it is not")
    part.restart()
    assert wait(part) == [failed]
    desk.refusal = 0
    assert wait(part) == [events.PartMended("scanner")]
    part.close()


def test_a_fragment_wakes_the_scanner_to_drop_it(desk: Desk) -> None:
    desk.plug("event3")
    part = HidScanner(desk.line("0c2e:0b61"))
    part.poll(1_000)
    desk.type("event3", records(keys_of("482")))
    assert part.poll(1_000) == []
    assert part.wake_at_ms() == 1_500
    assert part.poll(1_500) == []
    assert (part.dropped, part.wake_at_ms()) == (1, None)
    part.close()


def test_nobody_reads_what_was_scanned(desk: Desk) -> None:
    desk.plug("event3")
    part = HidScanner(desk.line("0c2e:0b61"))
    desk.type("event3", typed("482913"))
    assert "482913" not in repr(wait(part))
    part.close()


# -- the keypad ---------------------------------------------------------------------------


def test_keys_of_a_keypad_are_told_one_by_one(desk: Desk) -> None:
    desk.plug("event3")
    part = HidKeypad(desk.line("0c2e:0b61"))
    desk.type("event3", records(keys_of("4829") + press(14) + press(1) + press(ENTER)))
    keys = ["4", "8", "2", "9", "erase", "cancel", "enter"]
    assert wait(part, 7) == [events.KeyPressed(key) for key in keys]
    assert "4" not in repr(events.KeyPressed("4"))
    part.close()


def test_a_held_key_of_a_keypad_is_one_press(desk: Desk) -> None:
    desk.plug("event3")
    part = HidKeypad(desk.line("0c2e:0b61"))
    desk.type("event3", records([(2, 1), *[(2, 2)] * 40, (2, 0), *press(3)]))
    assert wait(part, 2) == [events.KeyPressed("1"), events.KeyPressed("2")]
    part.close()


def test_a_keypad_pulled_out_with_a_key_down_starts_afresh(desk: Desk) -> None:
    desk.plug("event3")
    part = HidKeypad(desk.line("0c2e:0b61"))
    desk.type("event3", records([(LEFT_SHIFT, 1), (2, 1)])[:-30])
    assert part.poll(0) == []
    desk.pull("event3")
    assert len(wait(part)) == 1
    desk.plug("event3")
    desk.type("event3", records(press(2)))
    assert wait(part, 2) == [events.PartMended("keypad"), events.KeyPressed("1")]
    part.close()


def test_a_keypad_that_is_missing_is_told_and_found(desk: Desk) -> None:
    part = HidKeypad(desk.line("0c2e:0b61"))
    (failed,) = wait(part)
    assert isinstance(failed, events.PartFailed) and failed.part == "keypad"
    part.restart()
    assert part.wake_at_ms() == 0
    assert wait(part) == [failed]
    desk.plug("event3")
    assert wait(part) == [events.PartMended("keypad")]
    desk.type("event3", records(press(2)))
    assert wait(part) == [events.KeyPressed("1")]
    part.close()
