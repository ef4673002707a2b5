"""What the link tells of itself: status, will, being up or down, questions, time, new lives."""

from typing import Any

import pytest

from sim.luck import Luck
from sync.link import (
    ANSWER_MS,
    DEAF_MS,
    DOWN_AFTER_MS,
    STATUS_EVERY_MS,
    STATUS_GAP_MS,
)
from terminal.effects import AskServer
from terminal.events import Answered, ClockRead, LinkChanged, OrderArrived
from tests.sync.link_world import HOUR_MS, TAG, TERMINAL, World, arrived, withdraw


@pytest.fixture
def world() -> World:
    return World().started()


# Entries.

def online(world: World) -> list[dict[str, Any]]:
    return [status for status in world.server.statuses if status["online"]]


def test_a_status_is_published_on_connecting_and_every_minute(world: World) -> None:
    world.commit(5)
    before = len(online(world))
    world.run(3 * STATUS_EVERY_MS + 5_000)
    assert len(online(world)) - before in (3, 4)
    status = online(world)[-1]
    assert (status["journal"], status["boot"], status["connection"]) == (
        world.journal.journal_id,
        1,
        1,
    )
    assert (status["acked"], status["written"], status["software"]) == (5, 5, "0.1.0")


def test_a_status_is_published_on_change_but_not_in_a_flurry(world: World) -> None:
    before = len(online(world))
    for count in range(50):
        world.report(S=count)
        world.run(100)
    world.run(STATUS_GAP_MS)
    assert online(world)[-1]["free"] == {"S": 49}
    assert 4 <= len(online(world)) - before <= 7


def test_the_will_says_offline_with_the_number_of_the_connection(world: World) -> None:
    world.link.close()
    world.run(1_000)
    will = world.server.statuses[-1]
    assert (will["online"], will["boot"], will["connection"]) == (False, 1, 1)


