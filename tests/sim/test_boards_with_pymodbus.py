"""pymodbus, which never saw our code, talks to the Waveshare board as a process of its own."""

import time

import pytest
from pymodbus import FramerType
from pymodbus.client import ModbusSerialClient, ModbusTcpClient

from tests.sim.board_process import PATIENCE_S, Alone

BOARD = 9


@pytest.fixture(params=["pty", "tcp"])
def both(request, tmp_path):
    """The process, and a client that is connected to it."""
    if request.param == "pty":
        alone = Alone("waveshare", "--pty", tmp_path / "bus", "--address", BOARD)
        client = ModbusSerialClient(str(tmp_path / "bus"), baudrate=9600, timeout=PATIENCE_S,
                                    retries=0)
    else:
        alone = Alone("waveshare", "--tcp", 0, "--address", BOARD)
        client = ModbusTcpClient("127.0.0.1", port=alone.tcp_number, framer=FramerType.RTU,
                                 timeout=PATIENCE_S, retries=0)
    assert client.connect()
    yield alone, client
    client.close()
    assert alone.stop() == 0


def line_about_doors(alone):
    while "door" not in (line := alone.line()):
        assert line
    return line


def test_it_reads_relays_and_inputs_and_switches_relays(both):
    alone, client = both
    assert client.read_coils(0, count=8, device_id=BOARD).bits == [False] * 8
    assert client.read_discrete_inputs(0, count=8, device_id=BOARD).bits == [True] * 8
    assert not client.write_coil(2, True, device_id=BOARD).isError()
    assert "door 3 is given pulse 1" in line_about_doors(alone)
    assert "door 3 opened by pulse 1" in line_about_doors(alone)
    relays = client.read_coils(0, count=8, device_id=BOARD).bits
    assert relays == [False, False, True] + [False] * 5
    deadline_s = time.monotonic() + PATIENCE_S
    while client.read_discrete_inputs(2, count=1, device_id=BOARD).bits[0]:
        assert time.monotonic() < deadline_s
    assert not client.write_coil(2, False, device_id=BOARD).isError()
    assert not client.read_coils(2, count=1, device_id=BOARD).bits[0]


def test_it_writes_several_relays_and_reads_registers(both):
    alone, client = both
    written = client.write_coils(1, [True, False, True], device_id=BOARD)
    assert not written.isError()
    assert {line_about_doors(alone).split()[3] for _ in range(2)} == {"2", "4"}
    assert client.read_coils(0, count=8, device_id=BOARD).bits[:5] == [
        False, True, False, True, False]
    address = client.read_holding_registers(0x4000, count=1, device_id=BOARD)
    assert address.registers == [BOARD]


def test_it_understands_what_the_board_refuses(both):
    _, client = both
    refusal = client.write_coil(8, True, device_id=BOARD)
    assert refusal.isError() and refusal.exception_code == 2
    refusal = client.read_input_registers(0, count=1, device_id=BOARD)
    assert refusal.isError() and refusal.exception_code == 1
    refusal = client.read_coils(0, count=9, device_id=BOARD)
    assert refusal.isError() and refusal.exception_code == 2
