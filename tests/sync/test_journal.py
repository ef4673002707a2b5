"""What the journal keeps, what it lets go, and when."""

import os
import time
from pathlib import Path

import pytest

from sync.chain import first_head
from sync.journal import KEEP_MS, Journal
from sync.journal_file import open_journal
from terminal import entries
from terminal.record import Record
from tests.sync.days import NOON_S, Memory, open_in

DAY_MS = 24 * 3600 * 1000
SECRET = "5ec2e7" * 5 + "00"


@pytest.fixture
def journal() -> Journal:
    return open_in(Memory())


def wrong(strike: int) -> Record:
    return entries.WrongCode(strike)


def commit(journal: Journal, *entry_list: Record, up_ms: int = 0, wall_s: int = 0) -> None:
    journal.commit([(entry, up_ms, wall_s) for entry in entry_list])


def acknowledge_all(journal: Journal) -> None:
    assert journal.acknowledge(journal.last_seq, journal.head)


def test_a_new_journal_has_a_random_id_and_the_head_that_follows_from_it() -> None:
    first, second = (Journal(Memory().connect, lambda: os.urandom(16)) for _ in range(2))
    assert first.journal_id != second.journal_id
    assert len(first.journal_id) == 32
    assert (first.last_seq, first.head) == (0, first_head(first.journal_id))
    assert list(first.replay()) == []


def test_entries_are_replayed_with_their_times_after_a_reopening(journal: Journal) -> None:
    commit(journal, wrong(1), wrong(2), up_ms=7, wall_s=8)
    commit(journal)
    commit(journal, wrong(3), up_ms=9)
    known = (journal.journal_id, journal.last_seq, journal.head)
    journal.close()
    journal.reopen()
    assert known == (journal.journal_id, journal.last_seq, journal.head)
    assert list(journal.replay()) == [(wrong(1), 7, 8), (wrong(2), 7, 8), (wrong(3), 9, 0)]


def test_replay_begins_with_the_newest_checkpoint(journal: Journal) -> None:
    state = (("LV1", 3, True, None, ("a", ())),)
    commit(journal, wrong(1), entries.Checkpoint(()), wrong(2), entries.Checkpoint(state), wrong(3))
    replayed = [entry for entry, _, _ in journal.replay()]
    assert replayed == [entries.Checkpoint(state), wrong(3)]


def test_a_long_journal_is_replayed_whole(journal: Journal) -> None:
    commit(journal, *[wrong(number) for number in range(1_234)])
    assert [entry for entry, _, _ in journal.replay()] == [wrong(n) for n in range(1_234)]


# What the server acknowledged.


def test_an_acknowledgement_counts_only_with_our_head(journal: Journal) -> None:
    commit(journal, wrong(1), wrong(2))
    head_1 = journal.unacknowledged(0, 1)[0].head
    assert not journal.acknowledge(1, journal.head)
    assert not journal.acknowledge(3, journal.head)
    assert not journal.acknowledge(2**53, journal.head)
    assert journal.acknowledged_seq == 0
    assert journal.acknowledge(1, head_1)
    assert journal.acknowledged_seq == 1
    assert [line.seq for line in journal.unacknowledged(1, 10)] == [2]


def test_a_lower_acknowledgement_is_believed(journal: Journal) -> None:
    commit(journal, wrong(1), wrong(2))
    acknowledge_all(journal)
    assert journal.acknowledge(0, first_head(journal.journal_id))
    assert journal.acknowledged_seq == 0


def test_acknowledgement_and_connection_are_noted_with_the_next_entries(journal: Journal) -> None:
    commit(journal, wrong(1))
    acknowledge_all(journal)
    assert journal.next_connection() == 1
    journal.reopen()
    assert (journal.acknowledged_seq, journal.connection) == (0, 0)  # a power cut would cost this
    acknowledge_all(journal)
    journal.next_connection()
    commit(journal, wrong(2))
    journal.reopen()
    assert (journal.acknowledged_seq, journal.connection) == (1, 1)


def test_acknowledgement_and_connection_are_noted_when_idle(journal: Journal) -> None:
    commit(journal, wrong(1))
    acknowledge_all(journal)
    journal.next_connection()
    journal.idle(1)
    journal.reopen()
    assert (journal.acknowledged_seq, journal.connection) == (1, 1)


# What is let go.


def old_journal(journal: Journal, wall_s: int = 0) -> None:
    """Ten entries, a checkpoint (11), one more."""
    commit(journal, *[wrong(number) for number in range(10)], wall_s=wall_s)
    commit(journal, entries.Checkpoint(()), wrong(12), wall_s=wall_s)


