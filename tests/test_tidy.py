"""The rules of the house that a machine can keep, one test each.

Nothing has to be started for them (see `source.py`): who may import whom, how long a file may be,
which words are not ours, that every event, effect and entry is used, and what may not stand
anywhere. `python -m tests.test_tidy` prints the files that are longer than they should be.
"""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

from terminal import (
    care_screens,
    effects,
    entries,
    events,
    help_screens,
    identify_screens,
    messages,
    orders,
    screens,
    send_screens,
)
from terminal.config_rules import ConfigError
from terminal.entry import Entry
from terminal.machine import ROUTES
from terminal.record import Record
from tests.source import (
    PACKAGES,
    ROOT,
    calls,
    functions,
    imports,
    made,
    named_from,
    product,
    sources,
    top,
    trees,
    words,
)

# who -> whom: besides itself
MAY_IMPORT = {
    "terminal": set(),
    "drivers": {"terminal"},
    "ui": {"terminal"},
    "sync": {"terminal"},
    "sim": {"terminal", "drivers", "ui", "sync"},
    "tests": {"terminal", "drivers", "ui", "sync", "sim"},
    "tools": set(),
}
# These may import drivers, ui and sync, never sim.
_DIAG = [f"diag_{name}" for name in "commands glass report screen shell site".split()]
COMPOSITION_ROOT = tuple(f"terminal/{n}.py" for n in ["__main__", "assembly", "diag", *_DIAG])
CORE_LIBRARIES = {"hashlib", "binascii", "struct"}  # of the codecs too
TYPES_ONLY = {"typing", "collections"}  # under TYPE_CHECKING
FOLDS = ("books", "care", "changes", "sendings", "till")

LINES_MAX, LINES_USUAL, FUNCTION_MAX = 400, 150, 50
BANNED_WORDS = set(
    "locker lockers slot slots cell cells box boxes unit units user users manager managers helper "
    "helpers util utils service services data info handler handlers".split()
)
# The screen that says "out of service" is no service.
ALLOWED_NAMES = {"OutOfService"}

CLOCK = "drivers/clock.py"
CLOCK_CALLS = {
    "time": {"sleep", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter",
             "perf_counter_ns", "localtime", "gmtime", "strftime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "asyncio": {"sleep"},
}  # fmt: skip
# Programs of their own that live in real time, with their main loop in this one file.
REAL_TIME_MAINS = {
    "sim/boards/__main__.py", "sim/card_reader/__main__.py", "sim/central/__main__.py",
}  # fmt: skip
MARKS = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
OUR_MACHINES = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+)/|/tmp/(?:try|scratch)")


def records() -> list[type[Record]]:
    """Every record class of the core."""
    for path in product():
        if top(path) == "terminal" and path not in COMPOSITION_ROOT:
            importlib.import_module(path.removesuffix(".py").replace("/", "."))
    found: list[type[Record]] = []
    waiting = [Record]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("terminal."):
                found.append(kind)
                waiting.append(kind)
    return found


# -- who knows whom ---------------------------------------------------------------------------


def test_imports_go_one_way():
    wrong = []
    for path, tree in trees().items():
        allowed = MAY_IMPORT[top(path)] | {top(path)}
        if path in COMPOSITION_ROOT:
            allowed = {"terminal", "drivers", "ui", "sync"}
        for module, _for_types in imports(tree, path):
            name = module.split(".")[0]
            if name in MAY_IMPORT and name not in allowed:
                wrong.append(f"{path} imports {module}")
    assert not wrong, wrong


def test_the_core_imports_itself_and_three_libraries():
    wrong = []
    for path, tree in trees().items():
        if top(path) != "terminal" or path in COMPOSITION_ROOT:
            continue
        for module, for_types in imports(tree, path):
            name = module.split(".")[0]
            is_allowed = name in CORE_LIBRARIES or (for_types and name in TYPES_ONLY)
            if name != "terminal" and not is_allowed:
                wrong.append(f"{path} imports {module}")
    assert not wrong, wrong


def test_codecs_are_pure():
    codecs = [path for path in product() if path.endswith("_codec.py")]
    assert codecs
    wrong = []
    for path in codecs:
        for module, for_types in imports(trees()[path], path):
            is_ours = module.startswith("terminal.") or module.endswith(("_codec", "checksums"))
            name = module.split(".")[0]
            is_known = name in CORE_LIBRARIES or (for_types and name in TYPES_ONLY)
            if not (is_ours or is_known):
                wrong.append(f"{path} imports {module}")
        wrong += [f"{path} opens a file" for name in calls(trees()[path]) if name == "open"]
    assert not wrong, wrong


