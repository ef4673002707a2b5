"""The disk fails: at the first call, at the second, and so on until a run needs no more calls.

Goal R2 of the design.  Whatever fails, once or from then on for good: no entry is lost of
which the journal said that it is there, no commit is there in part, and only JournalError
comes out.  At the end the power goes, because a sync that failed lets the system forget
what it goes on showing.
"""

import itertools
import random
from collections.abc import Callable

import apsw
import pytest

from sync.journal import Journal
from terminal import entries
from terminal.part import JournalError
from terminal.record import Record
from tests.sync.days import Line, open_on
from tests.sync.disk_model import Cut, Disk, Files

CODES = {apsw.IOError: 10, apsw.FullError: 13}
STATE = entries.Checkpoint((("LV1", 3, "x" * 2000),))


def commits() -> list[list[Line]]:
    plain: list[list[Record]] = [
        [entries.Opening(1, number, "pick-up", 1), entries.WrongCode(number)] for number in range(6)
    ]
    badge: list[Record] = [entries.BadgeAdded("C1", "b" * 32, "c" * 32)]
    lists = [*plain[:2], badge, [STATE], *plain[2:4], [STATE], *plain[4:]] * 2
    return [
        [(entry, 40 * 24 * 3600 * 1000 * number, 0) for entry in entry_list]
        for number, entry_list in enumerate(lists)
    ]


class Failing:
    """Fails the `at`-th call to the disk, and all later ones if it is `for_good`."""

    def __init__(self, at: int, error: type[apsw.Error], for_good: bool) -> None:
        self._at, self._error, self._for_good = at, error, for_good
        self._calls = 0
        self.has_failed = False
        self.is_mended = False

    def __call__(self, _call: str) -> None:
        self._calls += 1
        is_due = self._calls >= self._at if self._for_good else self._calls == self._at
        if is_due and not self.is_mended:
            self.has_failed = True
            error = self._error("planned by the test")
            error.result = CODES[self._error]  # what apsw gives an error of SQLite's own
            raise error


def attempt(action: Callable[[], object]) -> bool:
    try:
        action()
    except JournalError as error:
        assert "journal" in str(error)
        return False
    return True


def run(failing: Failing) -> None:
    """Open, write, keep house; after each error open again; at the end with a sound disk."""
    disk = Disk()
    disk.fail, disk.trace = failing, []
    opened: list[Journal] = []
    if not attempt(lambda: opened.append(open_on(disk))):
        failing.is_mended = True
        opened.append(open_on(disk))
    journal = opened[0]
    for number, lines in enumerate(commits()):
        before, after = journal.last_seq, journal.last_seq + len(lines)
        is_written = attempt(lambda lines=lines: journal.commit(lines))  # type: ignore[misc]
        journal.idle(number * 60_000)
        if not journal.is_open and not attempt(journal.reopen):
            failing.is_mended = True
            journal.reopen()
        assert journal.last_seq == after if is_written else journal.last_seq in (before, after)
        journal.acknowledge(journal.last_seq, journal.head)
    after_cut = open_on(Disk(what_is_left(disk)))
    assert (after_cut.last_seq, after_cut.head) == (journal.last_seq, journal.head)
    assert after_cut.verify() is None
    after_cut.close()
    disk.release()


def what_is_left(disk: Disk) -> Files:
    """After a power cut."""
    cut = Cut()
    assert disk.trace is not None
    for op in disk.trace:
        cut.take(op)
    return dict(cut.images(random.Random(1)))["none"]


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("error", [apsw.IOError, apsw.FullError], ids=["broken", "full"])
def test_no_call_to_the_disk_may_fail_with_a_loss(error: type[apsw.Error], for_good: bool) -> None:
    for at in itertools.count(1):
        failing = Failing(at, error, for_good)
        run(failing)
        if not failing.has_failed:
            break
    print(f"{at - 1} calls, each failed once in turn")
    assert at > 300


@pytest.mark.parametrize("is_ever_idle", [True, False])
def test_a_disk_that_is_full_for_a_moment_and_gets_room_loses_and_says_nothing(
    is_ever_idle: bool,
) -> None:
    for at in itertools.count(1):
        disk = Disk()
        failing = Failing(at, apsw.FullError, False)
        journal = open_on(disk, give_room=lambda: True, log_commits=2)
        disk.fail = failing
        for number, lines in enumerate(commits()):
            journal.commit(lines)
            journal.acknowledge(journal.last_seq, journal.head)
            if is_ever_idle:
                journal.idle(number * 60_000)
        assert journal.is_open
        assert journal.last_seq == sum(len(lines) for lines in commits())
        assert journal.verify() is None
        disk.release()
        if not failing.has_failed:
            break
    assert at > 100


def test_after_an_error_nothing_is_written_before_a_reopening() -> None:
    disk = Disk()
    journal = open_on(disk)
    disk.fail = Failing(1, apsw.IOError, False)
    lines = commits()
    with pytest.raises(JournalError, match="disk does not work"):
        journal.commit(lines[0])
    assert not journal.is_open
    with pytest.raises(JournalError, match="disk does not work"):
        journal.commit(lines[1])
    journal.reopen()
    journal.commit(lines[1])
    assert journal.verify() is None


def test_an_error_while_idle_is_told_by_the_next_commit() -> None:
    disk = Disk()
    journal = open_on(disk)
    journal.commit(commits()[0])
    journal.acknowledge(journal.last_seq, journal.head)
    disk.fail = Failing(1, apsw.IOError, False)
    journal.idle(0)
    assert not journal.is_open
    with pytest.raises(JournalError, match="disk does not work"):
        journal.commit(commits()[1])
