"""The makes of lock board that can be looked for on a line, and what that needs to know of each.

How they are spoken to is in their dialects.  The one idea: a board is found by questions that
move nothing; how long to wait for an answer to those is known for each make, and is much
shorter than for an order to open.
"""

from collections.abc import Callable
from typing import NamedTuple

from drivers import modbus_codec
from drivers.bcc8a import Bcc8a
from drivers.cu16 import Cu16
from drivers.dialect import Dialect
from drivers.waveshare import Waveshare

_LINKED = (
    "its relays follow their inputs (register {register:X} is {value} for relay {relay}, and must"
    " be 0): each door contact would hold a coil under current; set the control mode of all relays"
    " to 0, normal, with the maker's program, and begin again"
)
_UNTOLD = (
    "it does not tell whether its relays follow their inputs (registers 1000 to 1007): a board"
    " in that mode holds coils under current; set the control mode of all relays to 0, normal,"
    " with the maker's program; use a board that answers this question"
)


class Setting(NamedTuple):
    """A question about how a board is set, and what is wrong with an answer ("" for nothing)."""

    words: Callable[[int], bytes]
    judge: Callable[[bytes, int], str]


class Make(NamedTuple):
    """One make of board, as somebody who looks for it sees it."""

    what: str
    baud: int
    dialect: Callable[[], Dialect]
    answer_ms: int  # from a question about levels to the end of all answers to it
    setting: Setting | None = None


def _judge_control(frame: bytes, board: int) -> str:
    modes = modbus_codec.read_control(frame, board)
    if modes is None:
        return _UNTOLD
    linked = [relay for relay, mode in zip(modbus_codec.RELAYS, modes, strict=True) if mode]
    if not linked:
        return ""
    relay = linked[0]
    return _LINKED.format(
        register=modbus_codec.CONTROL + relay - 1, relay=relay, value=modes[relay - 1]
    )


MAKES = {
    # One text of the makers asks to wait 100 ms for the answer; an echo comes before it.
    "bcc8a": Make("BCC8A", 9600, Bcc8a, 250),
    "cu16": Make("KERONG CU16", 19200, Cu16, 250),
    # The only one with 247 addresses: each of them costs two such waits.
    "waveshare": Make(
        "Waveshare Modbus RTU Relay", 9600, Waveshare, 150,
        Setting(modbus_codec.query_control, _judge_control),
    ),
}  # fmt: skip
