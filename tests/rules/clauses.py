"""Which clause of which document is played by which scenarios, and what came of it.

The clauses stand in `tests/data/clauses.txt`; the scenarios name theirs: in the name of the file,
in the words under `Feature:` (for all of them) or in a scenario's own title.  The one idea: a
clause that nobody plays is listed by name, so that none is silently absent.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data" / "clauses.txt"
# "002-8.6.2", and what follows it as "002-8.6.2, 8.6.4 and 9.1".
NAMED = re.compile(
    r"\b(\d{3})-(\d+(?:\.\d+)*(?:(?:, | and |, and )\d+(?:\.\d+)+)*)(?: \"([^\"]+)\")?"
)


class Clause(NamedTuple):
    """One row: `names` are its numbers in `document`, `word` what it defines if it does."""

    document: str
    names: tuple[str, ...]
    word: str
    is_ours: bool

    @property
    def title(self) -> str:
        first, last = self.names[0], self.names[-1]
        numbers = first if first == last else f"{first} to {last}"
        return f"{self.document}-{numbers}" + (f' "{self.word}"' if self.word else "")


Result = tuple[str, str]  # a scenario, and "passed" or what else came of it


def clauses() -> list[Clause]:
    """All of them, in the order of the documents."""
    rows = [line.split(" | ") for line in DATA.read_text("utf-8").splitlines() if " | " in line]
    return [
        Clause(document, tuple(names.split()), word.strip(), ours == "yes")
        for document, names, word, ours in rows
        if not document.startswith("#")
    ]


def named_in(text: str) -> set[tuple[str, str, str]]:
    """(document, number, word) of every clause that a text names."""
    found = set()
    for document, numbers, word in NAMED.findall(text):
        for number in re.findall(r"\d+(?:\.\d+)*", numbers):
            found.add((document, number, word or ""))
    return found


def plays(clause: Clause, named: set[tuple[str, str, str]]) -> bool:
    """Whether one of those is this clause; a definition has to be named by its word."""
    return any(
        document == clause.document and number in clause.names and word == clause.word
        for document, number, word in named
    )


def table(
    results: Iterable[tuple[set[tuple[str, str, str]], Result]], is_whole: bool = True
) -> list[str]:
    """The lines to print: clause, how many scenarios, their result; then what nobody plays.

    is_whole: all of our features were run, so that it is known what nobody plays.
    """
    told = list(results)
    lines, absent = [], []
    for clause in clauses():
        mine = [result for named, result in told if plays(clause, named)]
        if mine:
            failed = [name for name, how in mine if how != "passed"]
            verdict = "passed" if not failed else "FAILED: " + "; ".join(failed)
            lines.append(f"{clause.title:<28} {len(mine):>3} scenarios  {verdict}")
        elif clause.is_ours:
            absent.append(clause.title)
    if not is_whole:
        return lines
    lines += ["", f"{len(absent)} clauses that oblige the terminal have no scenario:"]
    lines += [f"    {title}" for title in absent]
    return lines
