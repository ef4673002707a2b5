"""Our few drawings, as strokes on a field of 24 by 24: no image files and no symbol font.

A stroke is a line through its points with round ends; width 0 means that its inside is filled.
"""

import math
from dataclasses import dataclass

Point = tuple[float, float]
FIELD = 24.0
PEN = 2.0


@dataclass(frozen=True, slots=True)
class Stroke:
    points: tuple[Point, ...]
    width: float = PEN


def line(*points: Point, width: float = PEN) -> Stroke:
    return Stroke(points, width)


def arc(x: float, y: float, radius: float, start: float, end: float) -> Stroke:
    """Part of a circle, in degrees; 0 points right and 90 down, as y grows downwards."""
    steps = max(4, round(abs(end - start) / 8))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return Stroke(tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles))


def ring(x: float, y: float, radius: float) -> Stroke:
    return arc(x, y, radius, 0, 360)


def dot(x: float, y: float, width: float = 3.0) -> Stroke:
    return Stroke(((x, y),), width)


def round_box(x: float, y: float, w: float, h: float, radius: float) -> Stroke:
    corners = (
        arc(x + w - radius, y + radius, radius, -90, 0),
        arc(x + w - radius, y + h - radius, radius, 0, 90),
        arc(x + radius, y + h - radius, radius, 90, 180),
        arc(x + radius, y + radius, radius, 180, 270),
    )
    points = [point for corner in corners for point in corner.points]
    return Stroke((*points, points[0]))


_PHONE = (
    (6.2, 3.4), (9.2, 3.4), (10.8, 8.0), (8.6, 9.6), (10.0, 12.0), (12.0, 14.0), (14.4, 15.4),
    (16.0, 13.2), (20.6, 14.8), (20.6, 17.8), (19.6, 19.6), (17.6, 20.6), (12.4, 18.8),
    (8.4, 15.6), (5.2, 11.6), (3.4, 6.4), (4.4, 4.4), (6.2, 3.4),
)  # fmt: skip

ICONS: dict[str, tuple[Stroke, ...]] = {
    "check": (line((4.5, 12.8), (9.8, 18.0), (19.8, 6.8), width=2.6),),
    "erase": (
        line((8.2, 5.5), (20.8, 5.5), (20.8, 18.5), (8.2, 18.5), (2.8, 12.0), (8.2, 5.5)),
        line((11.4, 9.4), (16.6, 14.6)),
        line((16.6, 9.4), (11.4, 14.6)),
    ),
    "scan": (
        line((3.0, 7.5), (3.0, 4.0), (6.5, 4.0)),
        line((17.5, 4.0), (21.0, 4.0), (21.0, 7.5)),
        line((21.0, 16.5), (21.0, 20.0), (17.5, 20.0)),
        line((6.5, 20.0), (3.0, 20.0), (3.0, 16.5)),
        line((7.2, 8.5), (7.2, 15.5)),
        line((10.4, 8.5), (10.4, 15.5), width=1.4),
        line((13.2, 8.5), (13.2, 15.5), width=2.6),
        line((16.8, 8.5), (16.8, 15.5), width=1.6),
    ),
    "camera": (
        round_box(2.5, 6.5, 12.5, 11.0, 2.4),
        line((15.4, 11.0), (21.4, 7.6), (21.4, 16.4), (15.4, 13.0)),
    ),
    "phone": (line(*_PHONE),),
    "clock": (ring(12, 12, 9.2), line((12.0, 6.8), (12.0, 12.0), (15.6, 14.4))),
    "alert": (
        line((12.0, 3.2), (21.8, 20.2), (2.2, 20.2), (12.0, 3.2)),
        line((12.0, 9.6), (12.0, 13.8)),
        dot(12.0, 17.1, 2.4),
    ),
    "note": (ring(12, 12, 9.2), line((12.0, 11.2), (12.0, 16.6)), dot(12.0, 7.6, 2.5)),
    "stop": (ring(12, 12, 9.2), line((8.6, 8.6), (15.4, 15.4)), line((15.4, 8.6), (8.6, 15.4))),
    "search": (ring(10.4, 10.4, 6.8), line((15.4, 15.4), (20.8, 20.8), width=2.6)),
    "parcel": (
        line((12.0, 2.6), (20.6, 7.2), (20.6, 16.8), (12.0, 21.4), (3.4, 16.8), (3.4, 7.2),
             (12.0, 2.6)),
        line((3.6, 7.3), (12.0, 11.8), (20.4, 7.3)),
        line((12.0, 11.8), (12.0, 21.0)),
        line((7.6, 5.0), (16.2, 9.6)),
    ),
    "door": (
        line((8.8, 3.0), (20.4, 3.0), (20.4, 21.0), (8.8, 21.0)),
        line((12.2, 6.6), (3.6, 3.4), (3.6, 20.6), (12.2, 17.4), (12.2, 6.6)),
        dot(9.4, 12.0, 2.4),
    ),
    "push": (
        line((3.6, 3.4), (3.6, 20.6), width=2.6),
        line((20.4, 12.0), (8.4, 12.0)),
        line((12.8, 7.4), (8.2, 12.0), (12.8, 16.6)),
    ),
    "help": (
        ring(12, 12, 10.0),
        arc(12, 9.4, 3.3, 190, 400),
        line((14.5, 11.5), (12.0, 13.4), (12.0, 14.2)),
        dot(12.0, 17.6, 2.5),
    ),
    "badge": (
        round_box(3.0, 4.5, 18.0, 15.0, 2.6),
        ring(8.8, 10.4, 2.1),
        arc(8.8, 16.6, 3.4, 180, 360),
        line((14.6, 10.0), (17.6, 10.0)),
        line((14.6, 14.0), (17.6, 14.0)),
    ),
    "eye": (
        line((2.4, 12.0), (5.6, 8.2), (9.0, 6.3), (12.0, 5.8), (15.0, 6.3), (18.4, 8.2),
             (21.6, 12.0), (18.4, 15.8), (15.0, 17.7), (12.0, 18.2), (9.0, 17.7), (5.6, 15.8),
             (2.4, 12.0)),
        ring(12, 12, 2.8),
    ),
    "globe": (
        ring(12, 12, 9.2),
        line((2.8, 12.0), (21.2, 12.0)),
        line((12.0, 2.8), (9.2, 6.4), (8.2, 12.0), (9.2, 17.6), (12.0, 21.2)),
        line((12.0, 2.8), (14.8, 6.4), (15.8, 12.0), (14.8, 17.6), (12.0, 21.2)),
    ),
    "large": (
        line((1.6, 19.4), (7.4, 4.6), (8.6, 4.6), (14.4, 19.4)),
        line((3.8, 14.2), (12.2, 14.2)),
        ring(19.0, 15.4, 3.7),
        line((22.7, 11.6), (22.7, 19.2)),
    ),
}  # fmt: skip
