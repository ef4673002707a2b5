"""Identification and the rest: the server's orders, blind sensors, late doors, checkpoints."""

from terminal import complaint_entries, identify_screens, screens
from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import identity_entries as ie
from terminal.books import Books
from terminal.compartments import Shipment
from terminal.orders import Recall, SetIdentification
from terminal.visits import identify
from tests.terminal.scene import SIZES, Scene, stored
from tests.terminal.test_identify import (
    DUES,
    NEEDED,
    STATES,
    asked,
    ends,
    grant,
    is_untouched,
    part,
    question,
    shown,
)


def test_nothing_is_released_so_behind_a_blind_sensor():
    scene = Scene(NEEDED + [e.SensorBlind(1, "said open")])
    scene.enter("123456")
    assert scene.screen == identify_screens.NotShown(1, "", "blind", True) and is_untouched(scene)
    scene.order(SetIdentification("P1", ""))  # the operator waives it
    scene.choose("again")
    assert scene.did(fx.AskIdentity) == [] and len(scene.unlocks) == 1


def test_a_sensor_that_goes_blind_before_the_pulse_stops_it():
    scene = asked()
    scene.terminal.note(e.SensorBlind(1, "said open"))
    grant(scene)
    assert scene.unlocks == [] and scene.screen.why == "blind"


def test_an_order_may_ask_for_it_while_somebody_stands_there_and_waive_it():
    scene = Scene(stored(1) + [DUES])
    scene.tell(ev.ReaderReady(0))
    scene.enter("123456")
    assert scene.order(SetIdentification("P1", "qualified"))[-1] == ie.IdentificationSet(
        "P1", "qualified")  # fmt: skip
    scene.choose("pay")
    assert scene.is_shown(identify_screens.ChooseWay) and scene.did(fx.Charge) == []
    scene.order(SetIdentification("P1", ""))
    scene.choose("smart_id")
    assert scene.is_shown(screens.Pay) and scene.did(fx.AskIdentity) == []


def test_a_waiver_while_the_answer_is_waited_for_lets_the_visit_go_on():
    scene = asked()
    scene.order(SetIdentification("P1", ""))
    scene.tell(ev.IdentityEnded(question(scene), "refused"))
    scene.choose("again")
    scene.choose("smart_id")
    assert len(scene.unlocks) == 1


def test_a_parcel_called_back_meanwhile_is_not_given_out():
    scene = asked()
    scene.order(Recall("P1", "recalled"))
    grant(scene)
    assert scene.unlocks == [] and scene.screen.why == "recalled"


def test_an_order_for_a_parcel_that_is_gone_is_refused():
    scene = Scene(stored(1) + [e.Collected(1, ("P1",), True, 0)])
    assert scene.order(SetIdentification("P1", "qualified")) == [e.OrderRefused(1, "late")]
    assert scene.order(SetIdentification("P9", "qualified")) == [
        e.OrderRefused(2, "unknown shipment")
    ]


def test_a_door_that_gives_way_late_ends_the_question_in_every_state():
    for state in STATES:
        scene = asked()
        grant(scene, 5)
        scene.jams(1)
        scene.choose("again")
        assert scene.screen == identify_screens.ChooseWay(1, "lapsed")
        if state != identify.CHOOSING:
            scene.choose("smart_id")
        if state == identify.SHOWING:
            shown(scene)
        elif state == identify.TOLD:
            scene.tell(ev.IdentityEnded(question(scene), "refused"))
        assert part(scene).state == state
        scene.mark()
        scene.door_opens(1)
        is_open = state in (identify.WAITING, identify.SHOWING)
        assert scene.is_shown(screens.TakeOut), state
        assert ends(scene) == (["cancelled"] if is_open else [])
        assert bool(scene.did(fx.CancelIdentity)) == is_open


def test_a_refusal_can_still_be_signed_after_it():
    scene = asked((DUES,))
    grant(scene)
    scene.choose("refuse")
    scene.press("123456")
    assert complaint_entries.Refused(1, ("P1",)) in scene.noted()


# -- the books --------------------------------------------------------------------------------


def test_a_checkpoint_keeps_it_and_older_ones_have_none():
    scene = Scene(NEEDED)
    books = Books(SIZES)
    books.apply(e.Checkpoint(scene.terminal.books.state()), 0, 0)
    assert books.shipment("P1").identify == "qualified"
    whole = scene.shipment("P1").state()
    for length, identified in ((12, ""), (14, ""), (16, "qualified")):
        assert Shipment.restored(whole[:length]).identify == identified
    for shape in (2, 3):
        older = (shape,) + scene.terminal.books.state()[1:]
        books = Books(SIZES)
        books.apply(e.Checkpoint(older), 0, 0)
        assert not books.is_unreadable
