"""What fits where: the compartment sizes of 002-4.1.2 and the fit of decision 15.

Not which compartment is free (`compartments.py`).  A parcel keeps its length along
the depth of the compartment and may be turned on its side, never laid diagonally
(002-6.2.5).
"""

# name, height, width, length indoors; from the smallest.  002-4.1.2, in millimetres.
SIZES_MM = (
    ("XS", 85, 160, 580),
    ("S", 85, 380, 580),
    ("M", 180, 380, 580),
    ("L", 380, 380, 580),
)
OUTDOOR_LENGTH_MM = 600
LARGEST_MARGIN_MM = 10  # "slightly smaller" than L (002-6.2.4); the documents give no number.

NAMES = tuple([row[0] for row in SIZES_MM])


def at_least(size: str) -> "tuple[str, ...]":
    """`size` and all larger ones, smallest first."""
    return NAMES[NAMES.index(size) :]


def fit(sides_mm: "tuple[int, ...]", is_outdoor: bool) -> str:
    """The smallest size for (height, width, length), or "" if it fits nowhere.

    An exact fit suggests the next size (002-6.2.4), so sides must be smaller, not equal;
    L wants a margin on top.
    """
    height, width, length = sides_mm
    for name, room_height, room_width, indoor_length in SIZES_MM:
        margin = LARGEST_MARGIN_MM if name == NAMES[-1] else 1
        room_length = OUTDOOR_LENGTH_MM if is_outdoor else indoor_length
        upright = height <= room_height - margin and width <= room_width - margin
        turned = width <= room_height - margin and height <= room_width - margin
        if length <= room_length and (upright or turned):
            return name
    return ""
