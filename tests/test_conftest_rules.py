"""The rules of tests/conftest.py, tried on small test suites of their own."""

from pathlib import Path

import pytest

from tests.bench_file import KNOWN, Bench

pytest_plugins = ["pytester"]
ROOT = Path(__file__).resolve().parent.parent
MARKERS = "[pytest]\nmarkers =\n    browser\n    hardware\n    micropython\n"
SKIPPING = """
import pytest

def test_that_runs():
    pass

@pytest.mark.skip(reason="the moon is not full")
def test_of_the_moon():
    pass

@pytest.mark.skip(reason="the moon is not full")
def test_of_the_tide():
    pass
"""
BROWSING = """
import pytest

@pytest.mark.browser
def test_by_marker():
    pass

def test_by_fixture(chromium):
    assert chromium.endswith("chromium")
"""
ON_THE_BENCH = """
import pytest

@pytest.mark.hardware("locks", "cu16")
def test_of_a_lock(bench):
    assert bench.all("locks", "cu16")[0]["port"] == "x"

@pytest.mark.hardware("pins")
def test_of_pins(bench):
    assert bench.all("pins")

def test_that_runs():
    pass
"""
CU16 = '[[locks]]\nkind = "cu16"\nport = "x"\n'


@pytest.fixture
def suite(pytester, monkeypatch):
    """Runs the given tests under our conftest, each in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini(MARKERS)

    def run(source, *options):
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "tests.conftest", *options)

    return run


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A PATH on which only that is found which the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def last_lines(result, count):
    return [line.strip() for line in result.outlines[-count:]]


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["one process", "two processes"])
def test_each_skip_is_named_with_its_reason_in_the_last_lines(suite, processes):
    result = suite(SKIPPING, *processes)
    assert result.ret == 0
    reason, *tests, _totals = last_lines(result, 4)
    assert reason == "SKIPPED 2: the moon is not full"
    assert sorted(name.split("::")[1] for name in tests) == ["test_of_the_moon", "test_of_the_tide"]


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["one process", "two processes"])
def test_with_ci_true_a_skip_fails_the_run(suite, monkeypatch, processes):
    monkeypatch.setenv("CI", "true")
    result = suite(SKIPPING, *processes)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["SKIPPED 2: *", "CI=true: a skipped test is a failed run."])


def test_with_ci_true_a_run_without_skips_passes(suite, monkeypatch):
    monkeypatch.setenv("CI", "true")
    result = suite("def test_that_runs(): pass")
    assert result.ret == 0
    result.stdout.no_fnmatch_line("*SKIPPED*")


def test_a_whole_file_that_is_skipped_is_named_too(suite):
    result = suite("import pytest\npytest.importorskip('no_such_library')")
    result.stdout.fnmatch_lines(["SKIPPED 1: could not import 'no_such_library'*"])


def test_a_failure_stays_a_failure_and_skips_are_named_after_it(suite):
    result = suite(SKIPPING + "\ndef test_that_fails(): assert False")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["FAILED *test_that_fails*", "SKIPPED 2: the moon is not full"])


def test_a_missing_program_skips_with_the_line_that_installs_it(suite, bare_machine):
    result = suite(BROWSING)
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["SKIPPED 2: chromium is missing; *: sudo apt-get * chromium"])


def test_a_program_that_is_there_is_used(suite, bare_machine):
    program = bare_machine / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    suite(BROWSING).assert_outcomes(passed=2)


def test_hardware_tests_are_left_out_and_not_skipped(suite):
    result = suite(ON_THE_BENCH)
    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.no_fnmatch_line("*SKIPPED*")
    result.stdout.no_fnmatch_line("*ABSENT*")


def test_a_bench_is_used_and_what_it_has_not_got_is_named(suite, pytester):
    (pytester.path / "bench.toml").write_text(CU16)
    result = suite(ON_THE_BENCH, "--hardware", "bench.toml")
    result.assert_outcomes(passed=2, deselected=1)
    assert result.ret == 0
    absent, _totals = last_lines(result, 2)
    assert absent.startswith("ABSENT from bench.toml: pins. 1 tests were not run.")
    assert "[pins] out = 5, in = 6" in absent


def test_a_bench_on_which_nothing_is_tried_fails(suite, pytester):
    (pytester.path / "bench.toml").write_text(CU16.replace("cu16", "bcc8a"))
    result = suite(ON_THE_BENCH, "--hardware", "bench.toml")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*: locks cu16. 1 *", "*: pins. 1 *", "NOTHING REAL WAS TRIED*"])


@pytest.mark.parametrize(("text", "says"), [
    (None, "*there is no bench: bench.toml cannot be read*docs/bench.toml*"),
    ("[locks", "*bench.toml is no TOML*"), ("[coffee]", "*[[]coffee] in bench.toml is no part*"),
])  # fmt: skip
def test_a_bench_that_cannot_be_used_is_refused_in_words(suite, pytester, text, says):
    if text is not None:
        (pytester.path / "bench.toml").write_text(text)
    result = suite(ON_THE_BENCH, "--hardware", "bench.toml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([says])


def test_the_example_of_a_bench_has_one_of_each():
    bench = Bench(ROOT / "docs/bench.toml")
    missing = [name for name in KNOWN if not bench.all(*name.split())]
    assert missing == ["locks cu16", "locks waveshare"]


def test_property_tests_repeat_themselves(suite):
    suite("""
        from hypothesis import settings
        def test_profile():
            assert settings().derandomize and settings().max_examples <= 100
    """).assert_outcomes(passed=1)
