"""How wide a text is and where its lines break, without drawing it.

The widths come from `fonts/advances.json` (made by tools/advances.py).  Kerning is left out, so
that a line is never wider than we think; a test compares every line we show with the drawn one.
"""

import functools
import json
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
ADVANCES: dict[str, dict[str, int]] = json.loads(
    (FONTS / "advances.json").read_text(encoding="utf-8")
)
CAP = 0.72  # the height of a capital, in ems: measured, the same in both weights
DESCENT = 0.22  # how far a letter hangs below the line
LINE = 1.26  # from one line to the next
# A character that the font lacks is drawn as a box about as wide as this.
UNKNOWN = 720


@functools.lru_cache(maxsize=8192)
def width_mm(text: str, size_mm: float, weight: str) -> float:
    advances = ADVANCES[weight]
    return sum([advances.get(sign, UNKNOWN) for sign in text]) * size_mm / 1000


@functools.lru_cache(maxsize=8192)
def wrap(text: str, limit_mm: float, size_mm: float, weight: str) -> tuple[str, ...]:
    """The lines of a text, as even as their number allows: no single word is left hanging.

    Lines break at plain spaces and at line ends, never at a no-break space, which comes out as
    a plain one.  A word longer than a line is shortened in its middle.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _even(part, limit_mm, size_mm, weight)
    return tuple(line.replace("\u00a0", " ") for line in lines)


def _even(text: str, limit_mm: float, size_mm: float, weight: str) -> list[str]:
    lines = _greedy(text, limit_mm, size_mm, weight)
    tried_mm = limit_mm
    while len(lines) > 1 and tried_mm > limit_mm / 2:
        tried_mm *= 0.95
        narrower = _greedy(text, tried_mm, size_mm, weight)
        if len(narrower) > len(lines) or "…" in "".join(narrower):
            break
        lines = narrower
    return lines


def _greedy(text: str, limit_mm: float, size_mm: float, weight: str) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_mm(longer, size_mm, weight) > limit_mm:
            lines.append(line)
            longer = word
        line = longer
        if width_mm(line, size_mm, weight) > limit_mm:
            line = shorten(line, limit_mm, size_mm, weight)
    return [*lines, line]


def shorten(text: str, limit_mm: float, size_mm: float, weight: str) -> str:
    """The text if it fits; else its beginning and its end around an ellipsis."""
    kept = len(text)
    shown = text
    while width_mm(shown, size_mm, weight) > limit_mm and kept > 1:
        kept -= 1
        shown = text[: (kept + 1) // 2] + "…" + text[len(text) - kept // 2 :]
    return shown
