"""`python -m tests.seeds`: twenty lives of a terminal, a week each, with faults every half hour.

Prints how often each row of each state table was taken, and fails if a check failed or if a
row was never taken: a row that no life ever needs is either dead or untested.
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sim.fleet import Fleet
from sim.sites import quiet_site
from sim.world import MINUTE_MS
from terminal.doors import Door
from terminal.rules import Machine
from terminal.sales import Paying
from terminal.visits.complaint import Complaint
from terminal.visits.cycle import Cycle
from terminal.visits.deposit import Deposit
from terminal.visits.device_tests import DeviceTests
from terminal.visits.door_panels import DoorPanels
from terminal.visits.help import Help
from terminal.visits.identify import Identify
from terminal.visits.inspection import Inspection
from terminal.visits.pickup import Pickup
from terminal.visits.run import Run
from terminal.visits.send import Send
from terminal.visits.stocktake import Stocktake
from terminal.visits.technician import Care
from terminal.visits.welcome import Welcome

MACHINES: tuple[type[Machine], ...] = (
    Door, Welcome, Pickup, Complaint, Run, Deposit, Inspection, Paying, Care, DoorPanels, Cycle,
    Stocktake, DeviceTests, Send, Help, Identify,
)  # fmt: skip
SEEDS, DAYS = 20, 7.0
VISIT_MS, FAULT_MS = 17 * MINUTE_MS, 30 * MINUTE_MS

Row = tuple[str, str, str]
# What twenty lives may miss, because several rare things must meet within seconds: a sale gives
# up just while a lock rests, or has just been asked again; a reader changes its mind in the
# middle of a handshake, or is lost just while money goes back.  `tests/terminal/test_paying.py`
# takes every one of them, and `test_doors.py` the board that lets a door wait for four seconds;
# a door gives way late just while its recipient is identified anew (`test_identify_orders.py`) or
# signs a refusal (`test_complaint.py`); a life that does so too is counted like any other.
RARE: tuple[Row, ...] = (
    ("Door", "resting", "StopAsked"), ("Door", "asked", "StopAsked"), ("Door", "asked", "TimedOut"),
    ("Paying", "asking", "TimedOut"), ("Paying", "held", "CardReversed"),
    ("Paying", "held", "SaleLost"), ("Paying", "issued", "CardReversed"),
    ("Paying", "issued", "SaleLost"), ("Paying", "withheld", "SaleLost"),
    ("Paying", "withheld", "TimedOut"), ("Paying", "withheld", "CardSettled"),
    ("Paying", "checking", "CardSettled"), ("Paying", "checking", "CardReversed"),
    ("Paying", "reversing", "ReversalRefused"), ("Paying", "reversing", "ReaderReady"),
    ("Paying", "reversing", "SaleLost"), ("Paying", "reversing", "TimedOut"),
    ("Pickup", "identifying", "Opened"), ("Identify", "choosing", "Opened"),
    ("Identify", "waiting", "Opened"), ("Identify", "showing", "Opened"),
    ("Identify", "told", "Opened"), ("Pickup", "complaining", "Opened"),
    ("Complaint", "signing", "Opened"),
)  # fmt: skip
Life = tuple[int, str, dict[Row, int], int]


def live(seed: int, days: float = DAYS) -> Life:
    """One life: seed, what failed ("" if nothing), rows taken, faults."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        fleet = Fleet(
            seed, 1, Path(folder), visit_gap_ms=VISIT_MS, fault_gap_ms=FAULT_MS,
            draw_site=quiet_site,
        )  # fmt: skip
        failed = ""
        try:
            fleet.run(days)
        except AssertionError as error:
            failed = f"day {fleet.world.now_ms / 86_400_000:.3f}: {type(error).__name__}: {error}"
        return seed, failed, fleet.rows(), sum(sum(f.counts.values()) for f in fleet.faults)


def table_rows() -> list[Row]:
    """Every row of every table, in the order in which they stand."""
    return [(m.__name__, state, kind.__name__) for m in MACHINES for state, kind in m.RULES]


def main(arguments: list[str]) -> int:
    """Run all lives, print the table; 0 when nothing failed and every row was taken."""
    parser = argparse.ArgumentParser(prog="python -m tests.seeds", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--days", type=float, default=DAYS)
    options = parser.parse_args(arguments)
    seeds = range(options.first, options.first + options.seeds)
    print(f"{options.seeds} lives of {options.days:g} days, from seed {options.first}", flush=True)
    began = time.monotonic()
    total: dict[Row, int] = {}
    failures = []
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for seed, failed, rows, faults in pool.map(live, seeds, [options.days] * len(seeds)):
            print(f"seed {seed}: {failed or 'held'}; {faults} faults", flush=True)
            failures += [f"seed {seed}, {failed}"] if failed else []
            for row, count in rows.items():
                total[row] = total.get(row, 0) + count
    never = _print_rows(total)
    took_s = time.monotonic() - began
    print(f"{took_s:.0f} s; {len(failures)} lives failed; {len(never)} rows never taken")
    for failure in failures:
        number = failure.split(",")[0].removeprefix("seed ")
        print(f"FAILED {failure}")
        print(f"repeat it: python -m tests.seeds --first {number} --seeds 1"
              f" --days {options.days:g}")  # fmt: skip
    for row in never:
        print(("rare, missed: " if row in RARE else "NEVER TAKEN: ") + " | ".join(row))
    # Only all the lives together can be asked to have met everything.
    is_whole = options.seeds >= SEEDS and options.days >= DAYS
    missed = [row for row in never if row not in RARE] if is_whole else []
    return 1 if failures or missed else 0


def _print_rows(total: dict[Row, int]) -> list[Row]:
    never = []
    for machine, state, kind in table_rows():
        count = total.get((machine, state, kind), 0)
        if state == "any":
            taken = [n for (m, _state, k), n in total.items() if (m, k) == (machine, kind)]
            count = sum(taken)
        print(f"{count:>9}  {machine:<11} {state:<14} {kind}")
        if not count:
            never.append((machine, state, kind))
    return never


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
