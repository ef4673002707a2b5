"""What fits where: the documents' table by heart, and a fit by trying everything."""

from terminal import sizes
from tests.terminal.scene import refuses

# 002-4.1.2, typed again: name, height, width, indoor length in millimetres.
TABLE = (("XS", 85, 160, 580), ("S", 85, 380, 580), ("M", 180, 380, 580), ("L", 380, 380, 580))
OUTDOOR_MM, MARGIN_MM = 600, 10


def oracle(height, width, length, is_outdoor):
    """The fit by trying both orientations in every size."""
    for name, room_height, room_width, indoor_length in TABLE:
        room_length = OUTDOOR_MM if is_outdoor else indoor_length
        spare = MARGIN_MM if name == "L" else 1
        for high, wide in ((height, width), (width, height)):
            spares = (room_height - high >= spare, room_width - wide >= spare)
            if spares == (True, True) and length <= room_length:
                return name
    return ""


def test_the_sizes_are_those_of_the_documents():
    assert sizes.SIZES_MM == TABLE
    assert sizes.OUTDOOR_LENGTH_MM == OUTDOOR_MM
    assert sizes.NAMES == ("XS", "S", "M", "L")


def test_the_fit_agrees_with_trying_everything():
    edges = []
    for limit in (1, 85, 160, 180, 370, 380):
        edges += [limit - 1, limit, limit + 1]
    tried = 0
    for height in edges:
        for width in edges:
            for length in (1, 579, 580, 581, 599, 600, 601):
                for is_outdoor in (False, True):
                    wanted = oracle(height, width, length, is_outdoor)
                    assert sizes.fit((height, width, length), is_outdoor) == wanted
                    tried += 1
    assert tried == 18 * 18 * 7 * 2


def test_a_parcel_may_be_turned_on_its_side():
    assert sizes.fit((150, 80, 100), False) == "XS"
    assert sizes.fit((80, 150, 100), False) == "XS"
    for sides_mm in ((100, 300, 500), (370, 100, 580), (84, 159, 580), (10, 10, 10)):
        turned = (sides_mm[1], sides_mm[0], sides_mm[2])
        assert sizes.fit(sides_mm, True) == sizes.fit(turned, True)


def test_an_exact_fit_suggests_the_next_size():
    assert sizes.fit((84, 159, 580), False) == "XS"
    assert sizes.fit((85, 159, 580), False) == "M"  # S is as low as XS
    assert sizes.fit((84, 160, 580), False) == "S"
    assert sizes.fit((180, 370, 100), False) == "L"
    assert sizes.fit((85, 379, 100), False) == "M"


def test_the_largest_size_wants_a_margin():
    assert sizes.fit((370, 370, 580), False) == "L"
    assert sizes.fit((371, 370, 580), False) == ""
    assert sizes.fit((370, 371, 580), False) == ""


def test_outdoors_compartments_are_longer():
    assert sizes.fit((50, 50, 581), False) == ""
    assert sizes.fit((50, 50, 600), True) == "XS"
    assert sizes.fit((50, 50, 601), True) == ""


def test_the_length_is_never_laid_across():
    assert sizes.fit((600, 50, 50), True) == ""


def test_more_room_never_needs_a_larger_size():
    order = sizes.NAMES + ("",)
    for height in range(40, 400, 20):
        for width in range(40, 400, 20):
            smaller = order.index(sizes.fit((height - 10, width, 500), True))
            assert smaller <= order.index(sizes.fit((height, width, 500), True))


def test_at_least_names_a_size_and_all_larger_ones():
    assert sizes.at_least("XS") == ("XS", "S", "M", "L")
    assert sizes.at_least("L") == ("L",)
    refuses(lambda: sizes.at_least("XXL"), ValueError)
