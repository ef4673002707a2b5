"""`python -m sim`: so many terminals for so many days from one seed, and a verdict.

The seed is printed first, so that a run that is cut short can be repeated; the hash of the
trace last, so that two runs can be compared.  A check that fails ends the run with the
command that repeats it.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.fleet import Fleet
from sim.world import DAY_MS, MINUTE_MS


def main(arguments: list[str], prepare: Callable[[Fleet], object] = lambda fleet: None) -> int:
    """Run and print; 0 when every check held.  `prepare` is shown the fleet before it runs."""
    options = _options(arguments)
    print(f"seed {options.seed}", flush=True)
    began = time.process_time()
    with tempfile.TemporaryDirectory(dir=_memory()) as folder, _log(options.trace) as write:
        fleet = Fleet(
            options.seed, options.terminals, Path(folder), write=write,
            visit_gap_ms=int(options.visit_minutes * MINUTE_MS),
            fault_gap_ms=int(options.fault_minutes * MINUTE_MS),
        )  # fmt: skip
        prepare(fleet)
        try:
            fleet.run(options.days)
        except AssertionError as error:
            _fail(fleet, error, options)
            return 1
    _summary(fleet, options.terminals, time.process_time() - began)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sim", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--terminals", type=int, default=1)
    parser.add_argument("--days", type=float, default=1.0)
    parser.add_argument("--visit-minutes", type=float, default=2.0, help="mean time between people")
    parser.add_argument("--fault-minutes", type=float, default=40.0, help="mean time between"
                        " faults of one terminal; 0 for none")  # fmt: skip
    parser.add_argument("--trace", type=Path, help="write every line of the trace to this file")
    return parser.parse_args(arguments)


def _memory() -> str | None:
    """Databases of a simulated world need no real disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@contextmanager
def _log(path: Path | None) -> Iterator[Callable[[str], object] | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8") as file:
        yield lambda line: file.write(line + "\n")


def _fail(fleet: Fleet, error: AssertionError, options: argparse.Namespace) -> None:
    at_days = fleet.world.now_ms / DAY_MS
    print(f"FAILED on day {at_days:.3f}: {type(error).__name__}: {error}")
    print(f"repeat it: python -m sim --seed {options.seed} --terminals {options.terminals}"
          f" --days {options.days:g} --visit-minutes {options.visit_minutes:g}"
          f" --fault-minutes {options.fault_minutes:g}")  # fmt: skip


def _summary(fleet: Fleet, terminals: int, cpu_s: float) -> None:
    days = fleet.world.now_ms / DAY_MS
    visits: dict[str, int] = {}
    faults: dict[str, int] = {}
    for street in fleet.streets:
        _add(visits, street.visits)
    for each in fleet.faults:
        _add(faults, each.counts)
    entries = sum(len(kiosk.disk.committed) for kiosk in fleet.kiosks)
    print(f"{terminals} terminals, {days:.1f} days, {entries} entries, {fleet.trace.lines} lines")
    print("visits: " + ", ".join(f"{name} {visits[name]}" for name in sorted(visits)))
    print("faults: " + (", ".join(f"{n} {faults[n]}" for n in sorted(faults)) or "none"))
    print(f"speed: {days * DAY_MS / 1000 * terminals / max(cpu_s, 0.001):.0f} times real time"
          f" on one core ({cpu_s:.1f} s)")  # fmt: skip
    print(f"sha256 {fleet.trace.digest()}")


def _add(total: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        total[name] = total.get(name, 0) + count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
