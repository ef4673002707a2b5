"""What only a real serial line can do: be missing, be taken, be stuck, be captured.

What every line does is in `tests/contracts/test_line_seam.py`.
"""

import os
import select
import subprocess
import sys
import termios
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from drivers import line as line_module
from drivers.line import CapturedLine, Line, PortFound, SerialLine, ports_found

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port() -> Iterator[tuple[int, str]]:
    """(the far end, the path of the port)."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    os.close(master)
    os.close(slave)


def why(line: SerialLine) -> str:
    with pytest.raises(OSError) as caught:
        line.read()
    return str(caught.value.strerror)


def test_a_missing_device_is_a_fact_that_says_what_to_check(tmp_path: Path) -> None:
    line = SerialLine(str(tmp_path / "ttyUSB0"))
    assert not line.is_open
    assert line.fileno() is None
    assert "ttyUSB0 cannot be opened: nothing is plugged in there" in why(line)
    assert not line.reopen()


def test_what_is_no_serial_port_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("file", "."):
        line = SerialLine(str(tmp_path / name))
        assert not line.is_open
        assert "it is not a serial port that works" in why(line)
    assert (tmp_path / "file").read_bytes() == b""


def test_a_port_is_for_one_program_alone(port: tuple[int, str]) -> None:
    first = SerialLine(port[1])
    second = SerialLine(port[1])
    assert first.is_open
    assert not second.is_open
    assert "another program has it open" in why(second)
    first.close()
    assert second.reopen()
    second.close()


def test_a_port_has_the_stop_bits_that_its_device_wants(port: tuple[int, str]) -> None:
    for wanted, is_double in ((1, False), (2, True)):
        line = SerialLine(port[1], stop_bits=wanted)
        number = line.fileno()
        assert number is not None
        assert bool(termios.tcgetattr(number)[2] & termios.CSTOPB) is is_double
        line.close()


def test_bytes_that_only_partly_fit_are_an_error(port: tuple[int, str]) -> None:
    line = SerialLine(port[1])
    with pytest.raises(OSError, match="takes no more bytes"):
        line.write(bytes(1_000_000))
    assert not line.is_open


def test_a_port_that_takes_nothing_never_blocks_and_is_given_up(port: tuple[int, str]) -> None:
    line = SerialLine(port[1])
    accepted = 0
    with pytest.raises(OSError, match="takes no more bytes"):
        while True:  # nobody reads the far end
            line.write(b"x")
            accepted += 1
    assert not line.is_open
    # What still lay in our buffer does not come out late, as an order to open might.
    late = 0
    while select.select([port[0]], [], [], 0)[0]:
        late += len(os.read(port[0], 4_096))
    assert late < accepted
    assert "takes no more bytes" in why(line)
    assert line.reopen()
    line.close()


def test_opening_again_forgets_what_had_come_in(port: tuple[int, str]) -> None:
    line = SerialLine(port[1])
    os.write(port[0], b"old")
    assert line.reopen()
    assert line.read() == b""
    os.write(port[0], b"new")
    assert heard(line, 3) == b"new"
    line.close()


def test_closing_says_so_and_may_be_done_twice(port: tuple[int, str]) -> None:
    line = SerialLine(port[1])
    line.close()
    line.close()
    assert "is closed" in why(line)


class Listed(NamedTuple):
    """A port as pyserial tells of it."""

    device: str
    description: str = "n/a"
    hwid: str = "USB VID:PID=0403:6001"


def test_a_port_is_found_under_the_name_that_it_keeps(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB0"
    device.touch()
    kept = tmp_path / "by-id"
    kept.mkdir()
    (kept / "usb-FTDI-if00").symlink_to(device)
    (found,) = ports_found([Listed(str(device), "USB-RS485 Cable")], kept)
    assert found == PortFound(str(kept / "usb-FTDI-if00"), "USB-RS485 Cable (ttyUSB0)")


def test_ports_without_a_name_for_life_or_without_hardware(tmp_path: Path) -> None:
    listed = [
        Listed("/dev/ttyS0", hwid="n/a"), Listed("/dev/ttyAMA0", "ttyAMA0", "serial0"),
        Listed("/dev/ttyACM0"),
    ]  # fmt: skip
    assert ports_found(listed, tmp_path / "none") == [
        PortFound("/dev/ttyACM0", "ttyACM0"), PortFound("/dev/ttyAMA0", "ttyAMA0"),
    ]  # fmt: skip


def test_the_ports_of_this_machine_are_told_without_opening_one() -> None:
    assert all(found.name.startswith("/dev/") and found.what for found in ports_found())


def test_without_pyserial_one_sentence_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['serial'] = None\n"  # as where it is not installed
        "from drivers.line import SerialLine; SerialLine('/dev/ttyUSB0')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        "/dev/ttyUSB0 cannot be used: pyserial is not installed."
        " Install it with: pip install pyserial\n"
    )


# -- capture ------------------------------------------------------------------------------


def heard(line: Line, length: int) -> bytes:
    """Wait for that many bytes; the test's own time limit is the deadline."""
    data = b""
    while len(data) < length:
        data += line.read()
    return data


def test_a_capture_is_hex_lines_with_time_and_direction(
    port: tuple[int, str], tmp_path: Path
) -> None:
    times = iter([1_000, 1_014])
    line = CapturedLine(SerialLine(port[1]), tmp_path / "capture", lambda: next(times))
    line.write(bytes.fromhex("80010133B3"))
    os.write(port[0], bytes.fromhex("8001011191"))
    assert heard(line, 5) == bytes.fromhex("8001011191")
    assert line.read() == b""
    assert line.is_open
    line.close()
    assert (tmp_path / "capture").read_text() == "1000 > 80 01 01 33 B3\n1014 < 80 01 01 11 91\n"


def test_a_capture_goes_on_where_it_ended_and_stays_within_its_size(
    port: tuple[int, str], tmp_path: Path
) -> None:
    path = tmp_path / "capture"
    path.write_text("x" * (line_module.CAPTURE_MAX - 30))
    line = CapturedLine(SerialLine(port[1]), path, lambda: 7)
    for _ in range(10):
        line.write(b"\x80\x01\x01\x33\xb3")
    line.close()
    text = path.read_text()
    assert text.endswith("x7 > 80 01 01 33 B3\n")
    assert len(text) <= line_module.CAPTURE_MAX


def test_a_full_disk_ends_the_capture_and_not_the_line(port: tuple[int, str]) -> None:
    line = CapturedLine(SerialLine(port[1]), Path("/dev/full"), lambda: 7)
    line.write(b"\x80\x01\x01\x33\xb3")
    line.write(b"\x80\x01\x01\x33\xb3")
    with open(port[0], "rb", closefd=False) as far:  # which comes in as many pieces as it likes
        assert far.read(10) == b"\x80\x01\x01\x33\xb3" * 2
    assert line.is_open
    line.close()
