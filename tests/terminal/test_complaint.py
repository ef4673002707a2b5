"""Something is wrong at the open door: said, put back, refused and signed, or given up."""

from terminal import complaint_entries as ce
from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import permits, rooms, screens
from terminal.compartments import INSIDE
from terminal.visits import complaint, pickup
from tests.terminal.scene import MINUTE, Scene, stored
from tests.terminal.test_paying import money_held, told_to_keep_it
from tests.terminal.test_pickup import taking

OWED = (e.DuesSet("P1", (("cod", 300),)),)


def complaining(why=""):
    scene = taking()
    scene.choose("problem")
    assert scene.screen == screens.Trouble(1, complaint.CHOICES)
    scene.mark()
    if why:
        scene.choose("choose " + why)
    return scene


def told(scene):
    assert scene.is_shown(screens.Told), scene.screen
    return scene.screen.why


def why_not(scene):
    return permits.why_not(scene.terminal, scene.shipment("P1"))


def test_whoever_goes_back_takes_the_parcel_after_all():
    for way in ("back", "time"):
        scene = complaining()
        if way == "time":
            scene.after(MINUTE)
        else:
            scene.choose("back")
        assert scene.screen == screens.TakeOut(1, ("P1",), False, "")
    scene = complaining("not mine")
    scene.choose("back")
    assert scene.front() == pickup.TAKING and scene.noted() == []


def test_a_key_that_is_not_there_changes_nothing():
    scene = complaining()
    for key in ("choose", "choose anything", "yes"):
        scene.choose(key)
        assert scene.is_shown(screens.Trouble)


def test_whoever_shuts_the_door_meanwhile_has_collected():
    scene = complaining()
    scene.door_shuts(1)
    assert scene.is_shown(screens.Taken)
    scene.choose("done")
    assert e.Collected(1, ("P1",), True, 0) in scene.noted()


def test_an_empty_compartment_can_be_said_here_too():
    scene = complaining("empty")
    assert scene.noted() == [e.SaidEmpty(1)] and told(scene) == "said empty"


def test_damage_is_noted_and_the_parcel_may_be_taken():
    scene = complaining("damaged")
    assert scene.noted() == [ce.Damaged(1, ("P1",))]
    assert scene.screen == screens.TakeOut(1, ("P1",), False, "damaged")
    scene.door_shuts(1)
    scene.choose("done")
    assert e.Collected(1, ("P1",), True, 0) in scene.noted()


def test_somebody_elses_parcel_is_put_back_and_nobody_opens_until_somebody_looked():
    scene = complaining("not mine")
    assert scene.screen == screens.PutBack(1, "not mine", False)
    scene.door_shuts(1)
    assert ce.NotTheirs(1, ("P1",)) in scene.noted() and told(scene) == "not mine"
    assert why_not(scene) == "not mine" and scene.shipment("P1").standing == INSIDE
    assert rooms.tasks(scene.terminal) == ((1, "not mine"),)
    looked = Scene(stored(1) + [ce.NotTheirs(1, ("P1",)), e.Inspected(1, ("P1",), False, "Anna")])
    assert why_not(looked) == ""


def test_what_is_out_of_reach_stays_collectable():
    scene = complaining("out of reach")
    scene.door_shuts(1)
    assert e.Doubted(1, "out of reach") in scene.noted() and told(scene) == "out of reach"
    assert why_not(scene) == "" and rooms.tasks(scene.terminal) == ((1, "out of reach"),)


def test_a_refusal_is_signed_with_the_code():
    scene = complaining("refused")
    scene.door_shuts(1)
    assert scene.screen == screens.Sign("", False)
    scene.press("123450")
    assert scene.screen == screens.Sign("", True)
    scene.press("12345")
    scene.choose("erase")
    scene.press("56")
    assert ce.Refused(1, ("P1",)) in scene.noted() and told(scene) == "refused"
    assert why_not(scene) == "refused" and rooms.tasks(scene.terminal) == ((1, "refused"),)


def test_a_refusal_that_is_not_signed_leaves_a_doubt_and_the_code():
    for way in ("cancel", "time", "wrong"):
        scene = complaining("refused")
        scene.door_shuts(1)
        if way == "cancel":
            scene.choose("cancel")
        elif way == "time":
            scene.after(2 * MINUTE)
        else:
            scene.press("111111" * complaint.SIGN_TRIES)
        assert e.Doubted(1, "not confirmed") in scene.noted(), way
        assert why_not(scene) == "" and scene.is_shown(screens.Welcome)


def test_a_parcel_is_refused_before_it_is_paid_for_and_its_door_stays_shut():
    scene = Scene(stored(1) + list(OWED))
    scene.enter("123456")
    scene.choose("refuse")
    assert scene.screen == screens.Sign("", False)
    scene.press("123456")
    assert scene.noted()[-1] == ce.Refused(1, ("P1",)) and scene.unlocks == []
    given_up = Scene(stored(1) + list(OWED))
    given_up.enter("123456")
    given_up.choose("refuse")
    given_up.choose("cancel")
    assert given_up.is_shown(screens.Pay) and given_up.noted(e.Doubted) == []
    assert why_not(given_up) == ""


def test_a_door_that_gives_way_late_while_a_refusal_is_signed_stood_open():
    scene = money_held()
    scene.jams(1)
    scene.choose("again")
    scene.choose("refuse")
    assert scene.is_shown(screens.Sign)
    scene.door_opens(1)
    assert scene.front() == pickup.TAKING and scene.terminal.front.has_opened
    # Lives of the simulation are not asked for these rows (tests/seeds.py).
    for row in (("Pickup", "complaining", "Opened"), ("Complaint", "signing", "Opened")):
        assert row in scene.rows, row


def test_a_door_that_springs_open_while_one_signs_is_stood_at_again():
    scene = complaining("refused")
    scene.door_shuts(1)
    scene.door_opens(1)
    assert scene.front() == pickup.TAKING


def test_a_door_that_is_left_open_with_a_complaint_leaves_a_doubt():
    scene = complaining("not mine")
    scene.after(MINUTE)
    assert scene.screen == screens.PutBack(1, "not mine", True) and "reminder" in scene.tunes()
    scene.after(10 * MINUTE)
    assert e.Doubted(1, "not confirmed") in scene.noted()
    assert scene.is_shown(screens.Welcome)


def test_a_door_that_falls_silent_ends_the_complaint_in_time():
    scene = complaining("not mine")
    scene.terminal.door(1).release(scene.terminal.front)  # nothing more is heard of it
    scene.after(5 * MINUTE)
    assert e.Doubted(1, "not confirmed") in scene.noted()


def test_whoever_has_paid_and_refuses_it_gets_the_money_back():
    for why, gives_back in (("refused", True), ("not mine", True), ("out of reach", False)):
        scene = told_to_keep_it()
        scene.tell(ev.CardSettled(1))
        scene.choose("problem")
        scene.choose("choose " + why)
        scene.door_shuts(1)
        if why == "refused":
            scene.press("123456")
        assert bool(scene.did(fx.ReverseSale)) is gives_back, why
