"""Who stands there: every outcome in every state, grants that are late, foreign or doubled, cuts.

`grants.py` watches each of these scenes too: no door without a grant of the visit.
"""

from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import identify_screens, screens
from terminal import identity_entries as ie
from terminal.compartments import INSIDE
from terminal.visits import identify, pickup
from tests.terminal.identities import OUTCOMES
from tests.terminal.scene import MINUTE, SECOND, Scene, stored

NEEDED = stored(1) + [ie.IdentificationSet("P1", "qualified")]
DUES = e.DuesSet("P1", (("cod", 300),))
TEXT = "https://smart-id.com/device-link?elapsedSeconds=1"
STATES = (identify.CHOOSING, identify.WAITING, identify.SHOWING, identify.TOLD)


def began(more=()):
    """The code is typed; the way has to be chosen."""
    scene = Scene(NEEDED + list(more))
    scene.enter("123456")
    return scene


def asked(more=(), way="smart_id"):
    scene = began(more)
    scene.choose(way)
    return scene


def question(scene):
    found = [x for turn in scene.turns for x in turn if type(x) is fx.AskIdentity]
    return found[-1].question if found else 0


def shown(scene, made_ms=0, qr_text=TEXT, code=""):
    return scene.tell(ev.IdentityShown(question(scene), made_ms, qr_text, code))


def grant(scene, valid_s=60):
    return scene.tell(ev.IdentityGranted(question(scene), 1, valid_s))


def part(scene):
    return scene.terminal.front.part


def in_state(state, more=()):
    """A visit whose identification is in that state; the second value is its open question."""
    scene = began(more) if state == identify.CHOOSING else asked(more)
    if state == identify.SHOWING:
        shown(scene)
    elif state == identify.TOLD:
        scene.tell(ev.IdentityEnded(question(scene), "refused"))
    assert part(scene).state == state
    scene.mark()
    return scene


def is_untouched(scene):
    """The door stays shut, and the code is not spent."""
    shipment = scene.shipment("P1")
    assert shipment.standing == INSIDE and not shipment.why and scene.unlocks == []
    assert not scene.room(1).doubts
    return True


def ends(scene):
    return [entry.outcome for entry in scene.noted(ie.IdentityEnded)]


# -- the straight way -------------------------------------------------------------------------


def test_the_recipient_is_identified_then_the_door_opens():
    for way, name in (("smart_id", "smart-id"), ("eparaksts", "eparaksts")):
        scene = asked(way=way)
        assert scene.did(fx.AskIdentity) == [fx.AskIdentity(question(scene), 1, ("P1",), name)]
        assert ie.IdentityAsked(1, name) in scene.noted() and is_untouched(scene)
        shown(scene)
        assert scene.screen.qr_text == TEXT and scene.screen.way == name
        grant(scene)
        assert ends(scene) == ["confirmed"] and len(scene.unlocks) == 1
        scene.door_opens(1)
        assert scene.is_shown(screens.TakeOut)


def test_a_parcel_without_that_order_is_given_out_as_ever():
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.is_shown(screens.Opening) and scene.did(fx.AskIdentity) == []


def test_who_it_is_comes_before_the_money_and_the_money_before_the_door():
    scene = asked((DUES,))
    shown(scene)
    scene.tell(ev.ReaderReady(0))
    grant(scene)
    assert scene.is_shown(screens.Pay) and scene.unlocks == []
    scene.choose("pay")
    charge = scene.did(fx.Charge)[-1]
    assert scene.unlocks == [] and scene.front() == pickup.PAYING
    scene.after(MINUTE + SECOND)  # the bank is slow: what was begun with a grant goes on
    scene.tell(ev.CardAuthorised(charge.sale, 1, 1, "R", "1234", "Visa", 60000))
    assert len(scene.unlocks) == 1


def test_money_is_not_asked_for_on_a_grant_that_has_grown_old():
    scene = asked((DUES,))
    scene.tell(ev.ReaderReady(0))
    grant(scene)
    scene.after(MINUTE)
    scene.choose("pay")
    assert scene.did(fx.Charge) == [] and scene.screen == identify_screens.ChooseWay(1, "lapsed")


def test_a_grant_lasts_no_longer_than_it_says_and_never_above_a_minute():
    for valid_s, wait_ms, is_good in (
        (60, MINUTE - 1, True), (60, MINUTE, False), (5, 5 * SECOND - 1, True),
        (5, 5 * SECOND, False), (3600, MINUTE, False),
    ):  # fmt: skip
        scene = asked((DUES,))
        scene.tell(ev.ReaderReady(0))
        grant(scene, valid_s)
        scene.after(wait_ms)
        scene.choose("pay")
        assert bool(scene.did(fx.Charge)) == is_good, (valid_s, wait_ms)