def test_each_library_is_imported_in_one_place():
    """One file, or one folder inside a package."""
    places: dict[str, set[str]] = {}
    for path, tree in product().items():
        for module, _for_types in imports(tree, path):
            name = module.split(".")[0]
            if name not in sys.stdlib_module_names and name not in MAY_IMPORT:
                places.setdefault(name, set()).add(path)
    assert places
    wrong = {}
    for name, paths in places.items():
        folders = {path.rpartition("/")[0] for path in paths}
        is_one_folder = len(folders) == 1 and "/" in min(folders)
        if len(paths) > 1 and not is_one_folder:
            wrong[name] = sorted(paths)
    assert not wrong, wrong


# -- sizes and words --------------------------------------------------------------------------


def long_files() -> list[str]:
    lines = [(len(text.splitlines()), path) for path, text in sources().items()]
    return [f"{count:4} {path}" for count, path in sorted(lines) if count > LINES_USUAL]


def test_no_file_is_longer_than_one_can_read():
    print("Longer than usual:", *long_files(), sep="\n")
    wrong = [path for path, text in sources().items() if len(text.splitlines()) > LINES_MAX]
    assert not wrong, wrong


def test_no_function_is_longer_than_a_screen():
    wrong = []
    for path, tree in trees().items():
        for function in functions(tree):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > FUNCTION_MAX:
                wrong.append(f"{path}:{function.lineno} {function.name} has {lines} lines")
    assert not wrong, wrong


def test_names_are_words_of_the_house():
    wrong = []
    for path, tree in product().items():
        names = [Path(path).stem, Path(path).parent.name]
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for name in names:
            if name not in ALLOWED_NAMES and BANNED_WORDS & set(words(name)):
                wrong.append(f"{path}: {name}")
    assert not wrong, wrong


def test_names_are_taken_apart_into_words():
    assert words("OutOfService") == ["out", "of", "service"]
    assert words("HTTPServer") == ["http", "server"]
    assert words("lock_boards") == ["lock", "boards"]
    assert not BANNED_WORDS & set(words("LockerroomDatabase"))


# -- every word is used -----------------------------------------------------------------------


def classes(module: object) -> set[str]:
    """The record classes that a module of the core defines."""
    name = module.__name__  # type: ignore[attr-defined]
    return {kind.__name__ for kind in records() if kind.__module__ == name} - {"Entry"}


def test_every_event_is_routed_and_comes_from_somewhere():
    assert {kind.__name__ for kind in ROUTES} == classes(events)
    # From a real part, not from the simulator alone; the loop itself tells three of them.
    outside = [path for path in product() if top(path) in ("drivers", "ui", "sync")]
    outside.append("terminal/runtime.py")
    assert classes(events) - made("terminal.events", outside) == set()


def test_every_effect_is_ordered_and_has_one_performer():
    inside = [path for path in product() if top(path) == "terminal"]
    inside = [path for path in inside if path not in ("terminal/effects.py", "terminal/runtime.py")]
    assert classes(effects) - made("terminal.effects", inside) == set()
    performed: dict[str, list[str]] = {}
    for path, tree in product().items():
        if top(path) not in ("drivers", "ui", "sync"):
            continue
        for name in performs(tree):
            performed.setdefault(name, []).append(path)
    assert set(performed) == classes(effects) - {"Journal"}, performed
    # One kind of part each; only locks are of several kinds, each for doors of its own.
    several = {name: paths for name, paths in performed.items() if len(paths) > 1}
    assert sorted(several) in ([], ["Unlock"]), several


