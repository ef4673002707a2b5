"""`python -m sim.boards ... --tcp` serves a board as a converter on the network does."""

import select
import socket
import struct

import pytest

from tests.sim.board_bench import CU16, HOOKED, STATUS, TALK, UNHOOKED, UNLOCK
from tests.sim.board_process import PATIENCE_S, Alone, ask, ask_until, read_until


@pytest.fixture
def alone():
    alone = Alone("cu16", "--tcp", 0)
    yield alone
    assert alone.stop() == 0


def talk(client):
    return ask(client.fileno(), STATUS, len(HOOKED))


def is_turned_away(client):
    assert select.select([client], [], [], PATIENCE_S)[0]
    return client.recv(1) == b""


@pytest.mark.parametrize("kind", TALK)
def test_every_board_is_reached_by_tcp_and_opens(kind):
    alone = Alone(kind, "--tcp", 0)
    query, shut, unlock, said, opened = TALK[kind]
    with alone.connect() as client:
        assert ask(client.fileno(), query, len(shut)) == shut
        assert alone.line() == "a client is here\n"
        client.sendall(unlock)
        assert "pulse 1" in alone.line() and "door 1 opened" in alone.line()
        assert read_until(client.fileno(), len(said)) == said
        assert ask_until(client.fileno(), query, opened) == opened
    assert alone.stop() == 0


def test_it_serves_this_machine_only_and_names_its_port(alone):
    assert f"127.0.0.1:{alone.tcp_number}" in alone.greeting and alone.tcp_number > 0


def test_a_frame_may_come_in_pieces(alone):
    with alone.connect() as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in STATUS:
            client.sendall(bytes([byte]))
        assert read_until(client.fileno(), len(HOOKED)) == HOOKED


def test_a_second_client_is_turned_away_and_the_first_goes_on(alone):
    with alone.connect() as first:
        assert talk(first) == HOOKED
        for _ in range(3):
            with alone.connect() as second:
                assert is_turned_away(second)
            assert talk(first) == HOOKED
        assert [alone.line() for _ in range(4)] == [
            "a client is here\n"] + ["a second client is turned away\n"] * 3


def test_what_a_second_client_said_is_not_heard(alone):
    with alone.connect() as first, alone.connect() as second:
        second.sendall(UNLOCK)
        assert "is here" in alone.line() and "turned away" in alone.line()
        assert talk(first) == HOOKED
        alone.type("doors")
        assert alone.line().startswith("1 shut")


def test_whoever_hangs_up_may_call_again_at_once(alone):
    for _ in range(20):
        with alone.connect() as client:
            assert talk(client) == HOOKED


def test_a_client_that_vanishes_makes_room_for_the_next(alone):
    for _ in range(5):
        client = alone.connect()
        assert talk(client) == HOOKED
        # Closed with a reset, as by a program that was killed with answers unread.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(STATUS)
        client.close()
    with alone.connect() as client:
        assert talk(client) == HOOKED


def test_doors_stay_as_they_are_while_nobody_is_connected(alone):
    with alone.connect() as client:
        client.sendall(UNLOCK)
        assert "client" in alone.line() and "pulse" in alone.line() and "opened" in alone.line()
    with alone.connect() as client:
        assert ask_until(client.fileno(), STATUS, UNHOOKED) == UNHOOKED


def test_half_a_frame_of_one_client_does_not_keep_the_next_from_being_understood(alone):
    with alone.connect() as client:
        client.sendall(CU16["unlock CU0 lock1"][:3])
    with alone.connect() as client:
        assert talk(client) == HOOKED


def test_echo_works_on_tcp_too():
    alone = Alone("cu16", "--tcp", 0, "--echo")
    with alone.connect() as client:
        assert ask(client.fileno(), STATUS, 14) == STATUS + HOOKED
    assert alone.stop() == 0


def test_a_port_that_is_taken_or_cannot_be_is_refused_in_words(alone):
    for number, says in ((alone.tcp_number, "Address already in use"), (70_000, "0-65535")):
        code, complaint = Alone("cu16", "--tcp", number).end()
        assert code == 1 and says in complaint and "--tcp" in complaint
        assert "Traceback" not in complaint


def test_a_port_is_free_again_as_soon_as_it_has_ended():
    first = Alone("cu16", "--tcp", 0)
    with first.connect() as client:
        assert talk(client) == HOOKED
        assert first.stop() == 0
    second = Alone("cu16", "--tcp", first.tcp_number)
    with second.connect() as client:
        assert talk(client) == HOOKED
    assert second.stop() == 0