@pytest.mark.parametrize(
    ("up_ms", "written_s", "now_s", "purged"),
    [
        (KEEP_MS, 0, 0, 10),
        (KEEP_MS - 1, 0, 0, 0),
        (0, NOON_S, NOON_S + KEEP_MS // 1000, 10),
        (0, NOON_S, NOON_S + KEEP_MS // 1000 - 1, 0),
        (0, 0, NOON_S, 0),  # written when the clock was not trusted
        (0, NOON_S, 0, 0),  # not trusted now
    ],
)
def test_entries_stay_for_35_days_by_any_clock_that_is_known(
    journal: Journal, up_ms: int, written_s: int, now_s: int, purged: int
) -> None:
    old_journal(journal, written_s)
    acknowledge_all(journal)
    assert journal.purge(up_ms, now_s) == purged
    assert journal.verify() is None


def test_nothing_is_purged_that_the_server_has_not(journal: Journal) -> None:
    old_journal(journal)
    assert journal.purge(KEEP_MS, 0) == 0
    journal.acknowledge(10, journal.unacknowledged(9, 1)[0].head)
    assert journal.purge(KEEP_MS, 0) == 0  # the checkpoint is not acknowledged


def test_a_purged_journal_goes_on(journal: Journal) -> None:
    old_journal(journal)
    acknowledge_all(journal)
    heads = {line.seq: line.head for line in journal.unacknowledged(0, 100)}
    journal.purge(KEEP_MS, 0)
    journal.reopen()  # as after a power cut
    assert journal.acknowledged_seq == 12  # never less than what is gone
    commit(journal, wrong(13))
    journal.reopen()
    assert [line.seq for line in journal.unacknowledged(0, 100)] == [11, 12, 13]
    assert (journal.verify(), journal.acknowledged_seq) == (None, 12)
    assert journal.acknowledge(10, heads[10])  # where the chain now begins
    assert not journal.acknowledge(9, heads[9])  # what we no longer have


def test_idle_purges_by_the_times_of_the_newest_entry(journal: Journal) -> None:
    old_journal(journal)
    commit(journal, wrong(13), up_ms=KEEP_MS)
    acknowledge_all(journal)
    journal.idle(0)
    assert journal.unacknowledged(0, 1)[0].seq == 11


def test_personal_parts_are_erased_only_where_the_server_has_them(journal: Journal) -> None:
    for number in range(3):
        commit(journal, entries.BadgeAdded(f"C{number}", "a" * 32, "b" * 32))
    journal.acknowledge(2, journal.unacknowledged(1, 1)[0].head)
    journal.erase_personal([2, 3])
    assert [line.personal is None for line in journal.unacknowledged(0, 3)] == [False, True, False]
    assert journal.verify() is None


def test_only_the_newest_checkpoint_keeps_its_state(journal: Journal) -> None:
    for number in range(3):
        commit(journal, entries.Checkpoint((number,)))
    journal.idle(0)
    assert [line.personal for line in journal.unacknowledged(0, 3)] == [None, None, '{"state":[2]}']
    assert list(journal.replay()) == [(entries.Checkpoint((2,)), 0, 0)]


def test_what_was_erased_stands_in_no_file(tmp_path: Path) -> None:
    journal, _ = open_journal(str(tmp_path / "journal"))
    for number in range(300):
        commit(journal, entries.BadgeAdded(f"C{number}", SECRET, "b" * 32))

    def count() -> int:
        return sum(file.read_bytes().count(SECRET.encode()) for file in tmp_path.iterdir())

    assert count() >= 300
    acknowledge_all(journal)
    journal.erase_personal(range(1, 301))
    journal.idle(0)
    assert count() == 0
    journal.close()


# How fast.


def test_a_commit_of_three_entries_takes_no_time_but_the_disks(journal: Journal) -> None:
    three: list[Record] = [
        entries.Opening(1, 1, "pick-up", 1),
        entries.SeenOpen(1, 1, True),
        entries.Expected("LV1", "S", "a" * 32, "", "123", ""),
    ]
    best_us = 1_000_000
    for _ in range(20):
        start = time.perf_counter_ns()
        for _ in range(50):
            commit(journal, *three)
        best_us = min(best_us, (time.perf_counter_ns() - start) // 50_000)
    print(f"{best_us} us for a commit of three entries in memory")
    assert best_us < 150
