"""Sites for simulated terminals: cabinets as one meets them, drawn from a seed.

They are configurations of the product, written as an installer would write them.
"""

from typing import Any

from sim.luck import Stream

COLUMN = ("XS", "S", "M", "L", "M", "S")


# kind of board -> the first address, locks on one board
BOARDS = {"bcc8a": (1, 24), "cu16": (0, 16), "waveshare": (1, 8)}


def site(
    name: str, columns: int = 2, poll_ms: int = 500, place: str = "", ways: int = 24,
    kinds: tuple[str, ...] = ("bcc8a",),
) -> dict[str, Any]:  # fmt: skip
    """A cabinet of `columns` columns of six doors, on boards of so many ways (BCC8A alone has a
    choice); the columns go round the `kinds` of boards, one bus each.
    """
    wired: dict[str, int] = dict.fromkeys(kinds, 0)  # locks that are taken on each bus
    drawn = []
    for column in range(columns):
        kind = kinds[column % len(kinds)]
        drawn.append({"bus": _named(kind, kinds), "doors": [
            [number, size, *_next_lock(kind, wired, ways)]
            for number, size in enumerate(COLUMN, 1 + column * len(COLUMN))
        ]})  # fmt: skip
    return {
        "terminal": {"id": name, "place": place or f"Brīvības iela 1, Rīga ({name})"},
        "bus": [{"name": _named(kind, kinds), "kind": kind, "port": "simulated", "poll_ms": poll_ms}
                for kind in kinds],
        "scanner": {"port": "simulated"},
        "operator": {"phones": ["+371 67008001", "+371 27008001"]},
        "column": drawn,
    }  # fmt: skip


def _named(kind: str, kinds: tuple[str, ...]) -> str:
    return kind if len(kinds) > 1 else ""  # one bus alone needs no name


def _next_lock(kind: str, wired: dict[str, int], ways: int) -> tuple[int, int]:
    first, locks = BOARDS[kind]
    at = wired[kind]
    wired[kind] += 1
    locks = ways if kind == "bcc8a" else locks
    return first + at // locks, 1 + at % locks


def drawn_site(name: str, luck: Stream) -> dict[str, Any]:
    """A site as chance has it: small or large, asked often or seldom."""
    drawn = site(name, luck.between(1, 4), luck.pick((500, 1000, 2000, 2000)))
    return with_card_reader(drawn) if luck.chance(500) else drawn


def with_card_reader(
    drawn: dict[str, Any], goods_s: int = 30, statuses: int = 10
) -> dict[str, Any]:
    """The same with a card reader on its network, and how patient it is with the door."""
    reader = {"kind": "zvt", "port": "tcp://reader:20007", "goods_s": goods_s}
    return {**drawn, "card_reader": {**reader, "statuses": statuses}}


def quiet_site(name: str, luck: Stream) -> dict[str, Any]:
    """A small site that is asked seldom, for long runs; on boards of any make, or of two."""
    kinds = luck.pick(QUIET_KINDS)
    columns = 2 if len(kinds) > 1 else luck.pick((1, 1, 2))
    ways = 8 if columns > 1 and luck.chance(300) else 24
    quiet = site(name, columns, 2000, ways=ways, kinds=kinds)
    if luck.chance(300):
        return quiet
    return with_card_reader(quiet, luck.pick((10, 10, 15, 30)), luck.pick((1, 1, 3, 10)))


# Every question to a board costs a long run as much as every other: two boards cost two of them.
QUIET_KINDS = (*[("bcc8a",)] * 4, *[("cu16",)] * 3, *[("waveshare",)] * 2, ("bcc8a", "cu16"))
