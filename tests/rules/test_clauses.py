"""The table of clauses: what is named is found, and what nobody plays is listed."""

from tests.rules import clauses
from tests.rules.clauses import Clause, named_in, plays, table


def test_a_text_names_clauses_singly_and_in_rows():
    text = "002-8.6.2, 8.6.4 and 9.1: see 003-7.7 (002-10.3); decision 17, 12.5"
    assert named_in(text) == {
        ("002", "8.6.2", ""), ("002", "8.6.4", ""), ("002", "9.1", ""), ("003", "7.7", ""),
        ("002", "10.3", ""),
    }  # fmt: skip
    assert named_in('the word of 002-2 "Pakomāts" counts') == {("002", "2", "Pakomāts")}
    assert named_in("002-8.6.4-wrong-code.feature") == {("002", "8.6.4", "")}


def test_a_clause_is_played_by_its_number_and_a_definition_by_its_word():
    clause, word = Clause("002", ("8.1", "8.2"), "", True), Clause("002", ("2",), "Kods", True)
    assert plays(clause, {("002", "8.2", "")}) and not plays(clause, {("003", "8.2", "")})
    assert not plays(word, {("002", "2", "")}) and plays(word, {("002", "2", "Kods")})


def test_every_clause_stands_in_the_table_or_among_the_absent():
    every = clauses.clauses()
    assert len(every) > 160 and len({clause.title for clause in every}) == len(every)
    lines = table([({("002", "8.6.4", "")}, ("right code", "passed"))])
    assert [line for line in lines if line.startswith("002-8.6.4")] == [
        "002-8.6.4                      1 scenarios  passed"]
    ours = [clause for clause in every if clause.is_ours]
    assert f"{len(ours) - 1} clauses that oblige the terminal have no scenario:" in lines


def test_a_scenario_that_fails_is_named():
    named = {("002", "8.6.4", "")}
    lines = table([(named, ("right code", "passed")), (named, ("wrong code", "failed"))])
    assert any("FAILED: wrong code" in line for line in lines)