def test_connections_are_numbered_through(world: World) -> None:
    for _ in range(3):
        world.hub.crash()
        world.hub.start()
        world.news.clear()
        world.run(60_000)
    numbers = [status["connection"] for status in online(world)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 4


def test_nothing_is_said_before_the_terminal_knows_itself() -> None:
    world = World()
    world.commit(3)
    world.run(HOUR_MS)
    assert (world.server.statuses, world.stored()) == ([], [])


# Up and down.


def test_the_link_is_up_when_the_server_was_heard_and_not_before() -> None:
    world = World()
    world.server.is_silent = True
    world.report()
    world.run(60_000)
    assert world.heard(LinkChanged) == [LinkChanged(False)]
    world.server.is_silent = False
    world.until(lambda: world.news[-1:] == [LinkChanged(True)])


def test_a_short_interruption_is_not_told(world: World) -> None:
    world.hub.crash()
    world.hub.start()
    world.run(DOWN_AFTER_MS - 1_000)
    world.run(60_000)
    assert world.heard(LinkChanged) == []


def test_a_long_one_is_told_once(world: World) -> None:
    world.hub.crash()
    world.run(HOUR_MS)
    world.hub.start()
    world.run(5 * 60_000)
    assert world.heard(LinkChanged) == [LinkChanged(False), LinkChanged(True)]


def test_a_cut_line_is_noticed_and_mended(world: World) -> None:
    world.hub.isolate(TERMINAL)
    world.commit(3)
    world.until(lambda: world.heard(LinkChanged) == [LinkChanged(False)], 2 * 60_000)
    assert world.stored() == []
    world.hub.rejoin(TERMINAL)
    world.until(world.is_drained, 3 * 60_000)


def test_a_server_that_says_nothing_is_not_there(world: World) -> None:
    world.server.is_silent = True
    world.run(DEAF_MS + DOWN_AFTER_MS + 1_000)
    assert world.heard(LinkChanged) == [LinkChanged(False)]
    assert "server" in world.link.why_apart


# Questions.


def ask(world: World, question: int = 9) -> None:
    world.link.perform(AskServer(question, TAG), world.now_ms)


def test_a_question_is_answered(world: World) -> None:
    world.server.answers[TAG] = 14
    ask(world)
    world.until(lambda: bool(world.news))
    assert world.news == [Answered(9, 14)]
    assert world.server.asked == [{"v": 1, "boot": 1, "question": 9, "tag": TAG}]
    world.run(10_000)
    assert world.news == [Answered(9, 14)]


def test_without_a_connection_the_answer_is_that_nobody_can_be_asked(world: World) -> None:
    world.hub.crash()
    world.run(1_000)
    ask(world)
    assert world.link.wake_at_ms() == 0
    world.poll()
    assert world.news == [Answered(9, -1)]


def test_after_three_seconds_nobody_can_be_asked(world: World) -> None:
    world.server.is_silent = True
    began_ms = world.now_ms
    ask(world)
    world.until(lambda: bool(world.news))
    assert (world.news, world.now_ms - began_ms) == ([Answered(9, -1)], ANSWER_MS)
    late = {"v": 1, "boot": 1, "question": 9, "last_order": 14}
    world.server.send("down/answer", late)
    world.run(1_000)
    assert world.news == [Answered(9, -1)]


def test_a_lost_connection_ends_the_waiting(world: World) -> None:
    world.server.is_silent = True
    ask(world)
    world.hub.crash()
    world.run(1_000)
    assert world.news == [Answered(9, -1)]


def test_an_answer_to_an_earlier_life_is_nobodys(world: World) -> None:
    world.server.is_silent = True
    ask(world)
    world.server.send("down/answer", {"v": 1, "boot": 0, "question": 9, "last_order": 14})
    world.run(ANSWER_MS)
    assert world.news == [Answered(9, -1)]


# The clock.


def test_the_servers_time_is_told_once_for_each_connection() -> None:
    world = World()
    world.report()
    world.run(10 * STATUS_EVERY_MS)
    assert world.heard(ClockRead) == [ClockRead(world.server.time_s, True)]
    world.hub.crash()
    world.hub.start()
    world.run(10 * STATUS_EVERY_MS)
    assert len(world.heard(ClockRead)) == 2


def test_a_time_that_may_be_old_is_not_told() -> None:
    world = World()
    world.hub.delay_ms = (6_000, 6_000)  # the acknowledgement is 12 s old
    world.report()
    world.run(5 * STATUS_EVERY_MS)
    assert world.heard(LinkChanged)[-1] == LinkChanged(True)
    assert world.heard(ClockRead) == []
    world.hub.delay_ms = (50, 50)
    world.run(5 * STATUS_EVERY_MS)
    assert world.heard(ClockRead) == [ClockRead(world.server.time_s, True)]


# A rebuilt terminal, a broken journal.


def test_a_rebuilt_terminal_is_told_all_again(world: World) -> None:
    withdraw(world, 1)
    world.until(lambda: arrived(world) == [1])
    world.news.clear()
    world.link.restart()
    world.run(1_000)
    assert world.heard(OrderArrived) == []
    world.report(boot=2)
    world.run(2 * STATUS_EVERY_MS)
    assert world.heard(LinkChanged) == [LinkChanged(True)]
    assert arrived(world)[0] == 1
    assert world.heard(ClockRead)[-1] == ClockRead(world.server.time_s, True)


def test_the_will_is_always_of_the_life_that_it_ends(world: World) -> None:
    world.link.restart()
    world.report(boot=2)
    world.run(10_000)
    assert online(world)[-1]["boot"] == 2
    world.link.close()
    world.run(1_000)
    will = world.server.statuses[-1]
    assert (will["online"], will["boot"]) == (False, 2)
    assert will["connection"] == online(world)[-1]["connection"]


def test_a_closed_journal_silences_the_outbox_until_it_is_open_again(world: World) -> None:
    world.commit(3)
    world.until(world.is_drained)
    world.commit(3)
    world.journal.close()
    polls = world.polls
    world.run(10 * STATUS_EVERY_MS)
    assert world.polls - polls < 500
    assert world.stored() == [1, 2, 3]
    world.journal.reopen()
    world.link.restart()
    world.report(boot=2)
    world.until(world.is_drained)
    assert world.stored() == list(range(1, 7))


# Everything at once.


@pytest.mark.parametrize("seed", range(5))
def test_after_days_of_faults_all_is_there_once_and_in_order(seed: int) -> None:
    world = World(seed).started()
    luck = Luck(seed).stream("faults")
    world.hub.loss_permille, world.hub.repeat_permille = 50, 50
    applied = 0
    for _hour in range(48):
        if luck.chance(300):
            world.hub.crash()
            world.run(luck.below(600_000))
            world.hub.start()
        if luck.chance(200):
            world.hub.isolate(luck.pick((TERMINAL, "server")))
        world.commit(1 + luck.below(150))
        withdraw(world, len(world.server.orders) + 1)
        world.run(luck.below(HOUR_MS))
        for name in (TERMINAL, "server"):
            world.hub.rejoin(name)
        if luck.chance(200):
            world.link.restart()
        applied = max(applied, *arrived(world), 0)
        world.report(last_order=applied)
    world.hub.loss_permille = world.hub.repeat_permille = 0
    world.until(world.is_drained, HOUR_MS)
    world.until(lambda: max(arrived(world)) == 48, HOUR_MS)
    assert world.stored() == list(range(1, world.journal.last_seq + 1))
    firsts = list(dict.fromkeys(arrived(world)))
    assert firsts == list(range(1, 49))
