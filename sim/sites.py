"""Sites for simulated terminals: cabinets as one meets them, drawn from a seed.

They are configurations of the product, written as an installer would write them.
"""

from typing import Any

from sim.luck import Stream

COLUMN = ("XS", "S", "M", "L", "M", "S")


def site(
    name: str, columns: int = 2, poll_ms: int = 500, place: str = "", ways: int = 24
) -> dict[str, Any]:
    """A cabinet of `columns` columns of six doors, on boards of so many ways."""
    doors = []
    for number in range(1, columns * len(COLUMN) + 1):
        size = COLUMN[(number - 1) % len(COLUMN)]
        doors.append([number, size, 1 + (number - 1) // ways, 1 + (number - 1) % ways])
    rows = len(COLUMN)
    return {
        "terminal": {"id": name, "place": place or f"Brīvības iela 1, Rīga ({name})"},
        "bus": [{"port": "simulated", "poll_ms": poll_ms}],
        "scanner": {"port": "simulated"},
        "operator": {"phones": ["+371 67008001", "+371 27008001"]},
        "column": [{"doors": doors[at : at + rows]} for at in range(0, len(doors), rows)],
    }


def drawn_site(name: str, luck: Stream) -> dict[str, Any]:
    """A site as chance has it: small or large, asked often or seldom."""
    drawn = site(name, luck.between(1, 4), luck.pick((500, 1000, 2000, 2000)))
    return with_card_reader(drawn) if luck.chance(500) else drawn


def with_card_reader(drawn: dict[str, Any]) -> dict[str, Any]:
    """The same with a card reader on its network."""
    return {**drawn, "card_reader": {"kind": "zvt", "port": "tcp://reader:20007"}}


def quiet_site(name: str, luck: Stream) -> dict[str, Any]:
    """A small site that is asked seldom, for long runs; three in ten have boards of 8 ways."""
    ways = 8 if luck.chance(300) else 24
    poll_ms = luck.pick((2000, 2000, 2000, 1000)) if ways == 24 else 2000
    quiet = site(name, luck.between(1, 2) if ways == 24 else 2, poll_ms, ways=ways)
    return with_card_reader(quiet) if luck.chance(700) else quiet
