"""docs/what-if.md tells what the features and the table of races say."""

from tests import what_if


def test_the_page_is_as_the_features_are():
    assert what_if.PAGE.read_text("utf-8") == what_if.page(), "python -m tests.what_if writes it"


def test_every_scenario_has_an_outcome():
    lines = [line for line in what_if.page().splitlines() if line.startswith("* **")]
    assert len(lines) > 200
    assert [line for line in lines if line.endswith(": .")] == []
