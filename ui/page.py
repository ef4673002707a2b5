"""The parts that every screen is put together from: lines, paragraphs, keys, header and footer.

A page collects the items of one picture.  The idea needed to read the rest: text is never cut and
never runs into anything.  It flows into a box, and where it does not fit at its natural size it is
set smaller, step by step, down to the smallest size of the style; tests/ui walks through every
screen in every language and style and finds what still does not fit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui import metrics
from ui.picture import Area, Colour, Countdown, Frame, Icon, Item, Key, Text
from ui.site import Site, SiteError
from ui.theme import Panel, Style
from ui.words import Words, words_in

MARGIN_MM = 7.0
HEADER = Area(MARGIN_MM, 6.0, 0.0, 15.0)  # as wide as the panel allows
TOP_MM = 25.5
CARD_W_MM = 77.4
GUTTER_MM = 6.6
KEY_MM = 16.0
KEY_GAP_MM = 4.0
KEY_PAD_MM = (3.0, 2.4)
RADIUS_MM = 3.4
CARD_RADIUS_MM = 5.0
EDGE_MM = 0.5
# Below this the keypad, with its keys of 20 mm, has no room (Colle and Hiszem 2004).
LEAST_MM = (210.0, 128.0)
SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)


def check_panel(panel: Panel) -> None:
    if panel.width_mm < LEAST_MM[0] or panel.height_mm < LEAST_MM[1]:
        raise SiteError(
            f"The panel measures {panel.width_mm:.0f} x {panel.height_mm:.0f} mm, but keys of 20 mm"
            f" need {LEAST_MM[0]:.0f} x {LEAST_MM[1]:.0f} mm; correct the panel's pixels and"
            " px_per_mm, or fit a screen of 10.1 inches or more."
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a flow.  role: "title", "strong", "body" or "small"; `gap_mm` before it.

    With `counts` its only line holds "{left}" (see picture.Countdown).
    """

    text: str
    role: str = "body"
    colour: Colour | None = None
    gap_mm: float = 3.0
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """A look of keys: what is filled with what, at rest and under a finger."""

    fill: Colour
    pressed: Colour
    text: Colour
    edge: Colour | None = None


