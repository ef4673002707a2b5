"""The core and the codecs under MicroPython, as part of the whole test run.

What is run and compared is in `tests/run_micropython.py`; where the interpreter is missing and
cannot be had, the marker skips these tests with the reason.
"""

import pytest

from tests import run_micropython

pytestmark = pytest.mark.micropython


def test_the_core_and_the_codecs_pass(micropython):
    has_passed, told = run_micropython.run_tests(micropython)
    assert has_passed, told
    # Every test function has run: none was missed by the runner.
    assert f"{count_of_tests()} passed, 0 failed" in told, told


def test_a_long_life_has_the_same_effects_to_the_byte(micropython):
    is_same, told = run_micropython.live_both(micropython)
    assert is_same, told


def count_of_tests():
    count = 0
    for name in run_micropython.modules():
        source = (run_micropython.ROOT / (name.replace(".", "/") + ".py")).read_text("utf-8")
        count += sum(line.startswith("def test_") for line in source.split("\n"))
    return count
