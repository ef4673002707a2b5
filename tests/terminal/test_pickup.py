"""A recipient at one compartment: what counts as collected, and what never costs the code."""

from terminal import doors, orders, screens
from terminal import entries as e
from terminal import events as ev
from terminal.compartments import EXPECTED, GONE, INSIDE
from terminal.visits import pickup, welcome
from tests.terminal.scene import MINUTE, SECOND, TODAY_S, Scene, expected, stored


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


def stuck():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.jams(1)
    assert scene.front() == pickup.STUCK
    return scene


def blind():
    """The sensor is not believed; the person is asked whether the door is open."""
    scene = Scene(stored(1) + [e.SensorBlind(1, "said open")])
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    assert scene.front() == pickup.ASK_OPEN
    return scene


def is_live(scene):
    shipment = scene.shipment("P1")
    return shipment.standing == INSIDE and not shipment.why and scene.room(1).shipments == ["P1"]


# -- the plain way ----------------------------------------------------------------------------


def test_code_door_parcel_and_thanks():
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.screen == screens.Opening(1) and scene.tunes() == ["accepted"]
    scene.door_opens(1)
    assert scene.screen == screens.TakeOut(1, ("P1",), False, "")
    scene.door_shuts(1)
    assert scene.screen == screens.Taken(1, ("P1",), True, scene.now_ms + MINUTE)
    scene.choose("done")
    assert scene.noted() == [
        e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True), e.SeenShut(1),
        e.Collected(1, ("P1",), True, 0),
    ]  # fmt: skip
    assert scene.is_shown(screens.Welcome) and scene.room(1).is_on_word


def test_without_a_word_it_is_collected_after_the_grace_time():
    scene = in_grace()
    scene.after(MINUTE - 1)
    assert scene.noted(e.Collected) == [] and is_live(scene)
    scene.after(1)
    assert scene.noted(e.Collected) == [e.Collected(1, ("P1",), False, 0)]
    assert scene.shipment("P1").standing == GONE and scene.is_shown(screens.Welcome)


def test_the_grace_time_is_policy():
    scene = Scene(stored(1))
    scene.order(orders.SetPolicy(1, (("grace_s", 20),)))
    scene.collect(1)
    scene.after(19999)
    assert scene.noted(e.Collected) == []
    scene.after(1)
    assert len(scene.noted(e.Collected)) == 1


def test_the_door_is_released_when_the_visit_is_over():
    scene = in_grace()
    scene.choose("done")
    scene.after(10 * SECOND)
    scene.mark()
    scene.door_opens(1)
    assert scene.tunes() == ["alarm"] and scene.noted() == [e.SeenOpen(1, 0, True)]


def test_a_parcel_that_only_may_lie_there_is_not_collected_with_the_other():
    # The power went while P2 was put beside P1: the courier may still have it in the hand.
    scene = Scene(stored(1) + [expected("P2", "222222"), e.Reserved(1, "P2", "Anna"), e.Booted(1)])
    scene.collect(1)
    assert scene.screen.shipments == ("P1",)
    scene.choose("done")
    assert scene.shipment("P1").why == "collected" and scene.shipment("P2").standing == EXPECTED
    assert scene.room(1).reserved == ["P2"] and scene.room(1).doubts, "a courier has to look"


# -- nothing costs the code but an open and a shut door ---------------------------------------


def test_a_failed_opening_never_costs_the_code():
    for kind in (ev.UnlockNotSent, ev.UnlockRefused, ev.UnlockUnknown):
        scene = Scene(stored(1))
        scene.enter("123456")
        for _attempt in range(3):
            if scene.unanswered:
                scene.answer(kind)
            scene.after(20 * SECOND)
        assert scene.is_shown(screens.Stuck)
        scene.after(10 * MINUTE)
        assert is_live(scene) and scene.is_shown(screens.Welcome)


def test_a_jam_never_costs_the_code():
    scene = stuck()
    assert scene.screen == screens.Stuck(1, "jammed")
    scene.after(10 * MINUTE)
    assert is_live(scene) and scene.room(1).doubts == []
    scene.enter("123456")
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut)


def test_a_cut_at_any_moment_never_costs_the_code():
    moments = (
        lambda scene: scene.press("123456"),
        lambda scene: scene.after(400),
        lambda scene: scene.answer(ev.UnlockDone),
        lambda scene: scene.tell(ev.DoorOpened(1)),
        lambda scene: scene.after(30 * SECOND),
        lambda scene: scene.tell(ev.DoorClosed(1)),
        lambda scene: scene.after(59 * SECOND),
    )
    for count in range(len(moments) + 1):
        scene = Scene(stored(1))
        for moment in moments[:count]:
            moment(scene)
        scene.cut()
        scene.power_on()
        assert is_live(scene), count
        # The recipient is still there, with the same code.
        scene.collect(1)
        scene.choose("done")
        assert scene.shipment("P1").why == "collected", count
        assert scene.room(1).doubts == [], count


def test_a_cut_after_the_first_pulse_leaves_a_doubt_until_it_is_collected():
    scene = taking()
    scene.power_cut()
    assert scene.room(1).doubts == ["power cut during pick-up"]


def test_a_cut_after_a_second_pulse_opened_leaves_a_doubt_too():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    scene.after(6200)
    scene.answer(ev.UnlockDone)
    scene.after(5000)
    scene.door_opens(1)  # the latch gives way while the lock rests
    assert scene.front() == pickup.TAKING
    scene.cut()
    scene.power_on()
    assert scene.room(1).doubts


# -- open, and nobody there -------------------------------------------------------------------


