"""Which boards can be started alone, and what can be chosen about each.

A new board adds an entry to `KINDS`: its options for the command line, and how
to build it and its cabinet from them.  The loop that serves it is in
`__main__.py` and knows no kind.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from sim.boards import Board
from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import DOOR_CLOSING, DOOR_OPENING, Variant
from sim.cabinet import Cabinet
from sim.luck import Luck


@dataclass(frozen=True)
class Kind:
    """One make of board, as the command line sees it."""

    what: str
    add_options: Callable[[ArgumentParser], None]
    build: Callable[[Namespace, Luck], tuple[Cabinet, Board]]
    hint: Callable[[Namespace], str]


def _bcc8a_options(parser: ArgumentParser) -> None:
    parser.add_argument("--ways", type=int, default=24, help="locks it has room for (24)")
    parser.add_argument("--address", type=int, default=1, help="its address switches, 1 to 31 (1)")
    parser.add_argument("--header", choices=["8a", "80"], default="8a",
                        help="first byte of its answer to an open (8a)")
    parser.add_argument("--polarity", choices=[DOOR_CLOSING, DOOR_OPENING], default=DOOR_CLOSING,
                        help="when the contacts of its locks close (door_closing)")
    parser.add_argument("--bytes-per-status", type=int, metavar="N",
                        help="status bytes in its answer about all locks (3, or 7 for 50 ways)")
    parser.add_argument("--reports", action="store_true",
                        help="tell of changes unasked, with header 82")


def _bcc8a(options: Namespace, luck: Luck) -> tuple[Cabinet, Board]:
    variant = Variant(
        ways=options.ways, status_bytes=options.bytes_per_status,
        open_reply_header=int(options.header, 16), polarity=options.polarity,
        reports_changes=options.reports)
    cabinet = Cabinet(range(1, options.ways + 1), luck.stream("doors"))
    board = Bcc8a(cabinet, luck.stream("board"), address=options.address, variant=variant)
    return cabinet, board


def _bcc8a_hint(options: Namespace) -> str:
    check = 0x80 ^ options.address ^ 0x33
    return f"send 80 {options.address:02X} 00 33 {check:02X} to ask about all doors"


KINDS = {
    "bcc8a": Kind("BCC8A, RS-485, 9600 8N1", _bcc8a_options, _bcc8a, _bcc8a_hint),
}
