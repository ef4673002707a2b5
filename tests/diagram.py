"""Draws every state table as a Mermaid diagram into README.md or docs/, between its markers.

`python -m tests.diagram` writes; `test_diagram.py` compares, so the pages cannot fall behind the
tables. A marker is `<!-- diagram NAME -->` ... `<!-- /diagram -->`, NAME that of the machine. What
leaves a state as it is is not drawn.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from terminal.messages import TimedOut
from terminal.rules import Machine
from tests.terminal.test_tables import FIRST, MACHINES, OVER, rows, states

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "state-machines.md")
MARKED = re.compile(r"(<!-- diagram (\w+) -->\n)(.*?)(<!-- /diagram -->)", re.DOTALL)


def diagram(machine: type[Machine]) -> str:
    """One machine as Mermaid text."""
    lines = ["stateDiagram-v2"]
    named = [*states(machine), *(["any"] if "any" in _sources(machine) else [])]
    lines += [f'    state "{_title(name)}" as {_alias(name)}' for name in named]
    lines += [f"    [*] --> {_alias(name)}" for name in FIRST[machine]]
    for (source, target), labels in sorted(_arrows(machine).items()):
        lines.append(f"    {_alias(source)} --> {_alias(target)}: {', '.join(labels)}")
    if OVER in states(machine):
        lines.append(f"    {_alias(OVER)} --> [*]")
    return "\n".join(lines) + "\n"


def _sources(machine: type[Machine]) -> set[str]:
    return {state for state, _kind, _handler, _targets in rows(machine)}


def _arrows(machine: type[Machine]) -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, kind, _handler, targets in rows(machine):
        for target in targets:
            if target != state:
                label = _waited(machine, state) if kind is TimedOut else kind.__name__
                arrows.setdefault((state, target), []).append(label)
    return arrows


def _waited(machine: type[Machine], state: str) -> str:
    limit_ms = machine.LIMIT_MS.get(state)
    return "when its time is over" if limit_ms is None else f"after {limit_ms / 1000:g} s"


def _title(state: str) -> str:
    return "any state" if state == "any" else state


def _alias(state: str) -> str:
    return state.replace(" ", "_")


def drawn(texts: Sequence[str]) -> list[str]:
    """The texts of the pages with every diagram as the tables are."""
    by_name = {machine.__name__: machine for machine in MACHINES}
    marked = [name for text in texts for _head, name, _old, _tail in MARKED.findall(text)]
    missing = set(by_name) ^ set(marked)
    if missing:
        raise ValueError(f"markers and machines do not agree: {', '.join(sorted(missing))}")
    return [
        MARKED.sub(lambda m: f"{m[1]}```mermaid\n{diagram(by_name[m[2]])}```\n{m[4]}", text)
        for text in texts
    ]


def main() -> None:
    before = [page.read_text("utf-8") for page in PAGES]
    try:
        after = drawn(before)
    except ValueError as error:
        sys.exit(f"The diagrams cannot be drawn: {error}.")
    for page, text in zip(PAGES, after, strict=True):
        page.write_text(text, "utf-8")
    names = " and ".join(str(page.relative_to(ROOT)) for page in PAGES)
    change = "as before" if after == before else "drawn anew"
    print(f"{len(MACHINES)} diagrams are in {names}, {change}.")


if __name__ == "__main__":
    main()
