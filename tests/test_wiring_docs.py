"""docs/wiring.md tells what the program does: its examples are read, its commands exist."""

import re
import tomllib
from pathlib import Path

import pytest

from drivers.commissioning.makes import MAKES
from terminal import diag
from terminal.config import Site

ROOT = Path(__file__).parent.parent
WIRING = (ROOT / "docs/wiring.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", WIRING, re.MULTILINE | re.DOTALL)
BASE = """
[terminal]
id = "a"
place = "b"
[operator]
phones = ["1"]
[[column]]
doors = [[7, "S", 1, 1], [12, "M", 1, 2]]
"""
BUS = '[[bus]]\nport = "x"\n'


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_read_by_the_terminal(example: str) -> None:
    Site(tomllib.loads(BASE + ("" if "[[bus]]" in example else BUS) + example))


def test_there_are_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) == 2


def test_every_file_that_is_named_is_there() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", WIRING):
        assert (ROOT / "docs" / link).exists(), link


def test_every_command_is_described_and_every_described_one_exists() -> None:
    named = set(re.findall(r"\bdiag ([a-z]+)", WIRING))
    known = set(re.findall(r"terminal diag ([a-z]+)", str(diag.__doc__)))
    assert named == known == {"scan", "status", "unlock", "watch", "report", "commission"}


def test_every_kind_of_board_has_its_words() -> None:
    for kind in MAKES:
        assert re.search(rf"^### .*{kind}", WIRING, re.MULTILINE | re.IGNORECASE), kind
