"""A simulated run is its seed: the same twice, another for another; and a failure is repeatable."""

from pathlib import Path

import pytest

from sim.__main__ import main
from sim.fleet import Fleet
from sim.world import HOUR_MS, MINUTE_MS

SHORT = ["--days", "0.2", "--visit-minutes", "10", "--fault-minutes", "20"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code of a run, and its lines."""
    code = main(list(arguments))
    return code, capsys.readouterr().out.splitlines()


def hash_of(lines: list[str]) -> str:
    """The last line, whole."""
    assert lines[-1].startswith("sha256 "), lines
    return lines[-1]


def test_the_same_seed_is_the_same_run(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "--seed", "3", *SHORT)
    second = said(capsys, "--seed", "3", *SHORT)
    assert first[0] == second[0] == 0
    assert first[1][0] == "seed 3"
    assert hash_of(first[1]) == hash_of(second[1])


def test_another_seed_is_another_run(capsys: pytest.CaptureFixture[str]) -> None:
    runs = [said(capsys, "--seed", seed, *SHORT) for seed in ("4", "5")]
    assert [code for code, _lines in runs] == [0, 0]
    assert hash_of(runs[0][1]) != hash_of(runs[1][1])


def test_several_terminals_live_at_one_server(tmp_path: Path) -> None:
    fleet = Fleet(6, 3, tmp_path, visit_gap_ms=10 * MINUTE_MS, fault_gap_ms=20 * MINUTE_MS)
    fleet.run(0.25)
    assert [kiosk.name for kiosk in fleet.kiosks] == ["t1", "t2", "t3"]
    for kiosk in fleet.kiosks:
        kinds = {kind for _seq, kind, _public in kiosk.journal()}
        assert {"booted", "opening", "deposited"} <= kinds, kiosk.name


def test_the_trace_is_written_where_it_is_wanted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "trace.txt"
    code, lines = said(capsys, "--seed", "7", "--days", "0.05", "--trace", str(path))
    assert code == 0
    counted = int(lines[1].split(", ")[-1].split()[0])
    assert len(path.read_text("utf-8").splitlines()) == counted


def test_a_failure_says_how_to_repeat_it(capsys: pytest.CaptureFixture[str]) -> None:
    def haunt(fleet: Fleet) -> None:
        """After six hours a coil gets current that nobody ordered."""
        cabinet = fleet.kiosks[0].cabinet
        fleet.world.at(6 * HOUR_MS, lambda: cabinet.energise(1, 500, 6 * HOUR_MS))

    code = main(["--seed", "8", "--days", "1", "--fault-minutes", "0"], haunt)
    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert lines[0] == "seed 8"
    assert lines[-2].startswith("FAILED on day 0.250: UnsafeError: compartment 1 was pulsed")
    command = "python -m sim --seed 8 --terminals 1 --days 1 --visit-minutes 2 --fault-minutes 0"
    assert lines[-1] == "repeat it: " + command
