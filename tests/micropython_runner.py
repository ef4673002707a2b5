"""Runs test files of plain functions under MicroPython, which has no pytest: names in, counts out.

Started by `tests/run_micropython.py` in the checkout, with the modules as arguments. A failing test
is shown with its traceback and the others go on; the exit code is 1 if one failed.
"""

import sys

failures = []
count = 0


def attempt(name, action):
    """Run it; a failure is shown and kept in `failures`.  Returns what it returns."""
    try:
        return action()
    except Exception as error:
        failures.append(name)
        print("FAILED", name)
        sys.print_exception(error)


def imported(name):
    return __import__(name, None, None, ["*"])


for name in sys.argv[1:]:
    module = attempt(name, lambda name=name: imported(name))
    for test in sorted([part for part in dir(module) if part.startswith("test_")]):
        attempt(name + "." + test, getattr(module, test))
        count += 1
print(count - len(failures), "passed,", len(failures), "failed under", sys.version.split("; ")[-1])
sys.exit(1 if failures else 0)
