"""`make bench`: the figures that the README quotes, each counted or compared within one run.

Counts (commits, bytes) are the same on every machine; times are not, so they are told only as a
ratio to real time or to something else measured here and now.
"""

import sys
import tempfile
import time
from pathlib import Path

from sim.fleet import Fleet
from sim.scene import Scene
from sim.world import DAY_MS, MINUTE_MS
from tests.rules import visits

VISITS = 20


def main() -> int:
    """Print the figures, one a line."""
    with tempfile.TemporaryDirectory() as folder:
        _visits(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _speed(Path(folder))
    return 0


def _visits(folder: Path) -> None:
    scene = Scene(folder)
    scene.engage(visits.FIRST_COURIER)
    names = [f"parcel-{number}" for number in range(VISITS)]
    for name in names:
        scene.register(name, "S", f"recipient-{name}")
    disk = scene.kiosk.disk
    loads, pickups = [], []
    for name in names:
        before = (disk.commits, len(disk.committed))
        visits.bring(scene, [name])
        loads.append((disk.commits - before[0], len(disk.committed) - before[1]))
        before = (disk.commits, len(disk.committed))
        visits.collect(scene, f"recipient-{name}", name)
        scene.wait(2 * MINUTE_MS)
        pickups.append((disk.commits - before[0], len(disk.committed) - before[1]))
    print(f"a courier's run with one parcel: {max(loads)[0]} commits of {max(loads)[1]} entries")
    print(f"a pick-up: {max(pickups)[0]} commits of {max(pickups)[1]} entries at the most,"
          " server's orders included")  # fmt: skip
    scene.close()


def _speed(folder: Path) -> None:
    fleet = Fleet(1, 1, folder, visit_gap_ms=2 * MINUTE_MS)
    began = time.process_time()
    fleet.world.run_until(DAY_MS)
    spent_s = time.process_time() - began
    print(f"a simulated day with a visit every two minutes and its faults:"
          f" {DAY_MS / 1000 / spent_s:.0f} times faster than real time on one core")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
