"""What all tests share: the programs that some of them need, and the rule that no skip goes unseen.

A test marked `broker`, `browser` or `micropython` is skipped where that program is missing, and
the fixtures `mosquitto`, `chromium` and `micropython` give its path. Every skip is named, with what
to do about it, in the last lines of the output; with CI=true it fails the run. So is every test
that waited in vain for a process and was tried a second time. A test marked
`hardware` is left out (not skipped) unless `--hardware FILE` names a bench that has what it needs;
what such a bench has not got is named in the last lines too.
"""

import functools
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

from tests.bench_file import Bench, BenchError

BENCH = pytest.StashKey[Bench]()
ROOT = Path(__file__).resolve().parent.parent
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
APT = "sudo apt-get install -y --no-install-recommends "
# what the marker needs: the names it goes by, and what to do to get it
PROGRAMS = {
    "broker": (["mosquitto"], APT + "mosquitto"),
    "browser": (["chromium", "chromium-browser", "google-chrome"], APT + "chromium"),
    "micropython": (["micropython"], "tools/micropython.sh"),
}

# Every run tries the same examples; --hypothesis-profile=search looks further.
hypothesis.settings.register_profile("ci", derandomize=True, max_examples=100, deadline=None)
hypothesis.settings.register_profile("search", max_examples=5_000, deadline=None)
hypothesis.settings.load_profile("ci")


@functools.cache
def find_program(marker: str) -> str | None:
    if marker == "micropython":  # not just any version
        found = subprocess.run(
            [ROOT / "tools/micropython.sh", "find"], capture_output=True, text=True, check=False
        )
        return found.stdout.strip() or None
    names, _ = PROGRAMS[marker]
    return next(filter(None, (shutil.which(name, path=SEARCH_PATH) for name in names)), None)


def program_or_skip(marker: str) -> str:
    path = find_program(marker)
    if path is None:
        names, remedy = PROGRAMS[marker]
        pytest.skip(f"{names[0]} is missing; to install it: {remedy}")
    return path


@pytest.fixture(scope="session")
def mosquitto() -> str:
    return program_or_skip("broker")


@pytest.fixture(scope="session")
def chromium() -> str:
    return program_or_skip("browser")


@pytest.fixture(scope="session")
def micropython() -> str:
    return program_or_skip("micropython")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--hardware", metavar="FILE", help="also run what needs the bench in FILE")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--hardware")
    if path is not None:
        try:
            config.stash[BENCH] = Bench(Path(path))
        except BenchError as error:
            raise pytest.UsageError(str(error)) from error


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    bench = config.stash.get(BENCH, None)
    left_out = []
    for item in items:
        marker = item.get_closest_marker("hardware")
        if marker and (bench is None or not bench.offers(*marker.args)):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Bench:
    """The bench that `--hardware` names."""
    return request.config.stash[BENCH]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in PROGRAMS:
        if item.get_closest_marker(marker):
            program_or_skip(marker)


def skips_by_reason(config: pytest.Config) -> dict[str, list[str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    found: dict[str, list[str]] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        _, _, reason = report.longrepr
        found.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    return found


def skips_are_failures() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    bench = session.config.stash.get(BENCH, None)
    is_idle = bench is not None and bench.is_idle
    if is_idle or (skips_are_failures() and skips_by_reason(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    yield  # everything else first: this belongs in the last lines
    reasons = skips_by_reason(config)
    for reason, tests in reasons.items():
        terminalreporter.write_line(f"SKIPPED {len(tests)}: {reason}", yellow=True, bold=True)
        for test in tests:
            terminalreporter.write_line(f"    {test}")
    if reasons and skips_are_failures():
        terminalreporter.write_line("CI=true: a skipped test is a failed run.", red=True, bold=True)
    bench = config.stash.get(BENCH, None)
    for line in [] if bench is None else bench.verdict():
        terminalreporter.write_line(line, red=True, bold=True)

    for report in terminalreporter.stats.get("rerun", []):
        what = "a process or its port came too late, and it was tried again"
        terminalreporter.write_line(f"TWICE {report.nodeid}: {what}", yellow=True, bold=True)
