"""Writes ui/fonts/advances.json: how wide each character of our font is, in thousandths.

The layout decides about lines without drawing; this table is all that it knows of the font. Read
from the tables cmap, head, hhea and hmtx of the TrueType files, so nothing has to be installed.
Run `python tools/advances.py` after a font was replaced; `--check` only says whether it is current.
"""

import json
import struct
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "ui" / "fonts"
WEIGHTS = ("Medium", "Bold")
# Latin with the letters of the Baltic, Cyrillic, and the punctuation that we write.
WANTED = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x460)]
WANTED += [ord(sign) for sign in "–—‘’‚“”„…•€№−×"]


def tables_of(font: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    found = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        found[tag.decode()] = font[start : start + length]
    return found


def glyphs_of(cmap: bytes) -> dict[int, int]:
    """Character to glyph, from the subtable of format 4 that every TrueType font has."""
    for index in range(struct.unpack_from(">H", cmap, 2)[0]):
        start = struct.unpack_from(">HHL", cmap, 4 + 8 * index)[2]
        if struct.unpack_from(">H", cmap, start)[0] == 4:
            return format_4(cmap[start:])
    raise SystemExit("The font has no character table of format 4; this tool reads no other.")


def format_4(table: bytes) -> dict[int, int]:
    count = struct.unpack_from(">H", table, 6)[0] // 2
    row = f">{count}H"
    ends = struct.unpack_from(row, table, 14)
    starts = struct.unpack_from(row, table, 16 + 2 * count)
    deltas = struct.unpack_from(row, table, 16 + 4 * count)
    offsets_at = 16 + 6 * count
    offsets = struct.unpack_from(row, table, offsets_at)
    glyphs = {}
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for sign in range(start, min(end, 0xFFFE) + 1):
            glyph = sign
            if offsets[index]:
                where = offsets_at + 2 * index + offsets[index] + 2 * (sign - start)
                glyph = struct.unpack_from(">H", table, where)[0]
            if glyph:
                glyphs[sign] = (glyph + deltas[index]) & 0xFFFF
    return glyphs


def advances_of(font: bytes) -> dict[str, int]:
    tables = tables_of(font)
    em = struct.unpack_from(">H", tables["head"], 18)[0]
    metrics = struct.unpack_from(">H", tables["hhea"], 34)[0]
    glyphs = glyphs_of(tables["cmap"])
    found = {}
    for sign in WANTED:
        if glyphs.get(sign):
            last = min(glyphs[sign], metrics - 1)
            advance = struct.unpack_from(">H", tables["hmtx"], 4 * last)[0]
            found[chr(sign)] = round(1000 * advance / em)
    return found


def table() -> str:
    weights = {
        weight: advances_of((FONTS / f"Manrope-{weight}.ttf").read_bytes()) for weight in WEIGHTS
    }
    return json.dumps(weights, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    path = FONTS / "advances.json"
    if "--check" not in sys.argv:
        path.write_text(table(), encoding="utf-8")
    elif path.read_text(encoding="utf-8") != table():
        sys.exit("ui/fonts/advances.json is not what the fonts say; run tools/advances.py.")
