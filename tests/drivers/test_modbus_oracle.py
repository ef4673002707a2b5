"""pymodbus reads what we say and we read what it says; neither was written from the other.

It knows the reads (01, 02) and a plain coil (05).  The board's own flash is a plain coil to it
with a strange address and value, so of that it vouches for the frame alone.
"""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse, ModbusPDU
from pymodbus.pdu import bit_message as pdu
from pymodbus.pdu import register_message as registers

from drivers import modbus_codec as codec
from drivers.lock_boards import LockBoards
from drivers.waveshare import Waveshare
from terminal import events
from tests.drivers.far_end import WIRE_MS, Bench, ScriptedLine, echoing

THEIR_BOARD = FramerRTU(DecodePDU(is_server=True))
THEIR_HOST = FramerRTU(DecodePDU(is_server=False))

boards = st.sampled_from(codec.BOARDS)
relays = st.sampled_from(codec.RELAYS)
bits = st.lists(st.booleans(), min_size=8, max_size=8)


def as_they_read(frame: bytes) -> ModbusPDU:
    """What their board makes of our order; the whole frame is used up."""
    used, request = THEIR_BOARD.handleFrame(frame, 0, 0)
    assert used == len(frame)
    assert request is not None
    return request


def number(told: list[bool]) -> int:
    return sum(is_high << place for place, is_high in enumerate(told))


@given(boards)
def test_they_read_our_questions(board: int) -> None:
    for frame, kind in (
        (codec.query_inputs(board), pdu.ReadDiscreteInputsRequest),
        (codec.query_relays(board), pdu.ReadCoilsRequest),
    ):
        request = as_they_read(frame)
        assert type(request) is kind
        assert (request.dev_id, request.address, request.count) == (board, 0, 8)
        assert THEIR_HOST.buildFrame(kind(dev_id=board, address=0, count=8)) == frame


@given(boards)
def test_they_read_our_question_how_relays_are_controlled(board: int) -> None:
    request = as_they_read(codec.query_control(board))
    assert type(request) is registers.ReadHoldingRegistersRequest
    assert (request.dev_id, request.address, request.count) == (board, 0x1000, 8)


@given(boards, st.lists(st.integers(0, 0xFFFF), min_size=8, max_size=8))
def test_we_read_how_they_say_relays_are_controlled(board: int, modes: list[int]) -> None:
    answer = registers.ReadHoldingRegistersResponse(dev_id=board, registers=modes)
    assert codec.read_control(THEIR_BOARD.buildFrame(answer), board) == tuple(modes)


@given(boards, relays)
def test_they_read_our_orders_to_switch_off(board: int, relay: int) -> None:
    for frame, address in (
        (codec.switch_off(board, relay), relay - 1), (codec.switch_all_off(board), 0xFF),
    ):  # fmt: skip
        request = as_they_read(frame)
        assert type(request) is pdu.WriteSingleCoilRequest
        assert (request.dev_id, request.address, request.bits) == (board, address, [False])
        theirs = pdu.WriteSingleCoilRequest(dev_id=board, address=address, bits=[False])
        assert THEIR_HOST.buildFrame(theirs) == frame


@given(boards, relays, st.sampled_from(codec.PULSES_MS))
def test_a_flash_is_a_whole_frame_to_them(board: int, relay: int, pulse_ms: int) -> None:
    request = as_they_read(codec.flash(board, relay, pulse_ms))
    assert type(request) is pdu.WriteSingleCoilRequest
    assert (request.dev_id, request.address) == (board, 0x200 + relay - 1)


@given(boards, bits)
def test_we_read_their_answers(board: int, told: list[bool]) -> None:
    for kind, read in (
        (pdu.ReadDiscreteInputsResponse, codec.read_inputs),
        (pdu.ReadCoilsResponse, codec.read_relays),
    ):
        answer = THEIR_BOARD.buildFrame(kind(dev_id=board, bits=told))
        assert read(answer, board) == number(told)
        assert read(answer, board % 247 + 1) is None


@given(boards, st.sampled_from([1, 2, 5]), st.integers(1, 11))
def test_we_read_their_exceptions(board: int, function: int, why: int) -> None:
    answer = THEIR_BOARD.buildFrame(ExceptionResponse(function, why, board))
    assert codec.read_exception(answer, board, function) == why


@given(st.binary(max_size=64))
def test_the_checksum_is_theirs(data: bytes) -> None:
    crc = codec.crc16(data)
    assert FramerRTU.compute_CRC(data) == (crc & 0xFF) << 8 | crc >> 8


class TheirBoard:
    """A board out of their words: eight inputs, and relays that can only be switched off."""

    def __init__(self, inputs: list[bool]) -> None:
        self.inputs = inputs
        self.switched_off: list[int] = []

    def __call__(self, said: bytes) -> list[tuple[int, bytes]]:
        return [(WIRE_MS + 10, THEIR_BOARD.buildFrame(self._obey(as_they_read(said))))]

    def _obey(self, request: ModbusPDU) -> ModbusPDU:
        if isinstance(request, pdu.ReadDiscreteInputsRequest):
            return pdu.ReadDiscreteInputsResponse(dev_id=request.dev_id, bits=self.inputs)
        assert isinstance(request, pdu.WriteSingleCoilRequest)
        assert request.bits == [False]
        self.switched_off.append(request.address)
        return pdu.WriteSingleCoilResponse(
            dev_id=request.dev_id, address=request.address, bits=[False]
        )


def test_our_driver_starts_and_watches_their_board() -> None:
    through: tuple[Callable[..., object], ...] = (lambda script: script, echoing)
    for way in through:
        board = TheirBoard([True, False] * 4)
        line = ScriptedLine(way(board))  # type: ignore[arg-type]
        wiring = [(compartment, 7, compartment) for compartment in range(1, 9)]
        world = Bench(LockBoards(line, wiring, dialect=Waveshare()), line)
        facts = world.run(2_000)
        assert facts == [events.DoorSeen(n, n % 2 == 0) for n in range(1, 9)]
        assert board.switched_off == [0xFF]
        board.inputs[0] = False
        assert world.run(2_000) == [events.DoorOpened(1)]
