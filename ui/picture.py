"""A picture: everything that is on the glass at one moment, in millimetres.

The layout makes it, a display draws it, and tests, the simulator and the bench read it; none of
them needs to know pixels.  The idea needed to read the rest: the items of a picture are the same
for every code that is typed and every second that passes, so that they are laid out once.  What
is typed and when time is up stand beside them, and the items `Typed` and `Countdown` say where
they go.  The origin is the upper left corner; y grows downwards.
"""

from dataclasses import dataclass, field

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Area:
    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float

    @property
    def right_mm(self) -> float:
        return self.x_mm + self.w_mm

    @property
    def bottom_mm(self) -> float:
        return self.y_mm + self.h_mm

    @property
    def centre(self) -> tuple[float, float]:
        return self.x_mm + self.w_mm / 2, self.y_mm + self.h_mm / 2

    def inset(self, x_mm: float, y_mm: float | None = None) -> "Area":
        """The box inside this one, smaller on every side."""
        y_mm = x_mm if y_mm is None else y_mm
        return Area(self.x_mm + x_mm, self.y_mm + y_mm, self.w_mm - 2 * x_mm, self.h_mm - 2 * y_mm)

    def holds(self, x_mm: float, y_mm: float) -> bool:
        return self.x_mm <= x_mm < self.right_mm and self.y_mm <= y_mm < self.bottom_mm


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with round corners; `border_mm` lies inside the box."""

    box: Area
    fill: Colour
    radius_mm: float = 0.0
    border: Colour | None = None
    border_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line.  `x_mm` is where `align` ("left", "centre", "right") says; `w_mm` as measured."""

    text: str
    x_mm: float
    baseline_mm: float
    w_mm: float
    size_mm: float
    weight: str
    colour: Colour
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Typed:
    """Where the digit number `place` (from 0) of what is typed goes; a dot if it is secret."""

    place: int
    x_mm: float
    baseline_mm: float
    size_mm: float
    weight: str
    colour: Colour
    is_secret: bool


@dataclass(frozen=True, slots=True)
class Countdown:
    """A line in which "{left}" is the time until `Picture.until_ms`, as minutes and seconds."""

    text: str
    x_mm: float
    baseline_mm: float
    w_mm: float
    size_mm: float
    weight: str
    colour: Colour
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Icon:
    """A drawing of `icons.py`, in a square box."""

    name: str
    box: Area
    colour: Colour


@dataclass(frozen=True, slots=True)
class Door:
    """A door on the map of the cabinet; `is_chosen`: the one that the screen speaks of."""

    compartment: int
    is_chosen: bool
    face: Frame


@dataclass(frozen=True, slots=True)
class Qr:
    """A square code with its quiet zone; `text` is what a phone reads, `rows` its dark modules."""

    text: str = field(repr=False)
    box: Area
    rows: tuple[tuple[bool, ...], ...] = field(repr=False)
    dark: Colour
    light: Colour


@dataclass(frozen=True, slots=True)
class Key:
    """What can be touched.  `name` is what is pressed; `pressed` is its face under a finger."""

    name: str
    face: Frame
    pressed: Frame
    inside: tuple[Text | Icon, ...]

    @property
    def box(self) -> Area:
        return self.face.box


Item = Frame | Text | Typed | Countdown | Icon | Door | Qr | Key


@dataclass(frozen=True, slots=True)
class Picture:
    """`screen` is the class name of the record, `door` the compartment that it is about (or 0),
    `number` that of effects.Show.  `by_keyboard` names keys that may be typed whether or not they
    have a place on the glass.  `until_ms` is monotonic, 0 where nothing runs out.
    """

    screen: str
    language: str
    style: str
    ground: Colour
    items: tuple[Item, ...]
    by_keyboard: tuple[str, ...] = ()
    door: int = 0
    number: int = 0
    typed: str = field(default="", repr=False)
    until_ms: int = 0

    def keys_shown(self) -> tuple[Key, ...]:
        return tuple(item for item in self.items if isinstance(item, Key))

    def key_at(self, x_mm: float, y_mm: float) -> Key | None:
        """The key under a finger; between keys there is none."""
        for item in self.items:
            if isinstance(item, Key) and item.face.box.holds(x_mm, y_mm):
                return item
        return None

    def takes(self, name: str) -> bool:
        return name in self.by_keyboard or any(key.name == name for key in self.keys_shown())

    def has_countdown(self) -> bool:
        return self.until_ms > 0 and any(isinstance(item, Countdown) for item in self.items)

    def texts(self, now_ms: int) -> list[str]:
        """Every line in reading order, as it stands on the glass at this moment."""
        return [line for item in self.items for line in self._lines_of(item, now_ms)]

    def _lines_of(self, item: Item, now_ms: int) -> list[str]:
        if isinstance(item, Text):
            return [item.text]
        if isinstance(item, Key):
            return [part.text for part in item.inside if isinstance(part, Text)]
        if isinstance(item, Countdown):
            return [item.text.format(left=time_left(self.until_ms, now_ms))]
        if isinstance(item, Typed):
            return [typed_sign(item, self.typed)] if item.place < len(self.typed) else []
        return []


def time_left(until_ms: int, now_ms: int) -> str:
    """Minutes and seconds, rounded up: "0:00" is shown only when the time has come."""
    seconds = max(0, -((now_ms - until_ms) // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"


def typed_sign(item: Typed, typed: str) -> str:
    if item.place >= len(typed):
        return ""
    return "•" if item.is_secret else typed[item.place]
