"""The core and the codecs under MicroPython, compared with CPython.

`python -m tests.run_micropython` finds the interpreter, runs every test file of the core and of the
codecs under it, lives the seeded life under both and compares the digests over all effects. Prints
the counts; exit code 1 if anything failed, 3 if there is no MicroPython to be had.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Needs hypothesis, which MicroPython has not.
CPYTHON_ONLY = ("test_core_search",)
HEAP = ("-X", "heapsize=256M")
LIMIT_S = 240
NO_MICROPYTHON = 3
SEED = "1"
LIVE = "import sys; from tests.terminal import seeded; seeded.main(sys.argv[1:])"


def find() -> str | None:
    """The interpreter that tools/micropython.sh has or gets; None if there is none."""
    done = subprocess.run(
        ["bash", "tools/micropython.sh"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout.split("\n")[-2] if done.returncode == 0 else None


def modules() -> list[str]:
    """The test modules that run under both interpreters."""
    patterns = ("terminal/test_*.py", "drivers/test_*_codec.py", "drivers/test_lockboard_board*.py")
    files = [file for pattern in patterns for file in (ROOT / "tests").glob(pattern)]
    names = [f"tests.{file.parent.name}.{file.stem}" for file in files]
    return sorted(name for name in names if name.rsplit(".", 1)[1] not in CPYTHON_ONLY)


def run_tests(micropython: str) -> tuple[bool, str]:
    """(did all pass, what was printed) of the test files."""
    # Named by -m: so the imports begin in the checkout and not beside the runner.
    return _run([micropython, *HEAP, "-m", "tests.micropython_runner", *modules()])


def live_both(micropython: str) -> tuple[bool, str]:
    """(are they the same, what was printed) of the seeded life under both interpreters."""
    ours = _run([sys.executable, "-c", LIVE, SEED])
    theirs = _run([micropython, *HEAP, "-c", _with_arguments(LIVE, SEED)])
    is_same = ours[0] and theirs[0] and ours[1] == theirs[1]
    verdict = "the same under both" if is_same else "NOT the same: CPython, then MicroPython"
    told = ours[1] if is_same else ours[1] + theirs[1]
    return is_same, f"{told}{verdict}\n"


def _with_arguments(code: str, *arguments: str) -> str:
    # MicroPython takes what follows -c as a file to run.
    return f"import sys; sys.argv[1:] = {list(arguments)!r}; {code}"


def _run(command: list[str]) -> tuple[bool, str]:
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=LIMIT_S, check=False,
    )  # fmt: skip
    return done.returncode == 0, done.stdout


def main() -> int:
    """Everything, printed."""
    micropython = find()
    if micropython is None:
        print("There is no MicroPython to be had; what the script above says is the remedy.")
        return NO_MICROPYTHON
    print(f"{len(modules())} test files:")
    has_passed, told = run_tests(micropython)
    print(told, end="", flush=True)
    is_same, told = live_both(micropython)
    print(told, end="")
    return 0 if has_passed and is_same else 1


if __name__ == "__main__":
    sys.exit(main())
