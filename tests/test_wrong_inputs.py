"""The program against a site that is set up wrongly, and against a world that is not there.

The real process, as an installer would start it.  What is wrong in the site's file ends it with
a sentence; what is wrong in the world does not end it: the glass says so and nothing is lost.
"""

import json
import os
import select
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
RIGHT = """
[terminal]
id = "riga-017"
place = "Brīvības iela 1, Rīga"
[broker]
port = 9
[[bus]]
port = "/dev/there-is-no-such-port"
[screen]
driver = "offscreen"
mirror = "glass.sock"
[operator]
phones = ["+371 67008001"]
[[column]]
doors = [[1, "S", 1, 1], [2, "M", 1, 2]]
"""
PATIENCE_S = 30.0


def start(folder: Path, site: str, *arguments: str) -> "subprocess.Popen[str]":
    path = folder / "site.toml"
    path.write_text(site, "utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "terminal", str(path), *arguments], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def refused(folder: Path, site: str) -> str:
    """What it says when it does not start."""
    process = start(folder, site)
    _out, error = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2, error
    assert error.startswith("The terminal does not start: ") and "Traceback" not in error
    return error


class Glass:
    """The mirror of a running terminal."""

    def __init__(self, process: "subprocess.Popen[str]", path: Path) -> None:
        self.process = process
        self._end_s = time.monotonic() + PATIENCE_S
        self._socket = self._connect(path)
        self._text = b""

    def _connect(self, path: Path) -> socket.socket:
        while True:
            assert time.monotonic() < self._end_s and self.process.poll() is None
            glass = socket.socket(socket.AF_UNIX)
            try:
                glass.connect(str(path))
                return glass
            except OSError:
                glass.close()
                select.select([], [], [], 0.05)  # the program is still starting

    def until(self, screen: str, text: str) -> dict[str, Any]:
        """The first picture of that screen that says this."""
        while True:
            *lines, self._text = self._text.split(b"\n")
            for line in lines:
                shown = json.loads(line)
                if shown.get("screen") == screen and text in " ".join(shown["texts"]):
                    return dict(shown)
            left_s = self._end_s - time.monotonic()
            assert left_s > 0 and select.select([self._socket], [], [], left_s)[0], screen
            self._text += self._socket.recv(65536)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('port = "/dev/', 'prot = "/dev/', ("prot", "[[bus]]", "port")),
        ("[broker]", "[brokr]", ("brokr", "broker")),
        ("port = 9", "port = 99999", ("port in [broker]", "65535")),
        ("port = 9", 'port = "9"', ("port in [broker]", "int")),
        ('id = "riga-017"', "", ("id in [terminal]", "missing")),
        ("[2, \"M\", 1, 2]", "[2, \"M\", 1, 1]", ("compartments 1 and 2", "channel")),
        ('"S", 1, 1]', '"XXL", 1, 1]', ("XXL", "XS, S, M, L")),
        ("[screen]", "[screen", ("no TOML",)),
        ('driver = "offscreen"', 'driver = "nonesuch"', ("screen",)),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_named(
    tmp_path: Path, right: str, wrong: str, words: tuple[str, ...]
) -> None:
    assert right in RIGHT
    told = refused(tmp_path, RIGHT.replace(right, wrong, 1))
    for word in words:
        assert word in told, told


def test_the_file_can_be_checked_without_starting(tmp_path: Path) -> None:
    process = start(tmp_path, RIGHT, "--check")
    told, _error = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0 and "2 compartments" in told
    assert os.listdir(tmp_path) == ["site.toml"], "a check leaves nothing behind"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "terminal", str(tmp_path / "none.toml")], cwd=ROOT, text=True,
        capture_output=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert process.returncode == 2 and "none.toml cannot be read" in process.stderr


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "terminal.key"
    key.write_text("00" * 32)
    key.chmod(0o644)
    assert "chmod 600" in refused(tmp_path, RIGHT)
    key.chmod(0o600)
    key.write_text("not hex")
    assert "64 hex digits" in refused(tmp_path, RIGHT)


def test_without_locks_and_broker_it_stays_and_says_so(tmp_path: Path) -> None:
    process = start(tmp_path, RIGHT)
    try:
        Glass(process, tmp_path / "glass.sock").until("OutOfService", "67008001")
        lost = committed(tmp_path / "journal.db", "part_lost")
        assert [entry["part"] for entry in lost if entry["part"] == "lock line"]
        assert "/dev/there-is-no-such-port" in lost[-1]["why"] or len(lost) > 1
    finally:
        stop(process)
    assert process.returncode == 0


@pytest.mark.parametrize("damage", ["noise", "foreign", "cut"])
def test_a_journal_that_cannot_be_used_is_said_and_left_as_it_is(
    tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "journal.db"
    if damage == "noise":
        path.write_bytes(b"this was a journal" * 999)
    elif damage == "foreign":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE songs (title)")
    else:
        run_once(tmp_path)
        path.write_bytes(path.read_bytes()[:5000])
    before = path.read_bytes()
    process = start(tmp_path, RIGHT)
    try:
        Glass(process, tmp_path / "glass.sock").until("OutOfService", "67008001")
        assert path.read_bytes() == before
    finally:
        stop(process)
    assert process.stderr is not None
    told = process.stderr.read()
    assert "Out of service: The journal" in told and "Traceback" not in told


def run_once(folder: Path) -> None:
    """A life of a terminal, so that there is a journal."""
    process = start(folder, RIGHT)
    try:
        Glass(process, folder / "glass.sock").until("OutOfService", "67008001")
    finally:
        stop(process)


def stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.wait(timeout=PATIENCE_S)


def committed(path: Path, kind: str) -> list[dict[str, Any]]:
    """The public parts of the entries of a kind, once there are any."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        # The terminal holds its journal alone, so a copy of the files is read.
        copy = path.parent / "copy.db"
        for tail in ("", "-wal"):
            source = Path(str(path) + tail)
            if source.exists():
                Path(str(copy) + tail).write_bytes(source.read_bytes())
        reader = sqlite3.connect(copy)
        rows = reader.execute("SELECT public FROM entries WHERE kind = ?", (kind,)).fetchall()
        reader.close()
        if rows:
            return [json.loads(row[0]) for row in rows]
        select.select([], [], [], 0.1)  # it is committed within the first poll
    raise AssertionError(f"no {kind} entry")
