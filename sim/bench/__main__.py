"""python -m sim.bench: the whole world on this machine, in a browser page.

    python -m sim.bench [--port 8017] [--fresh] [--folder build/bench] [--board micropython]

It starts a broker, the stand-in server, a cabinet and a scanner on ptys, and the shipped
program; Ctrl-C ends all of them.  What lies in the compartments is there again next time.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.bench.bench import Bench, BenchError
from sim.bench.stand import BCC8A, MICROPYTHON
from sim.bench.web import NoPort, Page
from sim.central.network import NetworkError
from sim.mosquitto import AMQTT, MOSQUITTO

FIRST_STEP = (
    "open it in a browser, click the courier's badge, follow the strip at the top. Ctrl-C ends it."
)


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sim.bench", description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=8017, help="of the page (8017 or the next)")
    parser.add_argument("--fresh", action="store_true", help="forget the last run")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="what is kept")
    parser.add_argument("--broker", choices=[MOSQUITTO, AMQTT], default="", help="the one to start")
    parser.add_argument("--board", choices=[BCC8A, MICROPYTHON], default=BCC8A,
                        help="on the lock line; micropython runs drivers/lockboard for real")
    return parser.parse_args(words)


async def run(bench: Bench, port: int) -> None:
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    await Page(bench).serve(port, say_where, over)


def say_where(address: str) -> None:
    print(f"The bench is at {address} : {FIRST_STEP}", flush=True)


def main(words: Sequence[str] | None = None) -> int:
    given = arguments(words)
    try:
        bench = Bench(given.folder, is_fresh=given.fresh, broker=given.broker,
                      board=given.board)
    except (BenchError, NetworkError, OSError) as error:
        print(f"The bench does not start: {error}.", file=sys.stderr)
        return 1
    try:
        bench.start()
        asyncio.run(run(bench, given.port))
    except (BenchError, NoPort) as error:
        print(f"The bench does not start: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # while it was starting; once it runs Ctrl-C is the way to end it
    finally:
        bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