def test_after_a_jam_the_grant_is_good_for_its_minute_and_no_longer():
    scene = asked()
    grant(scene)
    granted_ms = scene.now_ms
    scene.jams(1)
    assert scene.is_shown(screens.Stuck)
    first = len(scene.unlocks)
    scene.choose("again")
    assert len(scene.unlocks) == first + 1
    scene.jams(1)
    scene.after(max(0, granted_ms + MINUTE - scene.now_ms))
    before = len(scene.unlocks)
    if scene.is_shown(screens.Stuck):
        scene.choose("again")
    assert len(scene.unlocks) == before and scene.is_shown(identify_screens.ChooseWay)


def test_within_the_grace_time_the_same_visit_may_open_again():
    scene = asked()
    grant(scene)
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.after(50 * SECOND)
    scene.choose("again")
    assert len(scene.unlocks) == 2
    scene.door_opens(1)
    scene.door_shuts(1)
    scene.choose("done")
    assert e.Collected(1, ("P1",), True, 0) in scene.noted()


def test_a_grant_is_for_one_visit():
    scene = asked()
    grant(scene)
    scene.jams(1)
    scene.choose("cancel")
    scene.enter("123456")
    assert scene.is_shown(identify_screens.ChooseWay)


# -- what is on the glass ---------------------------------------------------------------------


def test_a_text_is_renewed_each_second_and_never_stands_longer_than_three():
    scene = asked()
    for second in range(20):
        text = TEXT + str(second)
        shown(scene, second * SECOND, text)
        picture = scene.picture
        assert scene.screen.qr_text == text
        scene.after(SECOND)
        assert scene.screen.qr_text == text and scene.picture == picture
    scene.after(2 * SECOND - 1)
    assert scene.screen.qr_text
    scene.after(1)
    assert scene.screen.qr_text == "" and scene.front() == pickup.IDENTIFYING


def test_a_text_that_was_late_on_the_way_is_taken_off_as_soon_as_it_is_old():
    scene = asked()
    shown(scene, 0)
    scene.after(4 * SECOND)
    shown(scene, 2 * SECOND, "https://late")  # two seconds old already
    assert scene.screen.qr_text == "https://late"
    scene.after(SECOND)
    assert scene.screen.qr_text == ""
    scene.after(SECOND)
    shown(scene, 2500, "https://older")  # three and a half seconds old: never shown
    assert scene.screen.qr_text == ""
    shown(scene, 6000, "https://new")
    shown(scene, 5000, "https://overtaken")
    assert scene.screen.qr_text == "https://new"


def test_an_empty_text_says_that_the_server_still_waits():
    scene = asked()
    shown(scene)
    for second in range(1, 30):
        shown(scene, second * SECOND, "", "")
        assert scene.screen.qr_text == "" and part(scene).state == identify.WAITING
        scene.after(SECOND)


def test_a_verification_code_is_shown_and_nothing_of_it_is_written():
    scene = asked(way="eparaksts")
    shown(scene, 0, TEXT, "7180")
    assert scene.screen.code == "7180"
    told = repr(scene.turns) + repr(scene.lines) + repr(scene.screen)
    assert "7180" not in told and TEXT not in told


def test_silence_and_the_longest_time_end_it():
    scene = asked()
    scene.after(10 * SECOND)
    assert scene.screen.why == "interrupted" and ends(scene) == ["interrupted"]
    assert scene.did(fx.CancelIdentity) == [fx.CancelIdentity(question(scene))]
    scene = asked()
    for second in range(120):
        shown(scene, second * SECOND)
        scene.after(SECOND)
    assert scene.screen.why == "timed out" and ends(scene) == ["timed out"]


# -- everything that can go wrong ---------------------------------------------------------------


def test_every_outcome_in_every_state():
    for state in STATES:
        for outcome in OUTCOMES:
            scene = in_state(state)
            scene.tell(ev.IdentityEnded(question(scene), outcome))
            is_awaited = state in (identify.WAITING, identify.SHOWING)
            assert (part(scene).state == identify.TOLD) == (is_awaited or state == identify.TOLD)
            assert ends(scene) == ([outcome] if is_awaited else []) and is_untouched(scene)
            if is_awaited:
                way, may_retry = "smart-id", True
                assert scene.screen == identify_screens.NotShown(1, way, outcome, may_retry)
                scene.choose("again")
                assert scene.is_shown(identify_screens.ChooseWay)


def test_what_names_another_question_or_compartment_changes_nothing_in_any_state():
    for state in STATES:
        for question_of, compartment in ((1, 1), (-1, 1), (99, 1), (0, 2), (0, 99)):
            scene = in_state(state)
            number = question(scene) + question_of
            scene.tell(ev.IdentityGranted(number, compartment, 60))
            if question_of:
                scene.tell(ev.IdentityShown(number, 0, "https://else", ""))
                scene.tell(ev.IdentityEnded(number, "refused"))
            assert part(scene).state == state and scene.noted() == [], (state, question_of)
            assert "else" not in getattr(scene.screen, "qr_text", "") and is_untouched(scene)


