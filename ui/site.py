"""What the pictures must know about one site: whose terminal it is, and how its doors stand.

The composition root makes it from the site's configuration; a value that cannot be is refused
with a sentence that says what to write instead.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SIZES = ("XS", "S", "M", "L")


class SiteError(ValueError):
    """The site's configuration cannot be used; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who answers for the terminal.  `phones` as they are dialled, spaces and all.

    `terminal` is what people read to the support on the phone.  `sender` is the name that its
    messages come from, `rules` and `prices` are those in force with their version, `eid_phone` is
    the line of eParaksts.  What is "" is left out.
    """

    name: str
    phones: tuple[str, ...]
    terminal: str = ""
    address: str = ""
    registration: str = ""
    email: str = ""
    site: str = ""
    sender: str = ""
    rules: str = ""
    prices: str = ""
    eid_phone: str = ""


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The doors as one sees them: columns from left to right, each from top to bottom.

    A door is (compartment, size).  The screen stands to the right of `screen_after` columns.
    """

    columns: tuple[tuple[tuple[int, str], ...], ...]
    screen_after: int

    def place_of(self, compartment: int) -> tuple[int, int] | None:
        """The column and the row of a door, both from 0."""
        for column, doors in enumerate(self.columns):
            for row, (number, _) in enumerate(doors):
                if number == compartment:
                    return column, row
        return None


@dataclass(frozen=True, slots=True)
class Site:
    """`languages` are the codes of catalogues, the site's own first; `zone` as in "Europe/Riga"."""

    operator: Operator
    cabinet: Cabinet
    languages: tuple[str, ...] = ("lv", "en")
    zone: str = "Europe/Riga"

    def __post_init__(self) -> None:
        if not self.languages:
            raise SiteError('No language is named; write languages = ["lv", "en"].')
        if not 0 <= self.cabinet.screen_after <= len(self.cabinet.columns):
            raise SiteError(
                f"screen_after is {self.cabinet.screen_after}, but the cabinet has"
                f" {len(self.cabinet.columns)} columns; count those left of the screen."
            )
        _check_doors(self.cabinet)
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise SiteError(
                f'The time zone "{self.zone}" is not known here; write one as in "Europe/Riga",'
                " or install the Debian package tzdata."
            ) from error


def _check_doors(cabinet: Cabinet) -> None:
    seen: set[int] = set()
    for doors in cabinet.columns:
        for number, size in doors:
            if size not in SIZES:
                raise SiteError(
                    f'Compartment {number} has the size "{size}"; the sizes are {", ".join(SIZES)}.'
                )
            if number in seen:
                raise SiteError(f"Compartment {number} stands twice in the cabinet's columns.")
            seen.add(number)
