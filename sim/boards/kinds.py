"""Which boards can be started alone or in a test, and what can be chosen about each.

    cabinet, board = KINDS["cu16"].make(Luck(1), ways=8, busy="stuck")

A new board adds an entry to `KINDS`: its options for the command line, and how
to build it and its cabinet from them.  The loop that serves it is in
`__main__.py` and knows no kind.  The one idea: what the command line can choose,
a caller can choose by the same name, and both leave out what shall be as usual.
"""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from sim.boards import Board, cu16, waveshare
from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import DOOR_CLOSING, DOOR_OPENING, Variant
from sim.boards.micropython import MicroPythonBoard
from sim.boards.rtu import checked
from sim.cabinet import Cabinet
from sim.luck import Luck


@dataclass(frozen=True)
class Kind:
    """One make of board, as the command line sees it; `baud` is what its line is sold for."""

    what: str
    baud: int
    add_options: Callable[[ArgumentParser], None]
    build: Callable[[Namespace, Luck], tuple[Cabinet, Board]]
    hint: Callable[[Namespace], str]

    def make(self, luck: Luck, **chosen: object) -> tuple[Cabinet, Board]:
        """A board and its cabinet, doors 1 to `ways`, without a command line.

        `chosen` are options as `python -m sim.boards NAME --help` lists them, with _ for -:
        `ways=8, polarity="door_opening"`.  Every kind has `ways`, `address` and `polarity`.
        Raises ValueError for an option that it has not and for a board that cannot be.
        """
        parser = ArgumentParser()
        self.add_options(parser)
        options = parser.parse_args([])
        unknown = sorted(set(chosen) - set(vars(options)))
        if unknown:
            raise ValueError(f"{self.what} has no option {', '.join(unknown)}")
        vars(options).update(chosen)
        return self.build(options, luck)


def _add_common(parser: ArgumentParser, ways: int, address: int, addresses: str) -> None:
    parser.add_argument("--ways", type=int, default=ways, help=f"doors that hang on it ({ways})")
    parser.add_argument("--address", type=int, default=address,
                        help=f"its address, {addresses} ({address})")
    parser.add_argument("--polarity", choices=[DOOR_CLOSING, DOOR_OPENING], default=DOOR_CLOSING,
                        help="when the contacts of its locks close (door_closing)")


def _cabinet(options: Namespace, luck: Luck) -> Cabinet:
    if options.ways < 1:
        raise ValueError(f"at least one door hangs on it, not {options.ways}")
    return Cabinet(range(1, options.ways + 1), luck.stream("doors"))


def _bcc8a_options(parser: ArgumentParser) -> None:
    _add_common(parser, 24, 1, "1 to 31")
    parser.add_argument("--header", choices=["8a", "80"], default="8a",
                        help="first byte of its answer to an open (8a)")
    parser.add_argument("--bytes-per-status", type=int, metavar="N",
                        help="status bytes in its answer about all locks (3, or 7 for 50 ways)")
    parser.add_argument("--reports", action="store_true",
                        help="tell of changes unasked, with header 82")


def _bcc8a(options: Namespace, luck: Luck) -> tuple[Cabinet, Board]:
    variant = Variant(
        ways=options.ways, status_bytes=options.bytes_per_status,
        open_reply_header=int(options.header, 16), polarity=options.polarity,
        reports_changes=options.reports)
    cabinet = _cabinet(options, luck)
    board = Bcc8a(cabinet, luck.stream("board"), address=options.address, variant=variant)
    return cabinet, board


def _bcc8a_hint(options: Namespace) -> str:
    check = 0x80 ^ options.address ^ 0x33
    return f"send 80 {options.address:02X} 00 33 {check:02X} to ask about all doors"