def test_a_question_of_number_nought_is_nobodys():
    for state in (identify.CHOOSING, identify.TOLD):
        scene = in_state(state)
        scene.tell(ev.IdentityGranted(0, 1, 60))
        assert is_untouched(scene) and part(scene).state == state


def test_a_grant_that_comes_too_late_opens_nothing():
    for how in ("cancel", "silence", "refused", "away", "again"):
        scene = asked()
        if how == "cancel":
            scene.choose("cancel")
        elif how == "silence":
            scene.after(10 * SECOND)
        elif how == "refused":
            scene.tell(ev.IdentityEnded(question(scene), "refused"))
        elif how == "away":
            scene.after(10 * MINUTE)
            assert scene.is_shown(screens.Welcome)
        else:
            scene.choose("cancel")
            first = question(scene)
            scene.choose("eparaksts")
            scene.tell(ev.IdentityGranted(first, 1, 60))
            assert is_untouched(scene) and scene.front() == pickup.IDENTIFYING
            continue
        grant(scene)
        assert is_untouched(scene), how


def test_a_grant_twice_opens_once():
    scene = asked()
    grant(scene)
    grant(scene)
    assert len(scene.unlocks) == 1
    scene.door_opens(1)
    scene.door_shuts(1)
    grant(scene)
    scene.after(2 * MINUTE)
    grant(scene)
    assert len(scene.unlocks) == 1 and ends(scene) == ["confirmed"]


def test_offline_in_every_state():
    scene = Scene(NEEDED)
    scene.tell(ev.LinkChanged(False))
    scene.enter("123456")
    assert scene.screen == identify_screens.NotShown(1, "", "offline", True) and is_untouched(scene)
    scene.choose("again")
    assert scene.screen.why == "offline"
    scene.tell(ev.LinkChanged(True))
    scene.choose("again")
    assert scene.is_shown(identify_screens.ChooseWay)
    for state in STATES:
        scene = in_state(state)
        scene.tell(ev.LinkChanged(False))
        if state == identify.CHOOSING:
            scene.choose("smart_id")
        elif state in (identify.WAITING, identify.SHOWING):
            scene.tell(ev.IdentityEnded(question(scene), "interrupted"))
        else:
            scene.choose("again")
        is_over = state in (identify.WAITING, identify.SHOWING)
        assert scene.screen.why == ("interrupted" if is_over else "offline")
        assert is_untouched(scene)


def test_the_power_may_fail_in_every_state_and_the_code_lives():
    for state in STATES:
        for more in ((), (DUES,)):
            scene = in_state(state, more)
            number = question(scene)
            scene.power_cut()
            scene.tell(ev.IdentityGranted(number, 1, 60))
            assert is_untouched(scene) and scene.is_shown(screens.Welcome)
            scene.enter("123456")
            assert scene.is_shown(identify_screens.ChooseWay)


def test_a_power_cut_after_the_grant_asks_anew():
    scene = asked()
    grant(scene)
    scene.power_cut()
    before = len(scene.unlocks)
    scene.enter("123456")
    assert scene.is_shown(identify_screens.ChooseWay) and len(scene.unlocks) == before


def test_whoever_cancels_or_goes_away_leaves_a_live_code():
    for state in STATES:
        scene = in_state(state)
        scene.choose("cancel")
        if state in (identify.WAITING, identify.SHOWING):
            assert scene.did(fx.CancelIdentity) and ends(scene) == ["cancelled"]
            assert scene.is_shown(identify_screens.ChooseWay)
            scene.choose("cancel")
        assert scene.is_shown(screens.Welcome) and is_untouched(scene)
        scene = in_state(state)
        scene.after(10 * MINUTE)
        assert scene.is_shown(screens.Welcome) and is_untouched(scene)


def test_other_keys_change_nothing():
    for state in STATES:
        for key in ("pay", "yes", "smart", "1", "ok", "erase", "done"):
            scene = in_state(state)
            scene.choose(key)
            assert part(scene).state == state and is_untouched(scene)


def test_nobody_rings_without_end():
    scene = began()
    for _try in range(identify.TRIES):
        assert scene.is_shown(identify_screens.ChooseWay)
        scene.choose("smart_id")
        scene.tell(ev.IdentityEnded(question(scene), "refused"))
        scene.choose("again")
    assert scene.screen == identify_screens.NotShown(1, "smart-id", "refused", False)
    assert len(scene.did(fx.AskIdentity)) == identify.TRIES


def test_nobody_rings_without_end_by_cancelling_either():
    scene = began()
    for _try in range(identify.TRIES):
        scene.choose("smart_id")
        scene.choose("cancel")
    scene.choose("smart_id")
    assert scene.screen.why == "too often" and not scene.screen.may_retry
    assert scene.noted()[-1] == ie.IdentityEnded(1, "cancelled")
    assert len(scene.did(fx.AskIdentity)) == identify.TRIES
