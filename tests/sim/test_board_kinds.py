"""A board and its cabinet are had without a command line, and as the command line has them."""

from argparse import ArgumentParser

import pytest

from sim.boards.kinds import KINDS
from sim.luck import Luck
from tests.sim.board_bench import TALK, Bench


@pytest.mark.parametrize("kind", TALK)
def test_a_board_is_made_as_usual_and_works(kind):
    there = Bench(*KINDS[kind].make(Luck(1)))
    query, shut, unlock, said, opened = TALK[kind]
    assert there.send(query) == shut
    assert there.send(unlock) == said and there.open_doors() == [1]
    assert there.send(query) == opened


@pytest.mark.parametrize("kind", TALK)
def test_whatever_the_command_line_can_choose_a_caller_can_choose(kind):
    parser = ArgumentParser()
    KINDS[kind].add_options(parser)
    usual = vars(parser.parse_args([]))
    assert {"ways", "address", "polarity"} <= set(usual)
    KINDS[kind].make(Luck(1), **usual)
    there = Bench(*KINDS[kind].make(Luck(1), ways=3, address=2, polarity="door_opening"))
    assert there.cabinet.compartments == (1, 2, 3) and there.board.address == 2
    there.send(TALK[kind][2])
    assert there.pulses() == [], "that was for another address"


def test_two_of_the_same_luck_live_the_same_life():
    def life(seed):
        there = Bench(*KINDS["bcc8a"].make(Luck(seed)))
        there.board.feed(TALK["bcc8a"][2], 0)
        return there.board.wake_at_ms()

    assert life(1) == life(1) and len({life(seed) for seed in range(9)}) > 1


@pytest.mark.parametrize("kind", TALK)
def test_what_cannot_be_chosen_is_refused_in_words(kind):
    with pytest.raises(ValueError, match="has no option colour"):
        KINDS[kind].make(Luck(1), colour="red")
    for wrong in ({"ways": 99}, {"ways": 0}, {"address": 255}, {"polarity": "upside"}):
        with pytest.raises(ValueError):
            KINDS[kind].make(Luck(1), **wrong)


def test_each_kind_says_how_fast_its_line_is():
    assert {name: kind.baud for name, kind in KINDS.items() if name in TALK} == {
        "bcc8a": 9600, "cu16": 19200, "waveshare": 9600}
    assert all(str(KINDS[name].baud) in KINDS[name].what for name in TALK)
