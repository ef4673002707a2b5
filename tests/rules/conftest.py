"""Hands the sentences of features to a story, and lets failures read like the story itself.

What steps there are stands in `steps_*.py`.  Each is made known to pytest-bdd under its own
pattern, so that its own tools find them too; all of them lead to the story of the test.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd import parsers, step

from tests.rules import (
    clauses,
    steps_care,
    steps_checks,
    steps_faults,
    steps_glass,
    steps_help,
    steps_identity,
    steps_people,
    steps_place,
    steps_senders,
)
from tests.rules.story import Failed, Story, Told
from tests.rules.vocabulary import STEPS, unknown

FAMILIES = (steps_place, steps_people, steps_senders, steps_glass, steps_faults, steps_checks,
            steps_care, steps_help, steps_identity)  # fmt: skip
HERE = Path(__file__).parent
OWN = "test_features.py"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Somebody's own features are run alone."""
    is_ours = collection_path.parent == HERE and collection_path.name.startswith("test_")
    return True if is_ours and os.environ.get("PAKOMATS_FEATURES") and (
        collection_path.name != OWN) else None  # fmt: skip


def pytest_bdd_apply_tag(tag: str, function: object) -> bool:
    """Any tag may be used, and chosen by with `-m`."""
    CONFIG[0].addinivalue_line("markers", f"{tag}: a tag of a feature")
    getattr(pytest.mark, tag)(function)
    return True


CONFIG: list[pytest.Config] = []


def pytest_configure(config: pytest.Config) -> None:
    CONFIG.append(config)


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    story = Story()
    yield story
    story.close()


def pytest_bdd_before_scenario(request, feature, scenario) -> None:
    text = f"{feature.rel_filename}\n{feature.description or ''}\n{scenario.name}"
    request.node.user_properties.append(("clauses", sorted(clauses.named_in(text))))
    request.getfixturevalue("story").title = f"{feature.rel_filename}: {scenario.name}"


def pytest_bdd_before_step(request, step) -> None:
    request.node.told = Told(step.type.title(), step.name, step.line_number, step.docstring or "")


def pytest_bdd_step_func_lookup_error(request, feature, scenario, step) -> None:
    where = f"{feature.filename}:{step.line_number}"
    pytest.fail(f"{where}\n{step.keyword} {step.name}\n{unknown(step.name)}", pytrace=False)


def pytest_bdd_after_scenario(request) -> None:
    if sys.exc_info()[0] is None:
        _guarded(request.getfixturevalue("story").end)


def _guarded(act, *values) -> None:
    why = ""
    try:
        act(*values)
    except Failed as failed:
        why = str(failed)
    if why:
        pytest.fail(why, pytrace=False)


def pytest_terminal_summary(terminalreporter, config) -> None:
    """`make rules` ends with the clauses; among all other tests they would drown."""
    if not all("rules" in argument for argument in config.args):
        return
    told = []
    for how in ("passed", "failed"):
        for report in terminalreporter.stats.get(how, []):
            named = dict(report.user_properties).get("clauses")
            if named is not None:
                scenario = report.nodeid.rpartition("::")[2]
                told.append(({tuple(clause) for clause in named}, (scenario, how)))
    if told:
        terminalreporter.section("clauses")
        is_whole = not (os.environ.get("PAKOMATS_FEATURES") or config.option.keyword)
        for line in clauses.table(told, is_whole):
            terminalreporter.write_line(line)


def _make_known() -> None:
    def tell(request: pytest.FixtureRequest, story: Story) -> None:
        _guarded(story.tell, request.node.told)

    for each in STEPS:
        # pytest-bdd takes no two steps that read alike, so what stands in gaps is not kept here.
        step(parsers.re(each.pattern.pattern), stacklevel=2)(tell)


_make_known()
