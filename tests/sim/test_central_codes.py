"""Codes, tags and shipment numbers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.central import Refused, code_in
from sim.central.codes import SPACE, NoCodeLeft, allot
from sim.central.numbers import is_shipment_number, shipment_number
from sim.luck import Luck, Stream
from tests.sim.hand_terminal import KEY, World, tag

CODE = st.integers(0, SPACE - 1).map("{:06d}".format)


def is_one_slip(one: str, other: str) -> bool:
    """One digit wrong, or two neighbours swapped: found by looking, not by making slips."""
    places = [place for place in range(6) if one[place] != other[place]]
    if len(places) < 2:
        return True
    first, last = places[0], places[-1]
    is_swap = one[first] == other[last] and one[last] == other[first]
    return len(places) == 2 and last == first + 1 and is_swap


@given(live=st.sets(CODE, max_size=40), seed=st.integers(0, 1000))
def test_a_new_code_is_never_one_slip_from_a_live_one(live: set[str], seed: int) -> None:
    code = allot(live, set(), Luck(seed).stream("codes"))
    assert len(code) == 6 and code.isdecimal()
    assert not any(is_one_slip(code, other) for other in live)


def test_five_hundred_live_codes_at_one_terminal() -> None:
    world = World()
    for _ in range(500):
        world.central.register("T1", "+37129000111")
    codes = world.codes()
    assert len(codes) == 500
    for place, code in enumerate(codes):
        assert not any(is_one_slip(code, other) for other in codes[:place])


class Drawn(Stream):
    """Luck that was fixed beforehand: these numbers, and then zeros for ever."""

    __slots__ = ("numbers",)

    def __init__(self, *numbers: int) -> None:
        super().__init__(0)
        self.numbers = list(numbers)

    def below(self, limit: int) -> int:
        return self.numbers.pop(0) if self.numbers else 0


def test_where_draws_fail_it_looks_on_and_where_nothing_is_left_it_says_so() -> None:
    assert allot({"000000"}, {"000011"}, Drawn()) == "000012"
    barred = {f"{code:06d}" for code in range(SPACE)}
    with pytest.raises(NoCodeLeft):
        allot(set(), barred, Drawn())


@pytest.mark.parametrize("slip", [123_457, 23_456, 213_456, 123_465, 132_456, 123_456])
def test_a_slip_of_a_live_code_is_not_taken(slip: int) -> None:
    assert allot({"123456"}, set(), Drawn(slip, 321_456)) == "321456"


def test_neighbours_share_no_live_code_and_far_terminals_may() -> None:
    # The first serial number; then a code and the two halves of a token for each shipment.
    world = World(Drawn(0, 111_111, 1, 1, 111_111, 222_222, 2, 2, 111_111, 3, 3))
    world.central.add_terminal("T2", KEY)
    world.central.add_terminal("T3", KEY, neighbourhood="Liepāja")
    for terminal in ("T1", "T2", "T3"):
        world.central.register(terminal, "+37129000111")
    assert world.codes() == ["111111", "222222", "111111"]


def test_a_dead_code_is_not_used_again_for_a_fortnight() -> None:
    world = World(Drawn(0, 111_111, 1, 1, 111_111, 222_222, 2, 2, 111_111, 3, 3))
    shipment = world.inside()
    world.terminal.collect([shipment])
    world.talk()
    world.central.register("T1", "+37129000111")
    world.wall_s += 16 * 86_400
    world.central.register("T1", "+37129000111")
    assert world.codes() == ["111111", "222222", "111111"]


def test_tags_are_what_the_contract_says() -> None:
    world = World()
    world.central.add_courier("ann", "b 17x", "2468", "T1")
    shipment = world.inside()
    [sms] = world.central.view.messages()
    badge, expect = world.terminal.orders[1], world.terminal.orders[2]
    assert badge == {
        "number": 1, "kind": "add_badge", "courier": "ann", "badge": tag("badge", "B17X"),
        "pin": tag("pin", "B17X|2468"),
    }  # fmt: skip
    assert expect == {
        "number": 2, "kind": "expect", "shipment": shipment, "size": "S", "sides_mm": [],
        "code": tag("code", code_in(sms.text)), "token": tag("token", sms.qr), "phone_end": "111",
        "phone": tag("phone", "+37129000111"),
    }  # fmt: skip
    assert len(sms.qr) == 32 and sms.qr == sms.qr.upper()


@pytest.mark.parametrize("number", ["RR123456785LV", "RB123456785GB", "CE000000005LV"])
def test_numbers_as_the_postal_union_writes_them(number: str) -> None:
    assert is_shipment_number(number)


def test_numbers_that_are_drawn_are_right_and_all_different() -> None:
    world = World()
    world.db.execute("UPDATE serials SET next = 99999998")
    numbers = [world.central.register("T1", "+37129000111") for _ in range(5)]
    assert numbers[1:3] == [shipment_number(99_999_999), shipment_number(0)]
    assert len(set(numbers)) == 5 and all(map(is_shipment_number, numbers))


def test_a_given_number_must_be_right_and_new() -> None:
    world = World()
    assert world.central.register("T1", "29000111", number="rr 123456785 lv") == "RR123456785LV"
    for number in ("RR123456785LV", "RR123456784LV", "X", "RR12345678５LV"):
        with pytest.raises(Refused):
            world.central.register("T1", "29000111", number=number)
    assert len(world.central.view.shipments()) == 1


def test_no_view_but_the_messages_shows_a_code_or_a_key() -> None:
    world = World()
    world.inside(email="a@b.lv")
    code = code_in(world.central.view.messages()[0].text)
    view = world.central.view
    shown = json.dumps(
        [view.shipments(), view.orders(), view.incidents(), view.entries(), view.terminals()]
    )
    assert code not in shown and KEY.hex() not in shown
