"""The copy of the log: what is in it, what must not be, and sticks that are not there or full."""

import json
import os
import threading
import zipfile
from pathlib import Path

import pytest

from sync.bundle import ASK_EVERY_MS, Bundle
from sync.journal import Journal
from terminal import care_entries, entries, sale_entries
from terminal.effects import ExportBundle
from terminal.events import BundleExported
from tests.sync.days import Memory

SECRET = "5e" * 16
ASKED = ExportBundle("usb", (("scanner", "unplugged"),), (("software", "0.1.0"), ("boot", "3")))


@pytest.fixture
def journal() -> Journal:
    journal = Journal(Memory().connect, lambda: os.urandom(16))
    lines = [
        entries.Booted(1),
        entries.Expected("RR123456785LV", "S", SECRET, SECRET, "789", ""),
        entries.BadgeAdded("Anna", SECRET, SECRET),
        care_entries.TechnicianAdded("Tom", SECRET),
        sale_entries.SaleAuthorised(1, 2, 3, "reader", "4321"),
        entries.Checkpoint((SECRET,)),
        entries.SeenOpen(3, 7, True),
    ]
    journal.commit([(line, 5, 0) for line in lines])
    return journal


def at_once(work):
    work()


def test_it_holds_the_public_parts_versions_and_failed_parts(journal, tmp_path):
    bundle = Bundle(journal, "T1", str(tmp_path), at_once)
    bundle.perform(ASKED, 0)
    assert bundle.wake_at_ms() == ASK_EVERY_MS
    assert bundle.poll(0) == [BundleExported("")]
    assert bundle.wake_at_ms() is None
    with zipfile.ZipFile(tmp_path / "pakomats-T1-7.zip") as found:
        about = json.loads(found.read("about.json"))
        told = [json.loads(line) for line in found.read("entries.jsonl").splitlines()]
    assert about == {
        "terminal": "T1", "versions": {"software": "0.1.0", "boot": "3"},
        "failed": {"scanner": "unplugged"},
    }  # fmt: skip
    assert [line["kind"] for line in told][-1] == "seen_open"
    assert (told[-1]["compartment"], told[-1]["seq"], len(told)) == (3, 7, 7)


def test_nothing_personal_is_in_it(journal, tmp_path):
    Bundle(journal, "T1", str(tmp_path), at_once).perform(ASKED, 0)
    with zipfile.ZipFile(tmp_path / "pakomats-T1-7.zip") as found:
        text = b"".join(found.read(name) for name in found.namelist()).decode()
    for secret in (SECRET, "789", "4321"):
        assert secret not in text
    assert "RR123456785LV" in text


def test_no_stick_and_a_stick_that_cannot_be_written_are_said(journal, tmp_path):
    bundle = Bundle(journal, "T1", str(tmp_path / "usb"), at_once)
    bundle.perform(ASKED, 0)
    assert bundle.poll(0) == [BundleExported(f"there is no stick at {tmp_path / 'usb'}")]
    (tmp_path / "pakomats-T1-7.zip.part").mkdir()
    bundle = Bundle(journal, "T1", str(tmp_path), at_once)
    bundle.perform(ASKED, 0)
    (fact,) = bundle.poll(0)
    assert isinstance(fact, BundleExported)
    assert "try another stick" in fact.why


def test_what_it_cannot_do_is_said(journal, tmp_path):
    bundle = Bundle(journal, "T1", str(tmp_path), at_once)
    bundle.perform(ExportBundle("server", (), ()), 0)
    assert bundle.poll(0) == [BundleExported("a bundle cannot go to server")]
    assert list(Path(tmp_path).iterdir()) == []


def test_a_journal_that_cannot_be_read_is_said(journal, tmp_path):
    journal.close()
    bundle = Bundle(journal, "T1", str(tmp_path), at_once)
    bundle.perform(ASKED, 0)
    (fact,) = bundle.poll(0)
    assert isinstance(fact, BundleExported)
    assert fact.why


def test_the_slow_part_is_done_in_a_thread_of_its_own(journal, tmp_path):
    written = threading.Event()
    bundle = Bundle(journal, "T1", str(tmp_path), lambda work: start(work, written))
    bundle.perform(ASKED, 0)
    assert written.wait(10)
    assert bundle.poll(0) == [BundleExported("")]


def start(work, written):
    def both():
        work()
        written.set()

    threading.Thread(target=both, daemon=True).start()


def test_what_was_written_before_a_restart_is_no_news(journal, tmp_path):
    bundle = Bundle(journal, "T1", str(tmp_path), at_once)
    bundle.perform(ASKED, 0)
    bundle.restart()
    assert bundle.poll(0) == []


def test_what_is_still_written_at_a_restart_is_told_to_nobody(journal, tmp_path):
    slow = []
    bundle = Bundle(journal, "T1", str(tmp_path), slow.append)
    bundle.perform(ASKED, 0)
    bundle.restart()
    slow.pop()()
    assert bundle.poll(0) == []
    assert bundle.wake_at_ms() is None
    bundle.perform(ASKED, 0)
    assert bundle.poll(0) == []
    slow.pop()()
    assert bundle.poll(0) == [BundleExported("")]