def _cu16_options(parser: ArgumentParser) -> None:
    _add_common(parser, 16, 0, "0 to 9")
    parser.add_argument("--answers-unlock", action="store_true", help="answer an unlock")
    parser.add_argument("--busy", choices=[cu16.NEVER, cu16.PULSE, cu16.STUCK],
                        default=cu16.NEVER,
                        help="be deaf after an unlock: never, during the pulse, or until it"
                             " hears a 38 (never)")
    parser.add_argument("--infrared", action=BooleanOptionalAction, default=True,
                        help="sensors that see what lies inside are fitted (yes)")
    parser.add_argument("--names-lock", action="store_true",
                        help="replies name the lock that was asked for instead of lock 0")
    parser.add_argument("--answers-setting", action="store_true",
                        help="answer when the unlock time is set")
    parser.add_argument("--unlock-ms", type=int, default=550, metavar="MS",
                        help="unlock time when power comes (550)")


def _cu16(options: Namespace, luck: Luck) -> tuple[Cabinet, Board]:
    variant = cu16.Variant(
        polarity=options.polarity, answers_unlock=options.answers_unlock, busy=options.busy,
        has_infrared=options.infrared, names_lock=options.names_lock,
        answers_setting=options.answers_setting, unlock_ms=options.unlock_ms)
    cabinet = _cabinet(options, luck)
    board = cu16.Cu16(cabinet, luck.stream("board"), address=options.address, variant=variant)
    return cabinet, board


def _cu16_hint(options: Namespace) -> str:
    addr = options.address << 4
    return f"send 02 {addr:02X} 30 03 {addr + 0x35:02X} to ask about all doors"


def _waveshare_options(parser: ArgumentParser) -> None:
    _add_common(parser, 8, 1, "1 to 247")
    parser.add_argument("--inputs", action=BooleanOptionalAction, default=True,
                        help="model (D) with eight inputs (yes)")
    parser.add_argument("--control", choices=list(waveshare.MODES), default=waveshare.NORMAL,
                        help="relays follow orders, or their inputs (normal)")
    parser.add_argument("--answers-broadcast", action="store_true",
                        help="tell its address to whoever asks address 0 for a register")


def _waveshare(options: Namespace, luck: Luck) -> tuple[Cabinet, Board]:
    variant = waveshare.Variant(
        polarity=options.polarity, has_inputs=options.inputs, control=options.control,
        answers_broadcast=options.answers_broadcast)
    cabinet = _cabinet(options, luck)
    board = waveshare.Waveshare(cabinet, luck.stream("board"), address=options.address,
                                variant=variant)
    return cabinet, board


def _waveshare_hint(options: Namespace) -> str:
    asked = checked(bytes([options.address, 0x02, 0, 0, 0, waveshare.RELAYS]))
    return f"send {asked.hex(' ').upper()} to ask about all doors"


def _micropython_options(parser: ArgumentParser) -> None:
    _add_common(parser, 11, 1, "1 to 31")
    parser.add_argument("--watchdog", action=BooleanOptionalAction, default=True,
                        help="restart a firmware that hangs (yes)")
    parser.add_argument("--open-ears", action="store_true",
                        help="wire its transceiver so that it hears itself")


def _micropython(options: Namespace, luck: Luck) -> tuple[Cabinet, Board]:
    cabinet = _cabinet(options, luck)
    board = MicroPythonBoard(cabinet, address=options.address, polarity=options.polarity,
                             has_watchdog=options.watchdog, has_open_ears=options.open_ears)
    board.switch_on(0)
    return cabinet, board


KINDS = {
    "bcc8a": Kind("BCC8A, RS-485, 9600 8N1", 9600, _bcc8a_options, _bcc8a, _bcc8a_hint),
    "cu16": Kind("KERONG CU16, RS-485, 19200 8N1", 19200, _cu16_options, _cu16, _cu16_hint),
    "waveshare": Kind("Waveshare Modbus RTU Relay (D), RS-485, 9600 8N1", waveshare.BAUD,
                      _waveshare_options, _waveshare, _waveshare_hint),
    # Lives in real time only: its firmware is a process with a clock of its own.
    "micropython": Kind("our own BCC8A board, its real firmware under MicroPython, 9600 8N1", 9600,
                        _micropython_options, _micropython, _bcc8a_hint),
}