def test_a_door_left_open_is_reminded_of_and_then_left_in_doubt():
    scene = taking()
    scene.after(MINUTE)
    assert scene.screen == screens.TakeOut(1, ("P1",), True, "")
    scene.after(2 * MINUTE)
    assert scene.noted(e.Doubted) == [e.Doubted(1, "left open")]
    assert scene.is_shown(screens.Welcome) and scene.screen.open_doors == (1,)
    assert is_live(scene)


def test_the_next_person_may_say_that_the_one_before_walked_away():
    scene = taking()
    scene.choose("leave")
    assert scene.front() == pickup.TAKING, "not before the reminder"
    scene.after(MINUTE)
    scene.choose("leave")
    assert scene.is_shown(screens.Welcome) and scene.room(1).doubts == ["left open"]


def test_who_comes_back_to_the_open_door_collects_after_all():
    scene = taking()
    scene.after(5 * MINUTE)
    scene.enter("123456")
    assert scene.is_shown(screens.TakeOut) and len(scene.unlocks) == 1
    scene.door_shuts(1)
    scene.choose("done")
    assert scene.shipment("P1").why == "collected" and scene.room(1).doubts == []


def test_a_door_that_fell_silent_while_open_ends_in_doubt():
    scene = taking()
    scene.tell(ev.DoorSilent(1))
    scene.after(5 * MINUTE)
    assert scene.noted(e.Doubted) == [e.Doubted(1, "left open")] and is_live(scene)


def test_a_door_that_is_seen_shut_after_silence_is_shut():
    scene = taking()
    scene.tell(ev.DoorSilent(1))
    scene.moves(1, False)
    scene.tell(ev.DoorSeen(1, False))
    assert scene.front() == pickup.GRACE


# -- the grace time ---------------------------------------------------------------------------


def test_open_again_within_the_grace_time():
    scene = in_grace()
    scene.choose("again")
    assert scene.is_shown(screens.Opening) and len(scene.unlocks) == 2
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.after(MINUTE)
    assert len(scene.noted(e.Collected)) == 1


def test_open_again_is_offered_as_often_as_the_policy_says():
    scene = in_grace()
    for _time in range(3):
        assert scene.screen.may_reopen
        scene.choose("again")
        scene.door_opens(1)
        scene.door_shuts(1)
    assert not scene.screen.may_reopen
    scene.choose("again")
    assert scene.front() == pickup.GRACE and len(scene.unlocks) == 4


def test_a_door_that_springs_open_in_the_grace_time_is_the_same_visit():
    scene = in_grace()
    scene.after(30 * SECOND)
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and "alarm" not in scene.tunes()
    scene.after(40 * SECOND)
    assert scene.noted(e.Collected) == []
    scene.door_shuts(1)
    scene.after(MINUTE)
    assert len(scene.noted(e.Collected)) == 1


def test_a_door_that_opened_in_silence_is_not_collected_while_it_stands_open():
    scene = in_grace()
    scene.tell(ev.DoorSilent(1))
    scene.moves(1, True)
    scene.tell(ev.DoorSeen(1, True))
    scene.after(MINUTE)
    assert scene.noted(e.Collected) == []


def test_a_jam_after_open_again_leaves_a_doubt_when_nobody_stays():
    for end in (lambda scene: scene.choose("cancel"), lambda scene: scene.after(MINUTE)):
        scene = in_grace()
        scene.choose("again")
        scene.jams(1)
        assert scene.is_shown(screens.Stuck)
        end(scene)
        assert scene.is_shown(screens.Welcome)
        # It stood open once: whether the parcel is in there nobody knows.
        assert scene.room(1).doubts


def test_said_empty_while_open_and_after():
    for start in (taking, in_grace):
        scene = start()
        scene.choose("empty")
        assert e.SaidEmpty(1) in scene.noted() and scene.room(1).doubts == ["said empty"]
        assert scene.screen == screens.Told("said empty", 0)
        scene.after(10 * MINUTE)
        assert scene.noted(e.Collected) == []
        scene.enter("123456")
        assert scene.screen == screens.Told("said empty", 0) and len(scene.unlocks) == 1


# -- the clock and the server -----------------------------------------------------------------


def test_a_deadline_that_passes_during_the_visit_does_not_stop_it():
    scene = Scene(stored(1) + [e.DeadlineSet("P1", TODAY_S + 30)])
    scene.clock_is_right()
    scene.enter("123456")
    scene.door_opens(1)
    scene.after(50 * SECOND)
    scene.door_shuts(1)
    scene.choose("done")
    assert scene.shipment("P1").why == "collected"


def test_keys_that_are_not_offered_change_nothing():
    for start, state in ((taking, pickup.TAKING), (in_grace, pickup.GRACE), (stuck, pickup.STUCK),
                         (blind, pickup.ASK_OPEN)):  # fmt: skip
        scene = start()
        lines = len(scene.lines)
        for key in ("ok", "erase", "finish", "inspect 1", "size S", "", "nonsense"):
            scene.choose(key)
            assert scene.front() == state and len(scene.lines) == lines, (state, key)


def test_digits_on_the_screens_of_a_visit_change_nothing_but_in_the_grace_time():
    for start, state in ((taking, pickup.TAKING), (stuck, pickup.STUCK), (blind, pickup.ASK_OPEN)):
        scene = start()
        scene.press("123456")
        scene.after(500)
        assert scene.front() == state
    assert in_grace().front() != welcome.IDLE


def test_the_parcel_of_nobody_is_not_announced_anew_by_a_visit():
    scene = in_grace()
    scene.choose("done")
    assert scene.shipment("P1").standing != EXPECTED and scene.door(1) == doors.JUST_SHUT
