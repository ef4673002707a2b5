"""One door that was asked to open: the five outcomes of an unlock, and the watch after each."""

from terminal import doors, screens
from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from tests.terminal.scene import MINUTE, SECOND, Scene, stored


def asked():
    """A recipient has given the code of compartment 1; the first pulse is under way."""
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.unlocks == [(1, 1)] and scene.door(1) == doors.ASKED
    return scene


def pulses(scene):
    return len(scene.did(fx.Unlock))


def how_it_failed(scene):
    return [failed.how for failed in scene.noted(e.OpeningFailed)]


# -- the five outcomes ------------------------------------------------------------------------


def test_a_door_that_opens_is_pulsed_once():
    scene = asked()
    scene.answer(ev.UnlockDone)
    assert scene.door(1) == doors.WATCHING
    scene.door_opens(1)
    assert scene.door(1) == doors.OPEN
    assert scene.noted() == [e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True)]
    scene.after(30 * SECOND)
    assert pulses(scene) == 1


def test_a_door_may_open_before_the_board_says_so():
    scene = asked()
    scene.tell(ev.DoorOpened(1))
    assert scene.door(1) == doors.OPEN
    scene.answer(ev.UnlockDone)
    assert scene.door(1) == doors.OPEN and scene.noted(e.OpeningFailed) == []


def test_what_was_not_sent_is_tried_three_times_with_a_rest_between():
    scene = asked()
    for attempt in (1, 2):
        scene.answer(ev.UnlockNotSent)
        assert scene.door(1) == doors.RESTING and pulses(scene) == attempt
        scene.after(1199)
        assert pulses(scene) == attempt
        scene.after(1)
        assert pulses(scene) == attempt + 1
    scene.answer(ev.UnlockNotSent)
    assert how_it_failed(scene) == ["not sent"] * 3
    assert scene.screen == screens.Stuck(1, "not sent")
    scene.after(10 * MINUTE)
    assert pulses(scene) == 3
    assert [o.attempt for o in scene.noted(e.Opening)] == [1, 2, 3]
    assert [o.opening for o in scene.noted(e.Opening)] == [1, 2, 3]


def test_a_refusal_of_the_board_is_told_as_that():
    scene = asked()
    for _attempt in range(3):
        scene.answer(ev.UnlockRefused)
        scene.after(1200)
    assert how_it_failed(scene) == ["refused"] * 3
    assert scene.screen == screens.Stuck(1, "refused")


def test_a_jammed_door_is_watched_five_seconds_before_the_next_pulse():
    scene = asked()
    scene.answer(ev.UnlockDone)
    scene.after(4999)
    assert scene.door(1) == doors.WATCHING and how_it_failed(scene) == []
    scene.after(1)
    assert scene.door(1) == doors.RESTING and how_it_failed(scene) == ["jammed"]
    scene.jams(1)
    assert how_it_failed(scene) == ["jammed"] * 3 and pulses(scene) == 3
    assert scene.screen == screens.Stuck(1, "jammed")


def test_the_watch_after_a_jam_lasts_half_a_minute_and_its_end_is_written_down():
    scene = asked()
    scene.answer(ev.UnlockDone)
    scene.after(6200)
    scene.answer(ev.UnlockDone)
    scene.after(6200)
    scene.answer(ev.UnlockDone)
    scene.after(5000)
    assert scene.door(1) == doors.LATE
    scene.after(29999)
    assert scene.noted(e.StayedShut) == []
    scene.after(1)
    assert scene.noted(e.StayedShut) == [e.StayedShut(1, 3)] and scene.door(1) == doors.SHUT


def test_a_lost_answer_is_watched_and_never_sent_again():
    for say in (True, False):
        scene = asked()
        if say:
            scene.answer(ev.UnlockUnknown)
        else:
            scene.after(4 * SECOND)
        assert scene.door(1) == doors.DOUBTFUL
        scene.after(14999)
        assert how_it_failed(scene) == []
        scene.after(1)
        assert how_it_failed(scene) == ["unknown"]
        assert scene.screen == screens.Stuck(1, "unknown")
        scene.after(59 * SECOND)
        assert pulses(scene) == 1
        assert scene.room(1).doubts == ["opening unknown"]


def test_a_door_that_opens_after_a_lost_answer_is_open():
    scene = asked()
    scene.answer(ev.UnlockUnknown)
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and how_it_failed(scene) == []


