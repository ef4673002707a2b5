"""Writes docs/what-if.md: what the terminal does if ..., from the features and the table of races.

`python -m tests.what_if` writes; `test_what_if.py` compares, so the page cannot fall behind what is
played.  The one idea: nothing is said there that is not a scenario that runs or a cell of a table
that is tried.
"""

import re
from pathlib import Path
from typing import Any

from gherkin.parser import Parser

from tests.terminal.races import ORDERS
from tests.terminal.test_races import TABLE

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ROOT / "tests" / "rules"
PAGE = ROOT / "docs" / "what-if.md"
HEAD = """# What does it do if ...

Each line below is a scenario of `tests/rules/` that is played against the shipped program, and
each cell of the table is tried on it. Written by `python -m tests.what_if`.

## An order of the server comes while something is going on

What a door was opened for goes first; an order that comes meanwhile waits until that is settled.
No code opens for what is called back or held.

"""


def page() -> str:
    """The whole text."""
    features = [_feature(path) for path in sorted(FEATURES.glob("*.feature"))]
    return HEAD + _races() + "".join(features)


def _races() -> str:
    names = [name for name, _order in ORDERS]
    lines = ["| While ... | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for moment, cells in TABLE.items():
        lines.append(f"| {moment} | " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines) + "\n"


def _cell(outcome: str) -> str:
    words = {"applied": "yes", "waits, then applied": "after that, yes"}
    told = outcome.replace("waits, then refused: late", "waits, then too late")
    return words.get(outcome, told.replace("refused: late", "too late").replace("refused: ", ""))


def _feature(path: Path) -> str:
    feature = Parser().parse(path.read_text("utf-8"))["feature"]
    said = re.sub(r"\s+", " ", feature.get("description", "")).strip()
    lines = [f"\n## {feature['name']}\n", f"{said}\n" if said else ""]
    found = [child["scenario"] for child in _children(feature) if "scenario" in child]
    lines += [f"* **{scenario['name']}**: {_outcome(scenario)}" for scenario in found]
    return "\n".join(line for line in lines if line) + "\n"


def _children(feature: Any) -> list[Any]:
    """Scenarios stand in the feature, or in its rules."""
    children = []
    for child in feature["children"]:
        children += child["rule"]["children"] if "rule" in child else [child]
    return children


def _outcome(scenario: Any) -> str:
    """What must be so in the end: the last Then and what belongs to it."""
    last: list[str] = []
    is_then = False
    for step in scenario["steps"]:
        word = step["keyword"].strip()
        if word in ("Given", "When"):
            is_then = False
        elif word == "Then":
            last, is_then = [], True
        if is_then:
            last.append(step["text"])
    return "; ".join(last) + "."


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written.")
