"""The README and the steps tell the same, and a step reaches the terminal by its seams alone."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules import conftest  # names all steps
from tests.rules.screens import SCREENS
from tests.rules.vocabulary import GAPS, STEPS, find

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TEXT = (HERE / "README.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", TEXT, re.MULTILINE)
assert conftest.FAMILIES

# Each of these would lead past the seams, into the program.
FORBIDDEN = {"runtime", "books", "terminal_of", "on_turn", "performers"}


def listed():
    """(step, example) of the tables under "The steps"."""
    steps = TEXT[TEXT.index("## The steps") :]
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", steps, re.MULTILINE)


def test_the_readme_lists_every_step_and_no_other():
    told = [words for words, _example in listed()]
    known = [step.words for step in STEPS]
    assert sorted(told) == sorted(known)
    assert len(set(known)) == len(known)


@pytest.mark.parametrize(("words", "example"), listed(), ids=[words for words, _ in listed()])
def test_every_example_is_the_step_that_it_stands_beside(words, example):
    assert find(example)[0].words == words


def test_the_readme_explains_every_gap_and_names_every_screen():
    gaps = [gap for step in STEPS for gap in re.findall(r"{(\w+)}", step.words)]
    used = {gap.rstrip("0123456789") for gap in gaps}
    assert used == set(GAPS)
    for gap in used:
        assert f"`{{{gap}}}`" in TEXT[: TEXT.index("## The steps")], gap
    part = TEXT[TEXT.index("### The screens") : TEXT.index("## How things are counted")]
    assert re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) == list(SCREENS)


def test_every_step_is_used_by_our_own_features():
    texts = {
        re.sub(r"^\s*(Given|When|Then|And|But) ", "", line).strip()
        for path in HERE.glob("*.feature")
        for line in path.read_text("utf-8").splitlines()
    }
    unused = [step.words for step in STEPS if not any(map(step.pattern.fullmatch, texts))]
    assert unused == []


@pytest.mark.parametrize(
    "path", [*sorted(HERE.glob("*.py")), ROOT / "sim/scene.py"], ids=lambda path: path.name
)
def test_steps_reach_the_terminal_by_its_seams_alone(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] not in ("terminal", "drivers", "sync", "ui"), name
        if isinstance(node, ast.Attribute):
            assert node.attr not in FORBIDDEN, f"line {node.lineno}: .{node.attr}"


THEIRS = """
Feature: Somebody's own

  Scenario: All is well
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    Then door 1 is open

  @quick
  Scenario: It is told what is not so
    Given a parcel A of size S for Anna lies inside
    When Anna opens the door of A
    Then door 2 is open

  Scenario: There is no such step
    When Anna opened the door to A

  Scenario: A cut that costs the parcel
    Given a parcel A of size S for Anna lies inside
    When the power is cut at any moment while Anna opens the door of A
    Then door 1 is open
"""


def said_of(folder):
    """What is said when the features of that folder are run."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "tests/rules"],
        cwd=ROOT, env={**os.environ, "PAKOMATS_FEATURES": str(folder)}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout


def test_a_folder_without_features_is_named(tmp_path):
    assert f"There is no .feature file in {tmp_path}" in said_of(tmp_path)


def test_anybodys_features_run_and_fail_in_words(tmp_path):
    (tmp_path / "own.feature").write_text(THEIRS, "utf-8")
    said = said_of(tmp_path)
    assert "3 failed, 1 passed" in said
    assert "line 13: Then door 2 is open\n    it is shut\n" in said
    assert "lying inside: 1: A" in said
    assert "told before:\n    Given a parcel A of size S for Anna lies inside" in said
    assert "no step is worded like this: Anna opened the door to A" in said
    assert "{who} opens the door of {parcel}" in said
    assert "with the power cut at touch 1 of" in said
    assert "Traceback" not in said and "story.py" not in said
