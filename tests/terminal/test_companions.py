"""Pick-ups that stepped aside: the next person need not wait, and nobody's parcel is lost."""

from terminal import entries as e
from terminal import screens
from terminal.compartments import INSIDE
from terminal.visits import pickup
from tests.terminal.scene import MINUTE, Scene, badge, expected, stored


def taking(lines=()):
    """The door of compartment 1 has just opened."""
    scene = Scene(stored(1) + list(lines))
    scene.enter("123456")
    scene.door_opens(1)
    assert scene.front() == pickup.TAKING
    return scene


def in_grace(lines=()):
    """The door has been shut again; nothing is confirmed."""
    scene = taking(lines)
    scene.door_shuts(1)
    assert scene.front() == pickup.GRACE
    return scene


def is_live(scene):
    shipment = scene.shipment("P1")
    return shipment.standing == INSIDE and not shipment.why and scene.room(1).shipments == ["P1"]


def test_the_next_person_need_not_wait_for_the_grace_time():
    scene = in_grace(stored(2, "P2", "222222"))
    scene.enter("222222")
    assert scene.screen == screens.Opening(2)
    scene.after(MINUTE)
    assert scene.noted(e.Collected) == [e.Collected(1, ("P1",), False, 0)]
    assert scene.is_shown(screens.Opening) or scene.is_shown(screens.Stuck)


def test_the_first_digit_of_the_next_person_counts():
    scene = in_grace(stored(2, "P2", "222222"))
    scene.press("2")
    assert scene.is_shown(screens.Welcome) and scene.screen.typed == "2"


def test_only_the_grace_time_steps_aside():
    scene = taking(stored(2, "P2", "222222"))
    scene.enter("222222")
    assert scene.is_shown(screens.TakeOut) and scene.unlocks == [(1, 1)]
    scene.scan("BADGE1")
    assert scene.is_shown(screens.TakeOut) and scene.tunes()[-1] == "refused"


def test_who_comes_back_with_the_code_in_the_grace_time_opens_again():
    scene = in_grace()
    scene.press("9")
    scene.choose("cancel")
    scene.enter("123456")
    assert scene.is_shown(screens.Opening) and len(scene.unlocks) == 2
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and len(scene.terminal.companions) == 0
    scene.door_shuts(1)
    scene.after(MINUTE)
    assert len(scene.noted(e.Collected)) == 1


def test_a_door_that_springs_open_behind_the_glass_is_minded():
    scene = in_grace()
    scene.press("9")
    scene.door_opens(1)
    assert scene.is_shown(screens.Welcome)
    scene.after(MINUTE)
    assert "reminder" in scene.tunes()
    scene.after(2 * MINUTE)
    assert scene.noted(e.Doubted) == [e.Doubted(1, "left open")]
    assert scene.terminal.companions == [] and is_live(scene)


def test_several_people_may_step_aside():
    scene = in_grace(stored(2, "P2", "222222") + stored(3, "P3", "333333", "M"))
    scene.collect(2, "222222")
    scene.collect(3, "333333")
    assert len(scene.terminal.companions) == 2
    scene.after(2 * MINUTE)
    assert sorted([n.compartment for n in scene.noted(e.Collected)]) == [1, 2, 3]
    assert scene.terminal.companions == []


def test_a_courier_cannot_put_a_parcel_under_somebody_who_is_still_collecting():
    # The customer's visit goes on behind the glass; when it ends, it must not end the new parcel.
    # The compartment is in doubt from before, so the courier is asked to look into it.
    scene = in_grace([e.Doubted(1, "left open"), badge(), expected("P9", "909090")])
    scene.begin_run()
    scene.choose("inspect 1")
    if scene.unlocks[-1] == (1, 2):
        scene.door_opens(1)
        scene.door_shuts(1)
        scene.choose("empty")
    scene.scan("P9")
    number = scene.unlocks[-1][0]
    scene.door_opens(number)
    scene.door_shuts(number)
    scene.after(10 * MINUTE)
    assert scene.shipment("P9").standing == INSIDE, scene.shipment("P9").why
    assert scene.room(number).shipments == ["P9"]


def test_what_a_courier_has_seen_inside_is_not_collected_afterwards():
    scene = in_grace([e.Doubted(1, "left open"), badge()])
    scene.begin_run()
    scene.choose("inspect 1")
    if len(scene.unlocks) == 2:
        scene.door_opens(1)
        scene.door_shuts(1)
        scene.choose("as_listed")  # the customer shut the door without taking anything
        scene.after(10 * MINUTE)
        assert scene.noted(e.Collected) == [] and is_live(scene)

