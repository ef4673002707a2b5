"""Whatever is changed in a journal behind its back is found, at the place where it was changed."""

import itertools

import pytest

from sync.journal import Journal
from sync.lines import Line, line_of
from terminal import entries
from tests.sync.days import Memory, open_in

COUNT = 24
COLUMNS = ("up_ms", "wall_s", "kind", "public", "personal", "salt", "personal_hash", "head")
INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    journal = open_in(memory)
    for number in range(COUNT // 2):
        opening = entries.Opening(number, number, "pick-up", 1)
        expected = entries.Expected(f"LV{number}", "S", f"{number:032x}", "", "123", "")
        journal.commit([(opening, number, 0), (expected, number, 9)])
    journal.acknowledge(journal.last_seq, journal.head)
    journal.idle(0)
    assert journal.verify() is None
    return memory


def found(memory: Memory) -> int | None:
    return open_in(memory).verify()


def flips(value: int | str | bytes | None) -> list[int | str | bytes]:
    """Everything that one flipped bit a byte can make of a value."""
    if value is None:
        return []
    if isinstance(value, int):
        return [value ^ (1 << bit) for bit in range(40)]
    content = value.encode() if isinstance(value, str) else value
    changed = [bytearray(content) for _ in content]
    for at, copy in enumerate(changed):
        copy[at] ^= 1 << at % 7
    return [copy.decode() if isinstance(value, str) else bytes(copy) for copy in changed]


def test_every_flip_is_found(memory: Memory) -> None:
    count = 0
    journal = open_in(memory)
    for seq, column in itertools.product(range(1, COUNT + 1), COLUMNS):
        [(value,)] = memory.execute(f"SELECT {column} FROM entries WHERE seq = ?", (seq,))
        for flipped in flips(value):
            memory.execute(f"UPDATE entries SET {column} = ? WHERE seq = ?", (flipped, seq))
            assert journal.verify() == seq, (column, value, flipped)
            count += 1
        memory.execute(f"UPDATE entries SET {column} = ? WHERE seq = ?", (value, seq))
    assert journal.verify() is None
    print(f"{count} flips found")
    assert count > 5_000


def test_a_text_that_is_no_text_any_more_is_found(memory: Memory) -> None:
    memory.execute("UPDATE entries SET public = CAST(x'7bff7d' AS TEXT) WHERE seq = 7")
    assert found(memory) == 7


def rows(memory: Memory) -> list[Line]:
    return open_in(memory).unacknowledged(0, 100)


def rewrite(memory: Memory, lines: list[Line]) -> int | None:
    memory.execute("DELETE FROM entries")
    for line in lines:
        memory.execute(INSERT, line)
    return found(memory)


def test_every_deletion_is_found(memory: Memory) -> None:
    lines = rows(memory)
    for at in range(COUNT):
        assert rewrite(memory, lines[:at] + lines[at + 1 :]) == at + 1


def test_every_deletion_at_the_end_is_found_down_to_the_acknowledged_one(memory: Memory) -> None:
    lines = rows(memory)
    for kept in range(COUNT):
        assert rewrite(memory, lines[:kept]) == kept + 1
    assert rewrite(memory, lines) is None


def test_every_swap_is_found(memory: Memory) -> None:
    lines = rows(memory)
    for first, second in itertools.combinations(range(COUNT), 2):
        swapped = list(lines)
        swapped[first] = lines[second]._replace(seq=first + 1)
        swapped[second] = lines[first]._replace(seq=second + 1)
        assert rewrite(memory, swapped) == first + 1


def test_every_insertion_is_found(memory: Memory) -> None:
    lines = rows(memory)
    for at in range(COUNT):
        later = [line._replace(seq=line.seq + 1) for line in lines[at:]]
        last = (at, lines[at - 1].head) if at else (0, open_in(Memory()).head)
        forged = line_of(entries.SaidEmpty(1), 0, 0, last, b"")
        assert rewrite(memory, [*lines[:at], forged, *later]) in (at + 1, at + 2)


def test_a_chain_that_was_forged_to_its_end_is_found_where_the_server_knows_better(
    memory: Memory,
) -> None:
    lines = rows(memory)
    last, forged = (10, lines[9].head), list(lines[:10])
    for _ in range(COUNT - 10):
        forged.append(line_of(entries.SaidEmpty(1), 0, 0, last, b""))
        last = (forged[-1].seq, forged[-1].head)
    assert rewrite(memory, forged) == COUNT
    journal = open_in(memory)
    assert not journal.acknowledge(COUNT, lines[-1].head)


def test_erasing_the_personal_parts_breaks_nothing(memory: Memory) -> None:
    journal: Journal = open_in(memory)
    journal.erase_personal(range(1, COUNT + 1))
    assert journal.verify() is None
    assert all(line.personal is None and line.salt is None for line in rows(memory))
    assert [entry for entry, _, _ in journal.replay()][1] == entries.Expected(
        "LV0", "S", "", "", "", ""
    )