def performs(tree: ast.Module) -> list[str]:
    """The names of the classes in `performs = (...)` of the parts in a file."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AnnAssign) else []
        value = getattr(node, "value", None)
        if [t for t in targets if isinstance(t, ast.Name) and t.id == "performs"] and value:
            found += [ast.unparse(part).rpartition(".")[2] for part in value.elts]
    return found


def test_every_entry_is_noted():
    lines = [kind for kind in records() if issubclass(kind, Entry) and kind is not Entry]
    homes = {kind.__module__ for kind in lines}
    kept = homes | {f"terminal.{name}" for name in FOLDS}
    noting = [p for p in product() if top(p) == "terminal" and p[:-3].replace("/", ".") not in kept]
    for home in homes:
        assert {kind.__name__ for kind in lines if kind.__module__ == home} <= made(home, noting)
    assert set(entries.ALL) == set(lines)


def test_every_screen_is_shown_and_drawn():
    inside = [p for p in product() if top(p) == "terminal" and not p.endswith("screens.py")]
    for module in (screens, care_screens, help_screens, identify_screens, send_screens):
        assert classes(module) - made(module.__name__, inside) == set()
        drawn = made(module.__name__, [path for path in product() if top(path) == "ui"])
        assert classes(module) - drawn == set()


def test_every_message_is_told_and_every_order_decided():
    for module, home in ((messages, "terminal/messages.py"), (orders, "terminal/orders.py")):
        inside = [path for path in product() if top(path) == "terminal" and path != home]
        assert classes(module) - made(module.__name__, inside) == set()


def test_fields_and_annotations_agree():
    kinds = records()
    assert len(kinds) > 100
    for kind in kinds:
        own = vars(kind).get("__annotations__", {})
        assert tuple(own) == kind.fields, kind
        assert not set(kind.private) - set(kind.fields), kind
        assert not set(kind.personal) - set(kind.fields), kind


# -- what may not stand anywhere --------------------------------------------------------------


def clock_calls(path: str) -> list[str]:
    """What a file calls, or imports to call, of what reads a clock or waits."""
    tree, found = trees()[path], []
    for name in calls(tree):
        head, _, last = name.rpartition(".")
        if last in CLOCK_CALLS.get(head.rpartition(".")[2], set()):
            found.append(name)
    for module, names in CLOCK_CALLS.items():
        found += [f"{module}.{name}" for name in named_from(tree, module).values() if name in names]
    return found


def test_only_the_clock_reads_a_clock_or_waits():
    wrong = []
    for path in product():
        if path != CLOCK and path not in REAL_TIME_MAINS:
            wrong += [f"{path} calls {name}" for name in clock_calls(path)]
    assert not wrong, wrong


def test_real_time_mains_are_programs_that_need_it():
    for path in REAL_TIME_MAINS:
        assert clock_calls(path), f"{path} needs no leave any more"


def test_no_test_sleeps():
    # A deadline for a wait on a real descriptor is no sleep.
    wrong = []
    for path in trees():
        if top(path) not in PACKAGES:
            wrong += [f"{path} calls {name}" for name in clock_calls(path) if "sleep" in name]
    assert not wrong, wrong


def test_nothing_is_left_for_later():
    wrong = [
        f"{path}: {mark}"
        for path, text in sources().items()
        for mark in MARKS
        if re.search(rf"\b{mark}\b", text)
    ]
    assert not wrong, wrong


def test_every_file_opens_with_a_paragraph():
    wrong = []
    for path, tree in trees().items():
        lines = len((ast.get_docstring(tree) or "").splitlines())
        # What has nothing in it needs no paragraph, and of a test file one sentence says it all.
        needed = 1 if len(tree.body) <= 1 or top(path) == "tests" else 2
        if lines < needed:
            wrong.append(path)
    assert not wrong, wrong


def test_the_core_never_goes_through_a_dictionary():
    """Its order differs between interpreters (reference: MicroPython rules)."""
    wrong = []
    for path, tree in product().items():
        if top(path) != "terminal" or path in COMPOSITION_ROOT:
            continue
        for node in ast.walk(tree):
            method = node.func.attr if is_method_call(node) else ""
            if method in ("items", "keys", "values", "popitem") and not node.args:
                wrong.append(f"{path}:{node.lineno} .{method}()")
            loops = (ast.For, ast.comprehension)
            if isinstance(node, loops) and isinstance(node.iter, ast.Dict | ast.Set | ast.DictComp):
                wrong.append(f"{path}: a loop over {ast.unparse(node.iter)}")
    assert not wrong, wrong


def is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_tests_fake_the_world_and_never_our_own_code():
    wrong = []
    for path, tree in trees().items():
        if top(path) != "tests":
            continue
        modules = [module for module, _for_types in imports(tree, path)]
        wrong += [f"{path} imports {name}" for name in modules if name.startswith("unittest")]
        for node in ast.walk(tree):
            name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if name in ("mock.patch", "monkeypatch.setattr", "monkeypatch.setitem"):
                wrong.append(f"{path}:{node.lineno} {name}")
    assert not wrong, wrong


def test_no_file_knows_the_machine_it_was_written_on():
    wrong = []
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for path in filter(None, listed.split("\0")):
        file = ROOT / path
        if path == "tests/test_tidy.py" or not file.is_file():
            continue
        text = file.read_bytes().decode("utf-8", "ignore")
        found = OUR_MACHINES.search(text)
        if found and "\0" not in text:
            wrong.append(f"{path}: {found.group()}")
    assert not wrong, wrong


def test_errors_that_stop_a_start_are_of_one_kind():
    # What refuses to start says so with a sentence; the program prints it and exits with 2.
    assert issubclass(ConfigError, Exception) and not issubclass(ConfigError, OSError)


if __name__ == "__main__":
    print(f"{len(sources())} files; those of more than {LINES_USUAL} lines:")
    print("\n".join(long_files()))
