"""How it looks: colours and sizes, two styles, and what a panel measures.

Everything is in millimetres on the glass, because fingers and eyes are.  The idea needed to read
the rest: paper carries the words, pine carries what the hands do, and amber is kept for one thing
alone, "here".  `CALM` is the everyday style.  `LARGE` has no letter smaller than EN 301 549 5.1.4
asks of large text (0.7 degrees at 400 mm) and the contrast of white on black.  Colours are tested:
text at least 7:1 on its ground, the edge of a key at least 3:1 (WCAG 1.4.6 and 1.4.11).
"""

from dataclasses import dataclass

from ui.picture import Colour


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen as built: its pixels, and how many of them make a millimetre."""

    width_px: int = 1024
    height_px: int = 600
    px_per_mm: float = 4.60

    @property
    def width_mm(self) -> float:
        return self.width_px / self.px_per_mm

    @property
    def height_mm(self) -> float:
        return self.height_px / self.px_per_mm


@dataclass(frozen=True, slots=True)
class Style:
    """`paper`, `pine`, `amber` are grounds; `on_*` is the text on them.

    Sizes are of the em square; a capital is 0.72 of it.
    """

    name: str
    paper: Colour
    ink: Colour
    muted: Colour
    bad: Colour
    good: Colour
    note: Colour
    note_bad: Colour
    card: Colour
    card_edge: Colour | None
    on_card: Colour
    on_card_muted: Colour
    amber: Colour
    on_amber: Colour
    main: Colour
    main_pressed: Colour
    on_main: Colour
    plain: Colour
    plain_pressed: Colour
    plain_edge: Colour
    on_plain: Colour
    digit: Colour
    digit_soft: Colour
    on_digit: Colour
    door: Colour
    door_edge: Colour
    on_door: Colour
    title_mm: float
    body_mm: float
    small_mm: float
    smallest_mm: float


CALM = Style(
    name="calm",
    paper=(246, 244, 239),
    ink=(18, 32, 29),
    muted=(66, 82, 77),
    bad=(150, 24, 24),
    good=(11, 84, 64),
    note=(226, 234, 227),
    note_bad=(251, 236, 230),
    card=(11, 61, 53),
    card_edge=None,
    on_card=(255, 255, 255),
    on_card_muted=(206, 224, 217),
    amber=(255, 199, 69),
    on_amber=(18, 32, 29),
    main=(11, 84, 64),
    main_pressed=(6, 50, 38),
    on_main=(255, 255, 255),
    plain=(255, 255, 255),
    plain_pressed=(214, 226, 220),
    plain_edge=(112, 130, 123),
    on_plain=(18, 32, 29),
    digit=(255, 255, 255),
    digit_soft=(206, 224, 217),
    on_digit=(18, 32, 29),
    door=(24, 82, 71),
    door_edge=(78, 128, 116),
    on_door=(255, 255, 255),
    title_mm=9.4,
    body_mm=6.4,
    small_mm=4.8,
    smallest_mm=4.3,
)

LARGE = Style(
    name="large",
    paper=(0, 0, 0),
    ink=(255, 255, 255),
    muted=(255, 255, 255),
    bad=(255, 190, 180),
    good=(255, 255, 255),
    note=(38, 38, 38),
    note_bad=(60, 16, 12),
    card=(0, 0, 0),
    card_edge=(255, 255, 255),
    on_card=(255, 255, 255),
    on_card_muted=(255, 255, 255),
    amber=(255, 221, 51),
    on_amber=(0, 0, 0),
    main=(255, 221, 51),
    main_pressed=(255, 255, 255),
    on_main=(0, 0, 0),
    plain=(0, 0, 0),
    plain_pressed=(70, 70, 70),
    plain_edge=(255, 255, 255),
    on_plain=(255, 255, 255),
    digit=(255, 255, 255),
    digit_soft=(255, 255, 255),
    on_digit=(0, 0, 0),
    door=(38, 38, 38),
    door_edge=(190, 190, 190),
    on_door=(255, 255, 255),
    title_mm=9.4,
    body_mm=7.2,
    small_mm=6.8,
    smallest_mm=6.8,
)

STYLES = {style.name: style for style in (CALM, LARGE)}


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
