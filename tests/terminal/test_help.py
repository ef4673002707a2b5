"""Help: opened from the first screen by finger and by keypad, read, answered, and left at once by
whoever wants to collect.
"""

from terminal import entries as e
from terminal import help_entries as he
from terminal import help_screens as hs
from terminal import screens
from terminal.visits import help, welcome
from terminal.visits.help import KINDS, RATINGS, TOPICS, Help
from tests.terminal.scene import MINUTE, SECOND, Scene, badge, stored

OPEN_RATING = (e.PolicySet(1, (("rating", 1),)),)


def helped(*lines):
    """Somebody has asked for help; the code 123456 is that of compartment 1."""
    scene = Scene(stored(1, token="TOKEN1") + [badge()] + list(lines))
    scene.choose("help")
    assert scene.screen == hs.Topics(TOPICS, 0)
    scene.mark()
    return scene


def in_state(state):
    """A scene in each state of the table."""
    if state == help.LIST:
        return helped()
    if state == help.READING:
        scene = helped()
        scene.choose("topic rules")
    else:
        scene = helped(*OPEN_RATING)
        scene.choose("topic feedback")
        if state != help.FEEDBACK:
            scene.choose("kind praise")
        if state == help.THANKS:
            scene.choose("rate 5")
    scene.mark()
    assert scene.front() == state
    return scene


STATES = (help.LIST, help.READING, help.FEEDBACK, help.RATING, help.THANKS)


def is_at_start(scene, typed=""):
    return scene.screen == screens.Welcome(typed, "", 0, ())


# -- how one gets there -----------------------------------------------------------------------


def test_help_opens_from_the_first_screen_and_from_a_half_typed_code():
    for typed in ("", "4", "48291"):
        scene = Scene(stored(1))
        scene.press(typed)
        scene.choose("help")
        assert scene.is_shown(hs.Topics), typed


def test_help_opens_from_a_refusal():
    scene = Scene([])
    scene.scan("http://www.example.org")
    assert scene.is_shown(screens.Told)
    scene.choose("help")
    assert scene.is_shown(hs.Topics)


def test_help_opens_while_no_code_is_tried_and_does_not_end_the_wait():
    scene = Scene(stored(1))
    for _try in range(3):
        scene.guess()
    scene.enter("123456")
    assert scene.front() == welcome.WAITING
    scene.choose("help")
    assert scene.is_shown(hs.Topics)
    scene.choose("cancel")
    scene.enter("123456")
    assert scene.screen.remark == "wait" and scene.unlocks == []


def test_by_keypad_help_is_nought_and_ok_and_nothing_else():
    for typed in ("", "2", "9", "00", "10", "01", "11"):
        scene = Scene(stored(1))
        scene.press(typed)
        scene.choose("ok")
        assert scene.is_shown(screens.Welcome), typed
    scene = Scene(stored(1))
    scene.press("0")
    scene.choose("ok")
    assert scene.is_shown(hs.Topics)


def test_no_try_is_counted_by_asking_for_help():
    scene = Scene(stored(1))
    scene.press("0")
    scene.choose("ok")
    scene.choose("cancel")
    assert scene.noted() == [] and is_at_start(scene)


# -- reading ----------------------------------------------------------------------------------


def test_every_topic_opens_by_finger_and_by_keypad():
    for place in range(len(TOPICS)):
        topic, by_finger, by_keypad = TOPICS[place], helped(), helped()
        by_finger.choose("topic " + topic)
        by_keypad.press(str(place + 1))
        assert by_keypad.screen == hs.Topics(TOPICS, place + 1)
        by_keypad.choose("ok")
        assert by_finger.screen == by_keypad.screen
        shown = hs.Feedback(KINDS, 0) if topic == "feedback" else hs.Topic(topic, 0)
        assert by_finger.screen == shown


def test_every_topic_has_a_digit():
    assert len(TOPICS) <= 9 and len(set(TOPICS)) == len(TOPICS)


def test_a_topic_names_the_version_in_force():
    scene = helped(e.PolicySet(7, ()))
    scene.choose("topic rules")
    assert scene.screen == hs.Topic("rules", 7)


def test_from_a_topic_one_goes_back_to_the_list():
    for key in ("back", "ok", "erase"):
        scene = in_state(help.READING)
        scene.choose(key)
        assert scene.screen == hs.Topics(TOPICS, 0), key
    scene = in_state(help.FEEDBACK)
    scene.choose("back")
    assert scene.screen == hs.Topics(TOPICS, 0)


