"""python -m sim.demo: the story without hands, and a picture of every screen in build/demo/.

It exits with 0 only if the story ended as it should.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from drivers.clock import Clock
from sim.bench.loop import TooLate
from sim.bench.office import Office
from sim.bench.scene import ADDRESS, site
from sim.bench.stand import Stand
from sim.demo.story import Story
from sim.demo.teller import Teller
from sim.luck import Luck
from sim.mosquitto import BrokerError
from ui import gallery

SEED = 1


def tell(pictures: Path, folder: Path) -> None:
    """The story, from the first picture to the last.  Raises AssertionError where it goes wrong."""
    luck = Luck(SEED)
    office = Office(folder, folder, Clock(), luck.stream("office"))
    stand = Stand(folder, folder, site(), office.broker.port, luck)
    try:
        office.start()
        office.central.add_terminal(stand.name, stand.key, ADDRESS)
        teller = Teller(stand, office, pictures)
        try:
            Story(teller).tell()
        except AssertionError:
            print(f"  On the glass: {stand.glass.screen}: {' / '.join(stand.glass.texts)}")
            print("\n".join([stand.program.why_gone, *stand.program.last_words]))
            raise
    finally:
        stand.close()
        office.close()
    print(f"\nPictures of the story, and of every other screen, are in {pictures}", flush=True)


def draw_the_rest(pictures: Path) -> None:
    """Every screen with everything that it can say, also what the story does not come to."""
    with tempfile.TemporaryDirectory() as folder:
        gallery.draw_all(Path(folder), ["en"], ["calm"])
        for drawn in sorted(Path(folder).rglob("*.png")):
            shutil.move(drawn, pictures / f"screen-{drawn.name}")


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sim.demo", description=__doc__.split("\n")[0])
    parser.add_argument("--pictures", type=Path, default=Path("build/demo"), help="the folder")
    given = parser.parse_args(words)
    given.pictures.mkdir(parents=True, exist_ok=True)
    for old in given.pictures.glob("*.png"):
        old.unlink()
    # Sockets want short paths; nothing of the state is of use afterwards.
    with tempfile.TemporaryDirectory(prefix="pakomats-") as folder:
        try:
            tell(given.pictures, Path(folder))
            draw_the_rest(given.pictures)
        except (TooLate, BrokerError) as error:
            print(f"The story did not end as it should: {error}.", file=sys.stderr)
            return 1
        except AssertionError as error:
            print(f"The story did not end as it should: {error}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
