"""The written table of races (decision 10), and every cell of it played on a real core.

A change of one cell is a change of what people are promised: it belongs into the CHANGELOG.
"""

from tests.terminal.races import MOMENTS, ORDERS, outcome

YES, LATE, HERE = "applied", "refused: late", "refused: already inside"
WAITS, AFTER = "waits, then refused: late", "waits, then applied"
GONE = (LATE, LATE, LATE, LATE, LATE, LATE, LATE, LATE, YES)
# What the door is open for goes first; then it is gone, and a new parcel may come.
DURING = (WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, AFTER)
LIES = (LATE, YES, YES, YES, YES, YES, YES, YES, HERE)
LOADING = (LATE, YES, YES, YES, YES, YES, YES, YES, "refused: being deposited")
# moment: what becomes of each order, in the order of races.ORDERS
TABLE = {
    "it has not come yet": (YES, YES, YES, YES, YES, YES, YES, YES, YES),
    "the courier is putting it in": LOADING,
    "it lies inside": LIES,
    "its recipient is asked to pay": LIES,
    "its door is about to open": DURING,
    "its recipient stands at the open door": DURING,
    "the door is shut, within the minute of grace": DURING,
    "it is in doubt after a power cut": LIES,
    "it was called back": LIES,
    "the courier is taking it out": DURING,
    "the courier has taken it out": GONE,
    "it was collected": GONE,
}


def test_every_moment_and_every_order_is_in_the_table():
    assert sorted(TABLE) == sorted([name for name, _begin in MOMENTS])
    assert [name for name in TABLE if len(TABLE[name]) != len(ORDERS)] == []


def test_every_cell_is_as_it_is_written():
    for moment, begin in MOMENTS:
        for place in range(len(ORDERS)):
            name, order = ORDERS[place]
            assert outcome(begin, order) == TABLE[moment][place], (moment, name)


def test_no_code_opens_for_what_is_called_back_or_held_at_any_moment():
    for moment, begin in MOMENTS:
        for name, order in ORDERS[1:4]:  # recall, redirect, hold
            scene = begin()
            applied = outcome_in(scene, order)
            if not applied or scene.shipment("P1").compartment == 0:
                continue
            scene.after(2 * 60000)
            opened = len(scene.unlocks)
            scene.enter("123456")
            assert len(scene.unlocks) == opened, (moment, name)


def outcome_in(scene, order):
    """Whether it is applied at once."""
    return [entry for entry in scene.order(order) if type(entry).__name__ == "OrderApplied"]