def test_silence_while_a_pulse_is_under_way_is_unknown():
    for is_done in (False, True):
        scene = asked()
        if is_done:
            scene.answer(ev.UnlockDone)
        scene.tell(ev.DoorSilent(1))
        assert how_it_failed(scene) == ["unknown"] and scene.door(1) == doors.UNSEEN
        assert scene.screen == screens.Stuck(1, "unknown")
        scene.after(5 * MINUTE)
        assert pulses(scene) == 1


def test_silence_while_the_lock_rests_ends_the_ladder():
    scene = asked()
    scene.answer(ev.UnlockRefused)
    scene.tell(ev.DoorSilent(1))
    assert scene.screen == screens.Stuck(1, "unknown")
    scene.after(MINUTE)
    assert pulses(scene) == 1


def test_a_silent_door_is_not_pulsed():
    scene = Scene(stored(1))
    scene.tell(ev.DoorSilent(1))
    scene.enter("123456")
    assert scene.screen == screens.Told("not seen", 0) and scene.unlocks == []
    assert scene.shipment("P1").why == ""


def test_answers_to_another_pulse_change_nothing():
    for kind in doors.ANSWERS:
        for opening in (0, 2, 99):
            scene = asked()
            before = len(scene.lines)
            scene.tell(kind(1, opening))
            assert scene.door(1) == doors.ASKED and len(scene.lines) == before
        scene.tell(kind(2, 1))  # the right number at the wrong door
        assert scene.door(1) == doors.ASKED and scene.door(2) == doors.SHUT


def test_an_order_that_gave_its_place_to_the_next_one_does_not_end_the_next_one():
    scene = asked()
    scene.tell(ev.DoorSilent(1))  # the order waits all the same: perhaps the board comes back
    scene.tell(ev.DoorSeen(1, False))
    scene.choose("again")
    assert scene.unlocks == [(1, 1), (1, 2)] and scene.door(1) == doors.ASKED
    before = len(scene.lines)
    scene.tell(ev.UnlockNotSent(1, 1))
    assert scene.door(1) == doors.ASKED and len(scene.lines) == before
    scene.tell(ev.UnlockDone(1, 2))
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and how_it_failed(scene) == ["unknown"]
    assert scene.noted(e.SeenOpen) == [e.SeenOpen(1, 2, True)]


def test_answers_that_come_after_the_question_was_settled_change_nothing():
    for kind in doors.ANSWERS:
        scene = asked()
        scene.answer(ev.UnlockDone)
        scene.tell(kind(1, 1))
        assert scene.door(1) == doors.WATCHING
        scene.door_opens(1)
        scene.tell(kind(1, 1))
        assert scene.door(1) == doors.OPEN and scene.noted(e.OpeningFailed) == []


def test_a_latch_that_gives_way_between_two_pulses_ends_the_ladder():
    scene = asked()
    scene.answer(ev.UnlockDone)
    scene.after(5000)
    assert scene.door(1) == doors.RESTING
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut)
    scene.after(10 * SECOND)
    assert pulses(scene) == 1


def test_after_a_jam_the_person_may_ask_again_with_a_new_ladder():
    scene = asked()
    scene.jams(1)
    scene.choose("again")
    assert pulses(scene) == 4 and scene.noted(e.Opening)[-1] == e.Opening(1, 4, "pick-up", 1)
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut)


def test_a_late_opening_reaches_whoever_still_waits():
    scene = asked()
    scene.jams(1)
    scene.after(5 * SECOND)
    scene.door_opens(1)
    assert scene.is_shown(screens.TakeOut) and scene.room(1).doubts == []


def test_a_late_opening_after_everybody_left_is_a_doubt_and_no_alarm():
    scene = asked()
    scene.jams(1)
    scene.choose("cancel")
    scene.mark()
    scene.door_opens(1)
    assert scene.noted() == [e.SeenOpen(1, 3, True), e.Doubted(1, "opened late")]
    assert "alarm" not in scene.tunes()


def test_a_late_opening_that_happened_in_silence_is_a_doubt():
    scene = asked()
    scene.jams(1)
    scene.choose("cancel")
    scene.tell(ev.DoorSilent(1))
    scene.moves(1, True)
    scene.tell(ev.DoorSeen(1, True))
    assert scene.room(1).doubts, "the door stands open and everything in it is believed"

