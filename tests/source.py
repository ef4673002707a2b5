"""The source of the project, read with `ast`: for the rules of `test_tidy.py`.

Nothing here judges anything; it answers what a file imports, calls and names.
"""

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("terminal", "drivers", "ui", "sync", "sim")


@functools.cache
def sources() -> dict[str, str]:
    """{path from the root: text} of every Python file of ours."""
    folders = [*PACKAGES, "tests", "tools"]
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in sorted(files)}


@functools.cache
def trees() -> dict[str, ast.Module]:
    return {path: ast.parse(text, path) for path, text in sources().items()}


def product() -> dict[str, ast.Module]:
    """The files of the five packages."""
    return {path: tree for path, tree in trees().items() if top(path) in PACKAGES}


def top(path: str) -> str:
    return path.split("/", maxsplit=1)[0]


def imports(tree: ast.Module, path: str) -> list[tuple[str, bool]]:
    """[(module, is it for type checkers only)] of all imports, wherever they stand."""
    for_types = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for_types |= {id(part) for body in node.body for part in ast.walk(body)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in for_types) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports name their package"
            found.append((node.module or "", id(node) in for_types))
    return found


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def calls(tree: ast.AST) -> list[str]:
    """The dotted names that are called, as they are written: "entries.Booted"."""
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def aliases(tree: ast.Module, module: str) -> list[str]:
    """The names under which a file knows a module of ours ("terminal.events": "ev")."""
    parent, _, name = module.rpartition(".")
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == parent:
            found += [alias.asname or alias.name for alias in node.names if alias.name == name]
        elif isinstance(node, ast.Import):
            found += [alias.asname or alias.name for alias in node.names if alias.name == module]
    return found


def named_from(tree: ast.Module, module: str) -> dict[str, str]:
    """{name here: name there} of what a file imports out of a module."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def made(module: str, paths: list[str]) -> set[str]:
    """The classes of `module` that are called or handed on somewhere in these files."""
    found = set()
    for path in paths:
        tree = trees()[path]
        mine = named_from(tree, module)
        heads = aliases(tree, module)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) in heads:
                found.add(node.attr)
            elif isinstance(node, ast.Name) and node.id in mine:
                found.add(mine[node.id])
    return found


def words(name: str) -> list[str]:
    """The words of a CamelCase or snake_case name, in lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_|-|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return spaced.lower().split()
