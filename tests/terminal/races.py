"""The server's orders against what happens at the terminal at that moment (decision 10).

The moments are played on a real core, the orders come in the middle of them. What became of an
order is one of: "applied", "refused: WHY", or "waits, then ..." for one that has to wait until a
door that is being opened is settled. `test_races.py` compares with the written table; the page
`docs/what-if.md` shows it.
"""

from terminal import entries as e
from terminal import orders, screens
from tests.terminal.scene import MINUTE, TODAY_S, Scene, badge, expected, stored, tag

DAY_S = 86_400
OWED = e.DuesSet("P1", (("duty", 349),))


def expected_only():
    return Scene([badge(), expected("P1")])


def being_loaded():
    scene = expected_only()
    scene.begin_run()
    scene.scan("P1")
    scene.door_opens(1)
    return scene


def inside(*more):
    return Scene([badge()] + stored(1) + list(more))


def owed():
    scene = inside(OWED)
    scene.enter("123456")
    return scene


def opening():
    scene = inside()
    scene.enter("123456")
    return scene


def taking():
    scene = opening()
    scene.door_opens(1)
    return scene


def grace():
    scene = taking()
    scene.door_shuts(1)
    return scene


def collected():
    scene = grace()
    scene.after(2 * MINUTE)
    return scene


def in_doubt():
    scene = taking()
    scene.power_cut()
    return scene


def called_back():
    return inside(e.Recalled("P1", "recalled"))


def being_taken_out():
    scene = called_back()
    scene.begin_run()
    scene.choose("inspect 1")
    scene.door_opens(1)
    return scene


def taken_out():
    scene = being_taken_out()
    scene.door_shuts(1)
    scene.choose("empty")
    return scene


MOMENTS = (
    ("it has not come yet", expected_only),
    ("the courier is putting it in", being_loaded),
    ("it lies inside", inside),
    ("its recipient is asked to pay", owed),
    ("its door is about to open", opening),
    ("its recipient stands at the open door", taking),
    ("the door is shut, within the minute of grace", grace),
    ("it is in doubt after a power cut", in_doubt),
    ("it was called back", called_back),
    ("the courier is taking it out", being_taken_out),
    ("the courier has taken it out", taken_out),
    ("it was collected", collected),
)

ORDERS = (
    ("withdraw", orders.Withdraw("P1")),
    ("recall", orders.Recall("P1", "recalled")),
    ("redirect", orders.Recall("P1", "redirected")),
    ("hold", orders.SetHold("P1", "contents")),
    ("new code", orders.Recode("P1", tag("code", "654321"), "", "789", "")),
    ("deadline", orders.SetDeadline("P1", TODAY_S + 9 * DAY_S)),
    ("dues", orders.SetDues("P1", (("duty", 100),))),
    ("identify", orders.SetIdentification("P1", "qualified")),
    ("expect again", orders.Expect("P1", "S", (), tag("code", "222222"), "", "789", "")),
)


def outcome(begin, order):
    """What becomes of the order that comes at this moment."""
    scene = begin()
    number = scene.terminal.books.last_order + 1
    found = result(scene.order(order), number)
    if found:
        return found
    scene.mark()
    for compartment, _size in scene.sizes:  # whoever is there finishes
        if scene.unanswered:
            scene.door_opens(compartment)
        if scene.is_open[compartment]:
            scene.door_shuts(compartment)
    if scene.is_shown(screens.Verdict):
        scene.choose("empty")
    scene.after(11 * MINUTE)
    return "waits, then " + (result(scene.noted(), number) or "never")


def result(noted, number):
    """What the entries say about that order; "" where nothing."""
    for entry in noted:
        if type(entry) is e.OrderApplied and entry.number == number:
            return "applied"
        if type(entry) is e.OrderRefused and entry.number == number:
            return "refused: " + entry.why
    return ""
