"""The power is cut at every write, sync and deletion of a day; what was committed is there.

Goal R1 of the design: a day of more than 400 commits with its first boot, checkpoints, erasures
and purges, cut everywhere, in four ways each.  The same search must find losses where the
settings are weaker, or it would prove nothing.
"""

import random
from collections import Counter
from typing import NamedTuple

import pytest

from sync.journal import Journal
from terminal.part import JournalError
from tests.sync.days import DAY_MS, open_on, visits
from tests.sync.disk_model import Cut, Disk, Files, Op

WALK_EVERY = 50  # images between two whose whole chain is walked and replayed
CUT_AGAIN_EVERY = 200  # images between two whose recovery is cut in its turn


class Known(NamedTuple):
    """What the journal has promised: an id, and the newest entry that is on disk."""

    journal_id: str
    last_seq: int
    head: bytes


def known(journal: Journal) -> Known:
    return Known(journal.journal_id, journal.last_seq, journal.head)


def live_a_day(disk: Disk, synchronous: str, count: int) -> tuple[list[Op], dict[int, bytes]]:
    """What happens to the disk meanwhile, with a mark of what is Known; and all heads by seq."""
    trace: list[Op] = []
    disk.trace = trace
    journal = open_on(disk, synchronous)
    disk.mark(known(journal))
    heads = {0: journal.head}
    for number, lines in enumerate(visits(count)):
        now_ms = lines[0][1] + (36 * DAY_MS if number > 3 * count else 0)  # towards the end, purge
        journal.commit([(entry, now_ms, wall_s) for entry, _, wall_s in lines])
        disk.mark(known(journal))
        heads[journal.last_seq] = journal.head
        if number % 4 == 3:
            journal.acknowledge(journal.last_seq, journal.head)
            if number % 40 == 3:
                journal.erase_personal([journal.last_seq - 5])
            journal.idle(now_ms)
    journal.close()
    return trace, heads


def fault_of(image: Files, promised: Known | None, heads: dict[int, bytes], level: str) -> str:
    """What is wrong with the journal after the cut, "" if nothing is."""
    disk = Disk(image)
    try:
        journal = open_on(disk, level)
    except JournalError:
        return "does not open"
    try:
        if promised is None:  # Before the first opening was over: it may begin anew.
            return ""
        if journal.journal_id != promised.journal_id or journal.last_seq < promised.last_seq:
            return "lost"
        return "" if journal.head == heads[journal.last_seq] else "corrupt"
    finally:
        journal.close()


def search(level: str, count: int, every: int = 1) -> tuple[int, Counter[str]]:
    """Cut a day at every `every`-th operation; how many images there were, and their faults."""
    disk, cut, luck = Disk(), Cut(), random.Random(1)
    trace, heads = live_a_day(disk, level, count)
    promised: Known | None = None
    images, faults = 0, Counter[str]()
    for number, op in enumerate(trace):
        if op.what == "mark":
            promised = op.note
            continue
        cut.take(op)
        for _way, image in cut.images(luck) if number % every == 0 else ():
            images += 1
            faults[fault_of(image, promised, heads, level)] += 1
    del faults[""]
    return images, faults


def test_no_cut_of_a_day_loses_an_entry() -> None:
    images, faults = search("EXTRA", 110)
    print(f"{images} images of {sum(1 for _ in visits(110))} commits")
    assert images > 5_000
    assert not faults


@pytest.mark.parametrize("level", ["FULL", "NORMAL", "OFF"])
def test_the_same_search_finds_the_loss_where_less_is_synced(level: str) -> None:
    images, faults = search(level, 15, every=3)
    print(f"{images} images with synchronous={level}: {dict(faults)}")
    assert faults["lost"] > 0


def test_the_day_that_is_cut_has_all_that_a_day_can_have() -> None:
    disk = Disk()
    trace, _ = live_a_day(disk, "EXTRA", 110)
    kinds = {(op.what, op.name.removeprefix("journal")) for op in trace}
    assert {("sync", ""), ("write", "-wal"), ("truncate", "-wal"), ("delete", "-journal")} <= kinds
    journal = open_on(disk)
    oldest = journal.unacknowledged(0, 1)[0]
    assert (oldest.seq > 1, oldest.kind) == (True, "checkpoint")  # purged, up to a checkpoint


def test_the_whole_chain_and_the_replay_stand_after_a_cut() -> None:
    disk, cut, luck = Disk(), Cut(), random.Random(2)
    trace, _ = live_a_day(disk, "EXTRA", 40)
    for number, op in enumerate(op for op in trace if op.what != "mark"):
        cut.take(op)
        for _way, image in cut.images(luck) if number % WALK_EVERY == 0 else ():
            journal = open_on(Disk(image))
            assert journal.verify() is None
            seqs = list(journal.replay())
            assert len(seqs) <= journal.last_seq
            journal.close()


def test_a_cut_while_recovering_from_a_cut_loses_nothing_either() -> None:
    disk, cut, luck = Disk(), Cut(), random.Random(3)
    trace, heads = live_a_day(disk, "EXTRA", 40)
    promised, again = None, 0
    for number, op in enumerate(trace):
        if op.what == "mark":
            promised = op.note
            continue
        cut.take(op)
        for _way, image in cut.images(luck) if number % CUT_AGAIN_EVERY == 0 else ():
            second = Disk({name: bytearray(content) for name, content in image.items()})
            second.trace = []
            open_on(second).close()
            after = Cut(image)
            for recovery_op in second.trace:
                after.take(recovery_op)
                for _again, second_image in after.images(luck):
                    again += 1
                    assert fault_of(second_image, promised, heads, "EXTRA") == ""
    assert again > 100


def test_what_is_seen_after_a_kill_stays_even_if_it_had_not_been_synced() -> None:
    """Killed between write and sync, started again (the system kept running), then a power cut."""
    disk, luck = Disk(), random.Random(4)
    trace, heads = live_a_day(disk, "EXTRA", 8)
    shown_unsynced = 0
    for number in range(len(trace)):
        cut, promised = Cut(), 0
        for op in trace[: number + 1]:
            if op.what == "mark":
                promised = op.note.last_seq
            else:
                cut.take(op)
        images = dict(cut.images(luck))
        if "all" not in images:
            continue
        survivor = Disk(images["all"])
        survivor.trace = []
        journal = open_on(survivor)
        shown = known(journal)
        shown_unsynced += shown.last_seq > promised
        for op in survivor.trace:
            cut.take(op)
        for _way, image in cut.images(luck):
            assert fault_of(image, shown, heads, "EXTRA") == ""
        journal.close()
    assert shown_unsynced > 0
