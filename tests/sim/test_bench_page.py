"""The bench as a process: one line with its address, nobody else's orders, nothing left behind."""

import http.client
import os
import re
import select
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.sim.bench_process import PATIENCE_S, ROOT, BenchProcess

FILES = ROOT / "sim" / "bench" / "web"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BenchProcess]:
    bench = BenchProcess(tmp_path_factory.mktemp("bench"))
    yield bench
    bench.end()


def ask(bench: BenchProcess, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(bench.address).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def test_it_says_in_one_line_where_it_is_and_what_to_do_first(bench: BenchProcess) -> None:
    (line,) = bench.said.splitlines()
    assert bench.address in line and "badge" in line and "Ctrl-C" in line


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "text/html"), ("/page.js", "javascript"), ("/page.css", "text/css"),
    ("/fonts/Manrope-Bold.ttf", ""),
])  # fmt: skip
def test_its_files_are_its_own(bench: BenchProcess, path: str, kind: str) -> None:
    answer = ask(bench, path)
    assert answer.status == 200 and kind in (answer.headers["Content-Type"] or "")
    assert "default-src 'self'" in (answer.headers["Content-Security-Policy"] or "")


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": "evil.example:8017", "Origin": "http://evil.example:8017"},
    {"Origin": "https://evil.example"}, {"Origin": "null"},
])  # fmt: skip
def test_another_site_in_the_same_browser_may_not_open_doors(
    bench: BenchProcess, headers: dict[str, str]
) -> None:
    upgrade = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    assert ask(bench, "/live", **upgrade, **headers).status == 403
    assert ask(bench, "/live", **upgrade).status == 101


def test_nothing_comes_from_elsewhere() -> None:
    for file in sorted(FILES.iterdir()):
        text = file.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search("https?://", text), file.name


Start = Callable[..., BenchProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Benches in one folder, all of them ended in the end."""
    started: list[BenchProcess] = []

    def one_more(**options: int) -> BenchProcess:
        started.append(BenchProcess(tmp_path, **options))
        return started[-1]

    yield one_more
    for bench in started:
        if bench.process.returncode is None:
            bench.end()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_all_children(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    bench = start()
    children, wires = bench.children(), (tmp_path / "wires").readlink()
    assert len(children) == 2 and wires.is_dir()  # the broker and the terminal
    assert bench.end(number) == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    assert not wires.exists()


def test_killed_it_takes_its_children_along(start: Start, tmp_path: Path) -> None:
    bench = start()
    wires = (tmp_path / "wires").readlink()
    ends = [os.pidfd_open(pid) for pid in bench.children()]
    bench.end(signal.SIGKILL)
    for end in ends:
        assert select.select([end], [], [], PATIENCE_S)[0], "a child lives on"
        os.close(end)
    assert wires.exists()
    assert start().end() == 0 and not wires.exists()


def test_a_port_that_is_taken_is_passed_by(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        bench = start(port=taken)
        port = urlsplit(bench.address).port
        assert port is not None and taken < port <= taken + 20
        assert bench.end() == 0


def test_a_second_one_in_the_same_folder_says_what_to_do(start: Start) -> None:
    start()
    second = start()
    assert second.exit_code() == 1 and "another bench is running" in second.said
