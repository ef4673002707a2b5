"""The README keeps its promises: what it names is there.

"One key press" names files and functions; the commands name make targets and modules.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
NAMED = re.compile(r"`((?:terminal|drivers|ui|sync|sim)/[\w/.]+\.py):\s+(\w+)(?:\.(\w+))?`")


def names_in(path: Path) -> set[tuple[str, str]]:
    """(class, method), (class, "") and (function, "") of a file."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add((node.name, ""))
        elif isinstance(node, ast.ClassDef):
            found.add((node.name, ""))
            found |= {(node.name, n.name) for n in node.body if isinstance(n, ast.FunctionDef)}
    return found


def test_every_function_on_the_way_of_a_key_press_exists() -> None:
    named = NAMED.findall(README)
    assert len(named) >= 12, "the way of a key press is told with the names of its functions"
    for path, name, method in named:
        assert (name, method) in names_in(ROOT / path), (path, name, method)


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", README))
    assert named - {"alone"} <= targets, named - targets


def test_every_module_that_is_named_can_be_run() -> None:
    for name in set(re.findall(r"python -m ([a-z_.]+)", README)):
        path = ROOT / name.replace(".", "/")
        if name == "pytest":
            continue
        assert (path / "__main__.py").exists() or path.with_suffix(".py").exists(), name


def test_every_folder_on_the_map_exists() -> None:
    for folder in re.findall(r"^\| `(\w+)/`", README, re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder
