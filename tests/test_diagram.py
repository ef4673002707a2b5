"""README.md and docs/ show the tables, and a diagram that could not be drawn is noticed."""

from terminal.doors import Door
from tests import diagram


def test_the_pages_show_the_tables_as_they_are():
    texts = [page.read_text("utf-8") for page in diagram.PAGES]
    assert diagram.drawn(texts) == texts, "make diagram draws them anew"


def test_every_arrow_of_a_table_is_drawn():
    drawing = diagram.diagram(Door)
    assert "    [*] --> unseen\n" in drawing
    assert '    state "just shut" as just_shut\n' in drawing
    assert "    watching --> resting: after 5 s\n" in drawing
    assert "    open --> left_open: when its time is over\n" in drawing
    assert "    any --> unseen: DoorSilent\n" in drawing


def test_a_marker_that_is_missing_or_unknown_is_named():
    marked = "".join(
        f"<!-- diagram {machine.__name__} -->\n<!-- /diagram -->\n" for machine in diagram.MACHINES
    )
    assert "mermaid" in diagram.drawn([marked])[0]
    for text in (marked.replace("diagram Door", "diagram Gate"), ""):
        try:
            diagram.drawn([text])
        except ValueError as error:
            assert "Door" in str(error)
        else:
            raise AssertionError("it was drawn all the same")
