"""The diagnostics as a technician starts them: processes, real ports, answers by keyboard.

Against the boards of `python -m sim.boards`, which anybody's software can talk to.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.diag_world import write_site
from tests.sim.board_process import PATIENCE_S, ROOT, Alone, read_until

# kind, its first board, options
KINDS = [("bcc8a", 1, ["--ways", "8"]), ("cu16", 0, ["--answers-unlock"]), ("waveshare", 1, [])]


def diag(*arguments: object, typed: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "terminal", "diag", *map(str, arguments)], cwd=ROOT, input=typed,
        capture_output=True, text=True, timeout=3 * PATIENCE_S, check=False,
    )  # fmt: skip


class Diag:
    """A command that goes on."""

    def __init__(self, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "terminal", "diag", *map(str, arguments)], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout and self.process.stderr and self.process.stdin

    def line(self) -> str:
        assert self.process.stdout
        return read_until(self.process.stdout.fileno(), b"\n").decode()

    def told(self) -> str:
        """The next line on the other output."""
        assert self.process.stderr
        return read_until(self.process.stderr.fileno(), b"\n").decode()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode


@pytest.fixture
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, Path]]:
    kind, _, options = request.param
    alone = Alone(kind, "--pty", tmp_path / "port", *options)
    yield alone, tmp_path / "port"
    assert alone.stop() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("board", "kind", "first"), [
    (row, row[0], row[1]) for row in KINDS
], indirect=["board"])  # fmt: skip
def test_a_board_is_scanned_looked_at_opened_and_looked_at_again(
    board: tuple[Any, Path], kind: str, first: int, tmp_path: Path
) -> None:
    alone, port = board
    words = ("--kind", kind, "--boards", f"{first}-{first + 1}", "--json")
    done = diag("scan", port, *words)
    assert done.returncode == 0, done.stderr
    assert [each["board"] for each in json.loads(done.stdout)["boards"]] == [first]

    site = write_site(tmp_path, {5: (first, 1), 7: (first, 3)}, kind, str(port))
    assert diag("status", site).stdout == "shut     5, 7\n"

    opening = Diag("unlock", "7", site, "--yes")
    assert opening.line() == "Door 7: the board gave the pulse.\n"
    assert "pulse 1" in alone.line()
    assert "door 3 opened" in alone.line()
    assert "was seen to open" in opening.line()
    assert "The coil cools" in opening.told()
    assert opening.interrupt() == 0

    done = diag("status", site, "--json")
    assert [door["door"] for door in json.loads(done.stdout)["doors"]] == ["shut", "open"]


@pytest.mark.slow
@pytest.mark.parametrize("board", [("bcc8a", 1, ["--ways", "2", "--echo"])], indirect=True)
def test_a_board_is_commissioned_by_answers_on_the_standard_input(
    board: tuple[Any, Path], tmp_path: Path
) -> None:
    alone, port = board
    out = tmp_path / "site.toml"
    run = Diag("commission", port, "--kind", "bcc8a", "--boards", "1-2", "--out", out)
    keyboard, talk = run.process.stdin, run.process.stderr
    assert keyboard and talk

    def answer(question: bytes, text: str, hand: str = "") -> None:
        heard = read_until(talk.fileno(), question)
        assert heard.endswith(question), heard
        if hand:
            alone.type(hand)
            while "shut" not in alone.line():
                pass
        keyboard.write(text.encode() + b"\n")
        keyboard.flush()

    answer(b"for life? (1 to 64 letters, digits, - and _)", "riga-017")
    answer(b"does it stand?", "Rīga")
    answer(b"(with commas between them)", "+371 1")
    answer(b"type yes to begin (stop ends it at any time).", "yes")
    for door in (11, 12):
        answer(b"no more locks on this board)", str(door))
        answer(b"(XS, S, M, L)", "l" if door == 11 else "")
        answer(b"Then press Enter.", "", f"close {door - 10}")
    answer(b"no more locks on this board)", "rest")
    answer(b"Enter: one column)", "")
    told, _ = run.process.communicate(timeout=PATIENCE_S)
    assert run.process.returncode == 0
    assert "Nothing is wrong." in told.decode()
    assert diag("status", out).stdout == "shut     11-12\n"
    assert '[11, "L", 1, 1]' in out.read_text()
    done = subprocess.run(
        [sys.executable, "-m", "terminal", out, "--check"], cwd=ROOT, capture_output=True,
        text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.stdout == f"{out}: 2 compartments; the file is right\n"


@pytest.mark.parametrize("board", [KINDS[0]], indirect=True)
def test_doors_are_watched_until_it_is_interrupted(
    board: tuple[Any, Path], tmp_path: Path
) -> None:
    alone, port = board
    watching = Diag("watch", write_site(tmp_path, {1: (1, 1), 2: (1, 2)}, port=str(port)))
    assert "door 1 is shut" in watching.line()
    assert "door 2 is shut" in watching.line()
    alone.type("force 2")
    assert "door 2 opened" in watching.line()
    assert watching.interrupt() == 0


def test_boards_behind_a_tcp_port_are_found() -> None:
    alone = Alone("cu16", "--tcp", 0)
    place = f"tcp://127.0.0.1:{alone.tcp_number}"
    done = diag("scan", place, "--kind", "cu16", "--boards", "0-1", "--json")
    assert done.returncode == 0, done.stderr
    assert [each["board"] for each in json.loads(done.stdout)["boards"]] == [0]
    assert alone.stop() == 0
    done = diag("scan", place, "--kind", "cu16")
    assert done.returncode == 1
    assert "check the port number" in done.stderr


@pytest.mark.parametrize("board", [KINDS[0]], indirect=True)
def test_a_port_that_is_in_use_is_told(board: tuple[Any, Path], tmp_path: Path) -> None:
    _, port = board
    watching = Diag("watch", write_site(tmp_path, {1: (1, 1)}, port=str(port)))
    assert "door 1 is shut" in watching.line()
    done = diag("scan", port, "--kind", "bcc8a")
    assert done.returncode == 1
    assert "another program has it open" in done.stderr
    assert watching.interrupt() == 0


@pytest.mark.parametrize("board", [KINDS[0]], indirect=True)
def test_the_report_of_a_real_site(board: tuple[Any, Path], tmp_path: Path) -> None:
    _, port = board
    more = '[broker]\nhost = "127.0.0.1"\nport = 9\n'
    site = write_site(tmp_path, {1: (1, 1), 2: (1, 2)}, port=str(port), more=more)
    done = diag("report", site, "--json")
    assert done.returncode == 1, done.stderr
    told = {row["what"]: row["how"] for row in json.loads(done.stdout)["rows"]}
    assert told["broker"] == "wrong"
    assert told["bus bcc8a"] == told["doors"] == "well"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["scan", "/dev/none", "--kind", "bcc8a"], 1, "nothing is plugged in there"),
        (["scan", "tcp://somewhere:5000", "--kind", "cu16"], 2, "give it in numbers"),
        (["scan", "tcp://nowhere", "--kind", "cu16"], 2, "is no address"),
        (["unlock", "all"], 2, "one at a time"),
        (["unlock", "1:1", "/dev/none", "--kind", "bcc8a"], 1, "nothing is plugged in there"),
        (["report", "none.toml"], 2, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: list[str], code: int, says: str) -> None:
    done = diag(*words)
    assert done.returncode == code
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_without_a_screen_nothing_is_commissioned_on_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "terminal", "diag", "commission", "--screen", "--out",
         tmp_path / "site.toml"],
        cwd=ROOT, env={**os.environ, "SDL_VIDEODRIVER": "dummy"}, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("diag commission: No screen was found")


def test_without_a_person_nothing_is_opened(tmp_path: Path) -> None:
    alone = Alone("bcc8a", "--pty", tmp_path / "port")
    done = diag("unlock", "1:1", tmp_path / "port", "--kind", "bcc8a")
    assert done.returncode == 1
    assert "nobody agreed to it" in done.stdout
    done = diag("commission", tmp_path / "port", "--kind", "bcc8a", "--boards", "1", "--out",
                tmp_path / "site.toml", typed="riga-1\n")  # fmt: skip
    assert done.returncode == 1
    assert "nobody answers any more" in done.stderr
    assert not (tmp_path / "site.toml").exists()
    assert alone.stop() == 0
