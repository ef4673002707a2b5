"""What stands where the journal should be: nothing, rubbish, half of it, another one."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.journal_file import open_journal
from sync.store import APPLICATION, SCHEMA
from terminal import entries
from terminal.part import JournalError

HINTS = ("journal", "No entry was deleted or overwritten")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A journal with 200 entries as a kill leaves it: half in the database, half in the log."""
    folder = tmp_path_factory.mktemp("live")
    journal, _ = open_journal(str(folder / "journal"))
    for number in range(200):
        journal.commit([(entries.BadgeAdded(text_of(number), "b" * 32, "c" * 32), number, 0)])
        if number == 120:
            journal.acknowledge(1, journal.unacknowledged(0, 1)[0].head)
            journal.erase_personal([1])
            journal.idle(0)
    found = {file.name: file.read_bytes() for file in folder.iterdir()}
    journal.close()
    return found


def text_of(number: int) -> str:
    return f"entry {number:04} " + "x" * 300


@pytest.fixture
def path(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path / "journal"


def refusal(path: Path) -> str:
    with pytest.raises(JournalError) as caught:
        open_journal(str(path))
    return str(caught.value)


def test_a_killed_journal_opens_with_all_its_entries(path: Path) -> None:
    journal, reserve = open_journal(str(path))
    assert (journal.last_seq, journal.verify()) == (200, None)
    assert reserve.held() > 0
    journal.close()


def test_only_we_may_read_it(path: Path) -> None:
    journal, _ = open_journal(str(path.parent / "new"))
    assert os.stat(path.parent / "new").st_mode & 0o777 == 0o600
    journal.close()


def spoil_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)


def truncate(path: Path) -> None:
    os.truncate(path, 3 * 4096 + 100)


def overwrite(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def overwrite_all(path: Path) -> None:
    overwrite(path)
    path.with_name("journal-wal").unlink()


def be_another_program(path: Path) -> None:
    path.with_name("journal-wal").unlink()
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()


def be_newer(path: Path) -> None:
    open_journal(str(path))[0].close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    db.close()


def be_someone_elses_empty_one(path: Path) -> None:
    be_another_program(path)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE recipes")
        db.execute(f"PRAGMA application_id={APPLICATION + 1}")
    db.close()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (spoil_middle, "damaged"),
        (truncate, "damaged"),
        (overwrite, "damaged"),
        (overwrite_all, "no journal"),
        (be_another_program, "some other program"),
        (be_someone_elses_empty_one, "some other program"),
        (be_newer, f"schema {SCHEMA + 1}"),
    ],
)
def test_what_is_no_sound_journal_is_refused(
    path: Path, spoil: Callable[[Path], None], word: str
) -> None:
    spoil(path)
    said = refusal(path)
    for part in (str(path), word, "copy", *HINTS):
        assert part.lower() in said.lower(), said


@pytest.mark.parametrize(
    "spoil", [spoil_middle, truncate, overwrite, overwrite_all, be_another_program, be_newer]
)
def test_what_is_refused_is_left_as_it_is(path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(path)
    log = path.with_name("journal-wal")
    before = [file.read_bytes() if file.exists() else b"" for file in (path, log)]
    refusal(path)
    assert [file.read_bytes() if file.exists() else b"" for file in (path, log)] == before


@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_lost_journal_is_not_replaced_by_an_empty_one(path: Path, is_emptied: bool) -> None:
    if is_emptied:
        os.truncate(path, 0)
    else:
        path.unlink()
    said = refusal(path)
    assert "there has been one" in said and "stock" in said
    path.with_name("journal.reserve").unlink()
    assert "there has been one" in refusal(path)  # its log is still there
    assert path.with_name("journal-wal").stat().st_size > 0


def test_two_programs_cannot_have_it_open(path: Path) -> None:
    journal, _ = open_journal(str(path))
    assert "another program" in refusal(path)
    journal.close()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path / "nowhere" / "journal")


def test_a_journal_that_vanishes_is_not_begun_anew(path: Path) -> None:
    journal, _ = open_journal(str(path))
    path.unlink()
    with pytest.raises(JournalError, match="missing"):
        journal.reopen()
    assert not path.exists()


def test_another_journal_in_its_place_is_noticed(path: Path) -> None:
    journal, _ = open_journal(str(path))
    other, _ = open_journal(str(path.with_name("other")))
    for opened in (journal, other):
        opened.close()
    os.replace(path.with_name("other"), path)
    with pytest.raises(JournalError, match="another journal"):
        journal.reopen()


def test_an_entry_that_the_card_spoilt_is_not_replayed(path: Path) -> None:
    journal, _ = open_journal(str(path))
    journal.close()
    content = path.read_bytes()
    at = content.index(text_of(77).encode())
    path.write_bytes(content[:at] + b"E" + content[at + 1 :])
    journal, _ = open_journal(str(path))
    with pytest.raises(JournalError, match=r"entry 78 is not what was once written.*stock"):
        list(journal.replay())
