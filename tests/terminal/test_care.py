"""The technicians' part of the books, apart from any conversation."""

from terminal import care_entries as c
from terminal import entries as e
from terminal import sale_entries
from terminal.books import Books
from tests.terminal.scene import SIZES, stored
from tests.terminal.test_books import books_of


def test_what_a_technician_opens_was_not_sold():
    for purpose, is_out in (("pick-up", True), ("stocktake", False), ("inspection", False)):
        books = books_of(
            *stored(1), sale_entries.SaleAsked(1, 1, 349, 0),
            sale_entries.SaleAuthorised(1, 1, 1, "reader", "4321"),
            e.Opening(1, 1, purpose, 1), e.SeenOpen(1, 1, True),
        )  # fmt: skip
        assert books.till.sale(1).are_goods_out == is_out, purpose


def test_a_lock_counts_its_pulses_and_how_long_they_take():
    lines = []
    for opening, up_ms in ((1, 1000), (2, 5000), (3, 9000)):
        lines.append((e.Opening(1, opening, "test", 1 + opening % 2), up_ms))
        lines.append((e.SeenOpen(1, opening, True), up_ms + 200 * opening))
    lines.append((e.OpeningFailed(1, 4, "jammed"), 10000))
    lines.append((e.SeenOpen(1, 3, True), 20000))
    books = Books(SIZES)
    for entry, up_ms in lines:
        books.apply(entry, up_ms, 0)
    lock = books.care.lock(1)
    assert (lock.pulses, lock.repeat_percent, lock.failures) == (3, 66, 1)
    assert lock.times_ms == [200, 400, 600] and lock.trend_percent == 200
    books.apply(e.Checkpoint(books.state()), 20000, 0)
    assert books.care.lock(1).times_ms == [200, 400, 600]


def test_what_is_due_is_kept_over_a_checkpoint_until_somebody_has_looked():
    books = books_of(c.BoardReplaced("Tom", "all", (1, 2)), c.OpenedByHand(2, "Anna"))
    assert books.care.due == [(1, "board replaced"), (2, "board replaced")]
    assert books.compartment(2).doubts == ["board replaced", "opened by hand"]
    books.apply(e.Checkpoint(books.state()), 1000, 0)
    books.apply(e.Inspected(1, (), False, "Tom"), 2000, 0)
    assert books.care.due == [(2, "board replaced")]


def test_compartments_that_this_site_does_not_have_are_left_out():
    books = books_of(c.BoardReplaced("Tom", "all", (1, 99)))
    assert books.care.due == [(1, "board replaced")]


def test_a_checkpoint_of_an_older_arrangement_is_not_guessed_at():
    books = Books(SIZES)
    books.apply(e.Checkpoint((1,) + tuple(books.state()[1:])), 0, 0)
    assert books.is_unreadable