class Page:
    """The picture of one screen while it is being laid out, from the top to the bottom."""

    def __init__(self, site: Site, panel: Panel, words: Words, style: Style) -> None:
        self.site, self.panel, self.words, self.style = site, panel, words, style
        self.items: list[Item] = []
        self.by_keyboard: tuple[str, ...] = ()
        right_mm, bottom_mm = panel.width_mm - MARGIN_MM, panel.height_mm - MARGIN_MM
        self.card = Area(right_mm - CARD_W_MM, TOP_MM, CARD_W_MM, bottom_mm - TOP_MM)
        self.body = Area(
            MARGIN_MM, TOP_MM, self.card.x_mm - GUTTER_MM - MARGIN_MM, bottom_mm - TOP_MM
        )
        self.where = ""  # in words, where no map says it
        self.door = 0

    def give_way(self) -> bool:
        """In the large style a card that only illustrates leaves its room to the words."""
        if self.style.name == "large":
            self.widen()
        return self.style.name == "large"

    def widen(self) -> None:
        """The body across the whole glass, without a card."""
        self.body = Area(MARGIN_MM, self.body.y_mm, self.card.right_mm - MARGIN_MM, self.body.h_mm)

    def say(self, text: str, **values: object) -> str:
        return self.words.say(text, **values)

    # -- text -----------------------------------------------------------------------------

    def line(
        self,
        text: str,
        x_mm: float,
        baseline_mm: float,
        size_mm: float,
        weight: str,
        colour: Colour,
        align: str = "left",
    ) -> None:
        width_mm = metrics.width_mm(text, size_mm, weight)
        self.items.append(Text(text, x_mm, baseline_mm, width_mm, size_mm, weight, colour, align))

    def flow(self, box: Area, blocks: Sequence[Block], align: str = "left") -> float:
        """Place paragraphs from the top of `box`; returns the bottom of the last one."""
        blocks = [block for block in blocks if block.text]
        for scale in SHRINK:
            sizes = [self._size_mm(block, scale) for block in blocks]
            lines = [
                metrics.wrap(_measured(block), box.w_mm, size, _weight(block))
                for block, size in zip(blocks, sizes, strict=True)
            ]
            height_mm = _height_mm(blocks, sizes, lines)
            if height_mm <= box.h_mm and not _has_cut(blocks, lines):
                break
        return self._place(box, blocks, sizes, lines, align) if blocks else box.y_mm

    def height_mm(self, width_mm: float, blocks: Sequence[Block]) -> float:
        """How high paragraphs of this width are at their natural size."""
        blocks = [block for block in blocks if block.text]
        sizes = [self._size_mm(block, 1.0) for block in blocks]
        lines = [
            metrics.wrap(_measured(block), width_mm, size, _weight(block))
            for block, size in zip(blocks, sizes, strict=True)
        ]
        return _height_mm(blocks, sizes, lines)

    def _place(
        self,
        box: Area,
        blocks: Sequence[Block],
        sizes: Sequence[float],
        lines: Sequence[Sequence[str]],
        align: str,
    ) -> float:
        x_mm = {"left": box.x_mm, "centre": box.centre[0], "right": box.right_mm}[align]
        y_mm = box.y_mm
        for index, block in enumerate(blocks):
            size_mm = sizes[index]
            y_mm += (block.gap_mm if index else 0.0) + metrics.CAP * size_mm
            colour = block.colour or self.style.ink
            if block.counts:
                self._countdown(block, x_mm, y_mm, size_mm, colour, align)
            else:
                for row, text in enumerate(lines[index]):
                    y_mm += metrics.LINE * size_mm if row else 0.0
                    self.line(text, x_mm, y_mm, size_mm, _weight(block), colour, align)
            y_mm += metrics.DESCENT * size_mm
        return y_mm

    def _countdown(
        self, block: Block, x_mm: float, y_mm: float, size_mm: float, colour: Colour, align: str
    ) -> None:
        width_mm = metrics.width_mm(_measured(block), size_mm, _weight(block))
        self.items.append(
            Countdown(block.text, x_mm, y_mm, width_mm, size_mm, _weight(block), colour, align)
        )

    def _size_mm(self, block: Block, scale: float) -> float:
        style = self.style
        natural = {
            "title": style.title_mm,
            "strong": style.body_mm,
            "body": style.body_mm,
            "small": style.small_mm,
        }[block.role]
        # A title stays larger than its text, however little room there is.
        least_mm = style.smallest_mm * (1.12 if block.role == "title" else 1.0)
        return max(least_mm, natural * scale)

    # -- things ---------------------------------------------------------------------------

    def frame(self, box: Area, fill: Colour, radius_mm: float = RADIUS_MM) -> None:
        self.items.append(Frame(box, fill, radius_mm))

    def icon(self, name: str, x_mm: float, y_mm: float, size_mm: float, colour: Colour) -> None:
        self.items.append(Icon(name, Area(x_mm, y_mm, size_mm, size_mm), colour))

    def note(self, room: Area, icon: str, blocks: Sequence[Block], is_bad: bool) -> float:
        """A tinted note at the top of `room`, with an icon; returns its bottom."""
        style = self.style
        colour = style.bad if is_bad else style.ink
        blocks = [_coloured(block, colour) for block in blocks if block.text]
        at = len(self.items)
        inner = Area(room.x_mm + 16.0, room.y_mm + 4.6, room.w_mm - 20.0, room.h_mm - 8.6)
        bottom_mm = max(self.flow(inner, blocks), inner.y_mm + 7.4) + 4.0
        box = Area(room.x_mm, room.y_mm, room.w_mm, bottom_mm - room.y_mm)
        self.items.insert(at, Frame(box, style.note_bad if is_bad else style.note, RADIUS_MM))
        self.icon(icon, box.x_mm + 4.6, inner.y_mm - 0.9, 7.4, colour)
        return bottom_mm

    def key(
        self, name: str, box: Area, label: str, look: str = "plain", size_mm: float = 0.0
    ) -> None:
        """A key with words on it, as large as it allows or `size_mm`."""
        face = self.face(look)
        room = box.inset(*KEY_PAD_MM)
        inside = self.label(room, label, face.text, size_mm or self.style.body_mm)
        self.add_key(name, box, face, inside)

    def add_key(self, name: str, box: Area, face: Face, inside: Iterable[Text | Icon]) -> None:
        edge_mm = EDGE_MM if face.edge else 0.0
        self.items.append(
            Key(
                name,
                Frame(box, face.fill, RADIUS_MM, face.edge, edge_mm),
                Frame(box, face.pressed, RADIUS_MM, face.edge, 2 * edge_mm),
                tuple(inside),
            )
        )

    def label(
        self,
        box: Area,
        text: str,
        colour: Colour,
        size_mm: float,
        weight: str = "Bold",
        align: str = "centre",
    ) -> list[Text]:
        """The lines of a text in the middle of a box, as large as it allows up to `size_mm`."""
        for scale in SHRINK:
            size = max(self.style.smallest_mm, size_mm * scale)
            lines = metrics.wrap(text, box.w_mm, size, weight)
            step_mm = 1.16 * size
            height_mm = (len(lines) - 1) * step_mm + metrics.CAP * size
            if height_mm <= box.h_mm and "…" not in "".join(lines):
                break
        top_mm = box.centre[1] - height_mm / 2 + metrics.CAP * size
        x_mm = box.centre[0] if align == "centre" else box.x_mm
        return [
            Text(line, x_mm, top_mm + row * step_mm,
                 metrics.width_mm(line, size, weight), size, weight, colour, align)
            for row, line in enumerate(lines)
        ]  # fmt: skip

    def keys_at_bottom(
        self, rows: Sequence[Sequence[tuple[str, str, str]]], bottom_mm: float
    ) -> float:
        """Rows of (name, label, look) across the body, ending at `bottom_mm`; returns their top."""
        y_mm = bottom_mm - len(rows) * KEY_MM - (len(rows) - 1) * KEY_GAP_MM
        top_mm = y_mm
        for row in rows:
            width_mm = (self.body.w_mm - (len(row) - 1) * KEY_GAP_MM) / len(row)
            room = Area(0.0, 0.0, width_mm, KEY_MM).inset(*KEY_PAD_MM)
            # Neighbours speak equally loud: the longest label sets the size of all.
            size_mm = min(
                self.label(room, label, self.style.ink, self.style.body_mm)[0].size_mm
                for _, label, _ in row
            )
            for place, (name, label, look) in enumerate(row):
                x_mm = self.body.x_mm + place * (width_mm + KEY_GAP_MM)
                self.key(name, Area(x_mm, y_mm, width_mm, KEY_MM), label, look, size_mm)
            y_mm += KEY_MM + KEY_GAP_MM
        return top_mm

    def face(self, look: str) -> Face:
        style = self.style
        if look == "main":
            return Face(style.main, style.main_pressed, style.on_main)
        if look == "digit":
            return Face(style.digit, style.amber, style.on_digit)
        if look == "soft":
            return Face(style.digit_soft, style.amber, style.on_digit)
        if look == "amber":
            return Face(style.amber, style.digit, style.on_amber)
        assert look == "plain", look
        return Face(style.plain, style.plain_pressed, style.on_plain, style.plain_edge)

    # -- what every screen has ------------------------------------------------------------

    def header(self) -> None:
        left_mm = self._header_keys()
        style, box = self.style, Area(MARGIN_MM, HEADER.y_mm, HEADER.h_mm, HEADER.h_mm)
        badge = Area(box.x_mm, box.y_mm + 1.5, box.w_mm - 3.0, box.h_mm - 3.0)
        self.frame(badge, style.main, 3.0)
        self.items.append(Icon("parcel", badge.inset(2.2), style.on_main))
        x_mm = badge.right_mm + 3.4
        room = Area(x_mm, box.y_mm, max(1.0, left_mm - 4.0 - x_mm), box.h_mm)
        name = self.label(room, self.site.operator.name, style.ink, style.body_mm, "Bold", "left")
        # With many languages there may be no room for it; the sign stays.
        if "…" not in "".join(line.text for line in name) and len(name) <= 2:
            self.items += name

    def _header_keys(self) -> float:
        """One key a language, in its own name, and one for large text; returns their left end."""
        size_mm, right_mm = self.style.small_mm, self.panel.width_mm - MARGIN_MM
        names = [(code, words_in(code).own_name) for code in self.site.languages]
        text_mm = sum(metrics.width_mm(name, size_mm, "Bold") for _, name in names)
        room_mm = right_mm - MARGIN_MM - 35.0 - text_mm - 3.0 * len(names)
        pad_mm = max(1.6, min(4.6, room_mm / (2 * len(names))))
        x_mm = right_mm - HEADER.h_mm
        self._style_key(Area(x_mm, HEADER.y_mm, HEADER.h_mm, HEADER.h_mm))
        for code, name in reversed(names):
            width_mm = metrics.width_mm(name, size_mm, "Bold") + 2 * pad_mm
            x_mm -= width_mm + 3.0
            box = Area(x_mm, HEADER.y_mm, width_mm, HEADER.h_mm)
            face = self.face("main" if code == self.words.language else "plain")
            label = self.label(box.inset(1.0), name, face.text, size_mm)
            self.add_key(f"language {code}", box, face, label)
        return x_mm

    def _style_key(self, box: Area) -> None:
        face = self.face("main" if self.style.name == "large" else "plain")
        side_mm = 8.4
        x_mm, y_mm = box.centre
        icon = Icon(
            "large", Area(x_mm - side_mm / 2, y_mm - side_mm / 2, side_mm, side_mm), face.text
        )
        self.add_key("style", box, face, (icon,))

    def headline(self, icon: str, title: str, colour: Colour) -> float:
        """An icon and a title beside it at the top of the body; returns their bottom."""
        body, side_mm = self.body, 13.0
        room = Area(body.x_mm + 18.0, body.y_mm + 1.0, body.w_mm - 18.0, 26.0)
        self.icon(icon, body.x_mm, body.y_mm + 1.0, side_mm, colour)
        size_mm = self.style.title_mm
        if len(metrics.wrap(title, room.w_mm, size_mm, "Bold")) == 1:
            # One line stands in the middle of the icon, two begin at its top.
            room = Area(room.x_mm, body.y_mm + 7.5 - metrics.CAP * size_mm / 2, room.w_mm, 20.0)
        return max(self.flow(room, [Block(title, "title")]), body.y_mm + 14.0)

    def footer(self, has_phones: bool = True) -> float:
        """That we film (002-3.7) and whom to call; returns the top that is left to the body."""
        style = self.style
        size_mm = style.small_mm
        step_mm = metrics.LINE * size_mm
        rows = [("camera", self.say("Video surveillance in use"))]
        if has_phones:
            rows.append(("phone", "  ·  ".join(self.site.operator.phones)))
        baseline_mm = self.body.bottom_mm - metrics.DESCENT * size_mm
        for icon, text in reversed(rows):
            side_mm = 1.06 * size_mm
            self.icon(icon, self.body.x_mm, baseline_mm - 0.88 * size_mm, side_mm, style.muted)
            x_mm = self.body.x_mm + side_mm + 2.6
            shown = metrics.shorten(text, self.body.right_mm - x_mm, size_mm, "Medium")
            self.line(shown, x_mm, baseline_mm, size_mm, "Medium", style.muted)
            baseline_mm -= step_mm
        self._own_number(baseline_mm + step_mm, x_mm + metrics.width_mm(shown, size_mm, "Medium"))
        return self.body.bottom_mm - len(rows) * step_mm - 4.0

    def _own_number(self, baseline_mm: float, left_mm: float) -> None:
        """What to tell the support, at the right of the last line written, where it has room."""
        if not self.site.operator.terminal:
            return
        size_mm = self.style.small_mm
        text = self.say("Terminal {number}", number=self.site.operator.terminal)
        if left_mm + 6.0 + metrics.width_mm(text, size_mm, "Medium") < self.body.right_mm:
            self.line(text, self.body.right_mm, baseline_mm, size_mm, "Medium", self.style.muted,
                      "right")  # fmt: skip


def _measured(block: Block) -> str:
    return block.text.replace("{left}", "00:00") if block.counts else block.text


def _weight(block: Block) -> str:
    return "Bold" if block.role in ("title", "strong") else "Medium"


def _coloured(block: Block, colour: Colour) -> Block:
    return Block(block.text, block.role, block.colour or colour, block.gap_mm, block.counts)


def _height_mm(
    blocks: Sequence[Block], sizes: Sequence[float], lines: Sequence[Sequence[str]]
) -> float:
    height_mm = sum(block.gap_mm for block in blocks[1:])
    for size, rows in zip(sizes, lines, strict=True):
        height_mm += size * (metrics.CAP + metrics.DESCENT + metrics.LINE * (len(rows) - 1))
    return height_mm


def _has_cut(blocks: Sequence[Block], lines: Sequence[Sequence[str]]) -> bool:
    """Whether a long word had to be shortened, or a countdown broken, at this size."""
    return any(
        ("…" in "".join(rows) and "…" not in block.text) or (block.counts and len(rows) > 1)
        for block, rows in zip(blocks, lines, strict=True)
    )
