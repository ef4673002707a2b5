"""A journal is stored exactly once, and only where its chain is whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sim.hand_terminal import HandTerminal, World


def journal_of(count: int) -> HandTerminal:
    terminal = HandTerminal()
    for number in range(count):
        if number % 3:
            terminal.write("seen_shut", compartment=number + 1)
        else:
            terminal.write(
                "expected", {"code": "0" * 32, "token": "", "phone_end": "111"},
                shipment=f"š{number}", size="M",
            )  # fmt: skip
    return terminal


@given(
    sends=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=40),
    luck=st.randoms(use_true_random=False),
)
def test_however_batches_are_lost_repeated_and_reordered_each_entry_is_stored_once(
    sends: list[tuple[int, int]], luck: Any
) -> None:
    world = World()
    world.terminal = terminal = journal_of(30)
    waiting = [terminal.batch(*sorted(send)) for send in sends]
    luck.shuffle(waiting)
    acked = 0
    for batch in waiting:
        for tail, message in world.send("entries", batch):
            assert tail == "ack" and message["seq"] >= acked
            acked = message["seq"]
            assert world.stored() == list(range(1, acked + 1))
    world.talk()
    assert world.stored() == list(range(1, 31))
    assert world.incidents() == []


def test_an_acknowledgement_gives_the_chains_head_and_the_time() -> None:
    world = World()
    world.terminal = terminal = journal_of(5)
    [(tail, ack)] = world.send("entries", terminal.batch())
    assert (tail, ack["seq"], ack["head"]) == ("ack", 5, terminal.head.hex())
    assert ack == {
        "v": 1, "journal": terminal.journal, "seq": 5, "head": terminal.head.hex(),
        "time_s": world.wall_s,
    }  # fmt: skip


def test_a_gap_is_answered_with_what_is_stored() -> None:
    world = World()
    world.terminal = terminal = journal_of(9)
    assert world.send("entries", terminal.batch(4, 6))[0][1]["seq"] == 0
    assert world.send("entries", terminal.batch(1, 3))[0][1]["seq"] == 3
    assert world.send("entries", terminal.batch(6, 9))[0][1]["seq"] == 3
    assert world.incidents() == []


def test_repeats_are_counted_and_change_nothing() -> None:
    world = World()
    world.terminal = terminal = journal_of(6)
    world.send("entries", terminal.batch(1, 4))
    world.send("entries", terminal.batch(2, 6))
    assert world.stored() == [1, 2, 3, 4, 5, 6]
    assert world.central.view.terminals()[0].duplicates == 3


def broken(change: str) -> bytes:
    message = json.loads(journal_of(6).batch())
    line = message["entries"][3]
    if change == "public":
        line["public"]["shipment"] = "another"
    elif change == "personal":
        line["personal"]["phone_end"] = "222"
    elif change == "personal_hash":
        line["personal_hash"] = "0" * 64
        line["personal"] = line["salt"] = None
    elif change == "head":
        line["head"] = "0" * 64
    else:
        line["up_ms"] += 1
    return json.dumps(message).encode()


@pytest.mark.parametrize("change", ["public", "personal", "personal_hash", "head", "up_ms"])
def test_of_a_broken_chain_nothing_is_stored_and_nothing_acknowledged(change: str) -> None:
    world = World()
    assert world.send("entries", broken(change)) == []
    assert world.stored() == []
    [incident] = world.central.view.incidents()
    assert incident.kind == "broken chain"
    assert incident.place.startswith("up/entries $.entries[3].")
    world.send("entries", journal_of(6).batch())
    assert world.stored() == [1, 2, 3, 4, 5, 6]


def test_a_second_entry_of_the_same_number_is_an_incident_and_changes_nothing() -> None:
    world = World()
    world.send("entries", journal_of(4).batch())
    fork = journal_of(2)
    fork.write("said_empty", compartment=7)
    fork.write("seen_shut", compartment=8)
    fork.write("seen_shut", compartment=9)
    before = world.central.view.entries()
    assert world.send("entries", fork.batch()) == []
    assert world.send("entries", fork.batch(5, 5)) == []
    assert world.incidents() == ["fork", "broken chain"]
    assert world.central.view.entries() == before


def test_an_erased_personal_part_still_proves_the_chain() -> None:
    world = World()
    message = json.loads(journal_of(4).batch())
    message["entries"][0]["personal"] = message["entries"][0]["salt"] = None
    world.send("entries", json.dumps(message).encode())
    assert world.stored() == [1, 2, 3, 4]
    world.send("entries", journal_of(4).batch())
    assert world.incidents() == []


def test_a_checkpoint_comes_without_its_state() -> None:
    world = World()
    world.terminal.write("checkpoint", {"state": [1, ["two"]]})
    message = json.loads(world.terminal.batch())
    assert world.send("entries", json.dumps(message).encode()) == []
    assert world.central.view.incidents()[0].place == "up/entries $.entries[0].personal"
    message["entries"][0]["personal"] = message["entries"][0]["salt"] = None
    world.send("entries", json.dumps(message).encode())
    assert world.stored() == [1]


def test_an_entry_of_a_newer_terminal_is_kept_and_named() -> None:
    world = World()
    world.terminal.write("rained_in", drops=3)
    world.terminal.write("seen_shut", compartment=1)
    world.send("entries", world.terminal.batch())
    assert world.stored() == [1, 2]
    assert world.incidents() == ["not understood"]


def test_a_new_journal_is_stored_beside_the_old_one_and_named() -> None:
    world = World()
    world.send("entries", journal_of(3).batch())
    fresh = HandTerminal(journal="cd" * 16)
    fresh.write("booted", boot=1)
    [(_, ack)] = world.send("entries", fresh.batch())
    assert (ack["journal"], ack["seq"]) == ("cd" * 16, 1)
    assert world.stored() == [1, 2, 3, 1]
    assert world.incidents() == ["new journal"]


def test_what_the_disk_did_not_take_is_not_acknowledged() -> None:
    world = World()
    for number in range(200):
        world.terminal.write("part_lost", part=f"scanner {number}", why="w" * 400)
    (pages,) = world.db.execute("PRAGMA page_count").fetchone()
    world.db.execute(f"PRAGMA max_page_count = {pages + 4}")
    assert world.send("entries", world.terminal.batch()) == []
    assert world.stored() == []
    assert "nothing was changed" in world.said[-1]
    world.db.execute("PRAGMA max_page_count = 100000")
    world.talk()
    assert world.stored() == list(range(1, 201))