def test_a_mark_can_be_taken_away_and_is_gone_when_one_comes_back():
    scene = helped()
    scene.press("3")
    scene.choose("erase")
    assert scene.screen == hs.Topics(TOPICS, 0)
    scene.press("3")
    scene.choose("ok")
    scene.choose("back")
    assert scene.screen == hs.Topics(TOPICS, 0)


def test_keys_that_are_not_there_change_nothing():
    for state in STATES:
        scene = in_state(state)
        shown = scene.screen
        for key in ("topic", "topic secrets", "kind", "kind insult", "rate 6", "rate 0", "again",
                    "help", "yes"):  # fmt: skip
            scene.choose(key)
            assert scene.screen == shown and scene.noted() == [], (state, key)


def test_ok_with_nothing_marked_chooses_nothing():
    for state in (help.LIST, help.FEEDBACK, help.RATING):
        scene = in_state(state)
        shown = scene.screen
        scene.choose("ok")
        assert scene.screen == shown and scene.noted() == []


# -- feedback ---------------------------------------------------------------------------------


def test_feedback_has_exactly_the_four_classes_of_the_standard():
    assert KINDS == ("suggestion", "praise", "complaint about the service",
                     "complaint about customer service")  # fmt: skip


def test_each_class_is_noted_once_by_finger_and_by_keypad():
    for place in range(len(KINDS)):
        for is_keypad in (False, True):
            scene = in_state(help.FEEDBACK)
            if is_keypad:
                scene.press(str(place + 1))
                assert scene.noted() == []
                scene.choose("ok")
            else:
                scene.choose("kind " + KINDS[place])
            assert scene.noted() == [he.FeedbackGiven(KINDS[place])]
            assert scene.screen == hs.Rating(0)


def test_no_rating_is_asked_unless_the_policy_says_so():
    scene = helped()
    scene.choose("topic feedback")
    scene.choose("kind suggestion")
    assert scene.screen == hs.Thanks()
    scene = helped(*OPEN_RATING)
    scene.choose("topic feedback")
    scene.choose("kind suggestion")
    assert scene.screen == hs.Rating(0)


def test_each_rating_is_noted_once_by_finger_and_by_keypad():
    for text in RATINGS:
        for is_keypad in (False, True):
            scene = in_state(help.RATING)
            if is_keypad:
                scene.press(text)
                scene.choose("ok")
            else:
                scene.choose("rate " + text)
            assert scene.noted() == [he.Rated(int(text))] and scene.screen == hs.Thanks()


def test_a_rating_can_be_skipped_and_its_mark_taken_away():
    scene = in_state(help.RATING)
    scene.press("2")
    scene.choose("erase")
    assert scene.screen == hs.Rating(0)
    scene.choose("cancel")
    assert is_at_start(scene) and scene.noted() == []


# -- the next person --------------------------------------------------------------------------


def test_cancel_and_time_lead_to_the_first_screen_from_everywhere():
    for state in STATES:
        scene = in_state(state)
        scene.choose("cancel")
        assert is_at_start(scene), state
        scene = in_state(state)
        scene.after(Help.LIMIT_MS[state] - 1)
        assert scene.front() == state
        scene.after(1)
        assert is_at_start(scene), state
        assert scene.noted() == []


def test_thanks_end_when_one_has_read_them():
    for key in ("done", "ok"):
        scene = in_state(help.THANKS)
        scene.choose(key)
        assert is_at_start(scene)


def test_a_mark_gives_time_to_press_ok():
    scene = helped()
    scene.after(Help.LIMIT_MS[help.LIST] - SECOND)
    scene.press("3")
    scene.after(MINUTE // 2)
    scene.choose("ok")
    assert scene.screen == hs.Topic("complaints", 0)


def test_a_code_that_is_typed_anywhere_in_the_help_opens_its_door():
    for state in STATES:
        scene = in_state(state)
        scene.enter("123456")
        assert scene.screen == screens.Opening(1), state


def test_every_digit_of_a_code_counts_whatever_it_marks_first():
    for code in ("012345", "912345", "555555", "678901", "101010"):
        for state in STATES:
            scene = in_state(state)
            scene.press(code[:5])
            assert is_at_start(scene, code[:5]), (code, state)


def test_a_scan_ends_the_help_and_counts():
    for state in STATES:
        scene = in_state(state)
        scene.scan("TOKEN1")
        assert scene.screen == screens.Opening(1), state
        scene = in_state(state)
        scene.scan("BADGE1")
        assert scene.is_shown(screens.AskPin), state
        scene = in_state(state)
        scene.scan("http://www.example.org")
        assert scene.is_shown(screens.Told), state


def test_help_never_stands_in_the_way_of_the_power():
    scene = in_state(help.FEEDBACK)
    scene.cut()
    scene.power_on()
    assert scene.is_shown(screens.Welcome)
