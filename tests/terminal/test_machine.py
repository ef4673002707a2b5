"""The whole terminal: pictures and stale presses, time, checkpoints, reports, a broken journal."""

from terminal import condition_entries as cond
from terminal import effects as fx
from terminal import entries as e
from terminal import events as ev
from terminal import orders, screens
from terminal.machine import ROUTES
from tests.terminal.scene import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    TODAY_S,
    Scene,
    badge,
    expected,
    stored,
    tag,
)  # fmt: skip
from tests.terminal.test_vocabulary import records_of


def boring(scene, ms):
    """How many turns a time takes in which nothing happens."""
    before = len(scene.turns)
    scene.after(ms)
    return len(scene.turns) - before


# -- one turn ---------------------------------------------------------------------------------


def test_every_event_has_a_route():
    routed = sorted([kind.__name__ for kind in ROUTES])
    assert routed == [kind.__name__ for kind in records_of(ev)]


def test_what_is_noted_stands_before_what_can_be_seen_or_felt():
    scene = Scene(stored(1))
    scene.press("123456")
    scene.mark()
    scene.after(400)
    turn = scene.turns[scene.marked]
    kinds = [type(effect) for effect in turn]
    assert kinds.index(fx.Journal) < kinds.index(fx.Unlock)
    assert kinds[-1] in (fx.Show, fx.Report)


def test_a_life_begins_with_its_number():
    scene = Scene()
    assert scene.journal() == [e.Booted(1)]
    scene.power_cut()
    assert scene.journal()[-1] == e.Booted(2)


def test_an_order_that_was_handled_leaves_nothing_for_the_next_turn():
    scene = Scene(stored(1))
    scene.enter("123456")
    assert scene.tell(ev.LinkChanged(True)) == []


# -- pictures ---------------------------------------------------------------------------------


def test_digits_of_one_entry_are_pressed_on_one_picture():
    scene = Scene()
    scene.press("1")
    picture = scene.picture
    scene.press("23456")
    assert scene.picture == picture and scene.screen.typed == "123456"


def test_a_press_on_a_picture_that_is_gone_is_nobodys():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.door_opens(1)
    taking = scene.picture
    scene.door_shuts(1)
    lines = len(scene.lines)
    for key in ("empty", "done", "again", "1", "cancel"):
        assert scene.tell(ev.Pressed(key, taking)) == []
    for picture in (0, -1, scene.picture + 1, 9999):
        assert scene.tell(ev.Pressed("empty", picture)) == []
    assert len(scene.lines) == lines


def test_a_double_press_counts_once():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.jams(1)
    picture = scene.picture
    scene.tell(ev.Pressed("again", picture))
    scene.tell(ev.Pressed("again", picture))
    assert len(scene.unlocks) == 4
    scene.jams(1)
    assert len(scene.unlocks) == 6


def test_the_same_screen_for_another_door_is_another_picture():
    scene = Scene([badge(), expected("P1")])
    scene.begin_run()
    scene.scan("P1")
    first = scene.picture
    scene.jams(1)
    assert scene.screen == screens.Opening(2) and scene.picture > first


def test_the_next_visitor_has_another_picture_of_the_same_screen():
    scene = Scene(stored(1))
    before = scene.picture
    scene.collect(1)
    scene.choose("done")
    assert scene.is_shown(screens.Welcome) and scene.picture > before
    scene.tell(ev.Pressed("1", before))
    assert scene.screen.typed == ""


def test_a_screen_is_shown_only_when_it_changed():
    scene = Scene(stored(1))
    scene.mark()
    scene.tell(ev.LinkChanged(False))
    scene.tell(ev.ClockRead(TODAY_S, True))
    scene.after(10 * MINUTE)
    assert scene.did(fx.Show) == []


def test_keys_that_no_screen_has_change_nothing_anywhere():
    scene = Scene(stored(1) + [badge()])
    for start in (lambda: None, lambda: scene.press("12"), lambda: scene.scan("BADGE1")):
        start()
        lines, screen = len(scene.lines), scene.screen
        for key in ("", "x", "12", "ok", "again", "yes", "done", "inspect 1", "size S", " 1", "\n"):
            scene.choose(key)
        assert len(scene.lines) == lines and scene.screen == screen


# -- out of service ---------------------------------------------------------------------------


def test_until_a_door_is_read_the_terminal_is_starting():
    scene = Scene()
    scene.cut()
    shown = scene.turns[0]
    assert [x.screen for x in shown if type(x) is fx.Show] == [screens.OutOfService("starting")]
    assert scene.is_shown(screens.Welcome)


def test_when_no_door_can_be_read_the_terminal_is_out_of_service():
    scene = Scene(stored(1))
    for number in (1, 2, 3):
        scene.tell(ev.DoorSilent(number))
    assert scene.is_shown(screens.Welcome)
    scene.tell(ev.DoorSilent(4))
    assert scene.screen == screens.OutOfService("locks")
    scene.tell(ev.DoorSeen(2, False))
    assert scene.is_shown(screens.Welcome)


def test_when_the_journal_fails_nothing_is_ordered_any_more():
    scene = Scene(stored(1))
    scene.enter("123456")
    turn = scene.terminal.handle(ev.JournalFailed("disk full"), scene.now_ms)
    assert [type(x) for x in turn if type(x) in (fx.Unlock, fx.Journal, fx.Sound)] == []
    turn = [x for x in turn if type(x) is fx.Show]
    assert [show.screen for show in turn] == [screens.OutOfService("journal")]
    picture = turn[-1].picture
    for event in (ev.Pressed("1", picture), ev.Pressed("again", picture), ev.Scanned("123456")):
        turn = scene.terminal.handle(event, scene.now_ms)
        assert not [x for x in turn if type(x) in (fx.Unlock, fx.Journal)], event


def test_doors_that_this_site_has_not_are_nobodys():
    scene = Scene()
    for kind in (ev.DoorOpened, ev.DoorClosed, ev.DoorSilent):
        scene.tell(kind(99))
    scene.tell(ev.DoorSeen(99, True))
    scene.tell(ev.UnlockDone(99, 1))
    assert scene.noted() == [] and scene.is_shown(screens.Welcome)


# -- time -------------------------------------------------------------------------------------


def test_an_idle_terminal_sleeps():
    scene = Scene()
    assert boring(scene, HOUR) <= 61


def test_time_passed_too_early_changes_nothing():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    for _time in range(20):
        assert scene.tell(ev.TimePassed()) == []


def test_deadlines_that_are_late_are_caught_up_in_one_go():
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    scene.now_ms += HOUR
    for _turn in range(10):
        scene.tell(ev.TimePassed())
        wake_at_ms = scene.terminal.wake_at_ms()
        assert wake_at_ms > scene.now_ms
    assert len(scene.unlocks) == 1, "the rest between two pulses is counted from when it begins"


def test_a_fact_that_waited_goes_before_the_deadline():
    # The commit was slow: the door opened in time, and is told late.
    scene = Scene(stored(1))
    scene.enter("123456")
    scene.answer(ev.UnlockDone)
    scene.now_ms += MINUTE
    scene.door_opens(1)
    scene.tell(ev.TimePassed())
    assert scene.is_shown(screens.TakeOut) and scene.noted(e.OpeningFailed) == []


def test_every_line_has_the_powered_on_time_of_all_lives():
    scene = Scene()
    scene.after(HOUR)
    scene.tell(ev.LinkChanged(False))
    scene.power_cut()
    scene.after(MINUTE)
    scene.tell(ev.LinkChanged(False))
    times_ms = [up_ms for _entry, up_ms, _wall_s in scene.lines]
    assert times_ms == [0, HOUR, HOUR, HOUR + MINUTE]


def test_a_line_has_the_wall_clock_only_while_it_is_trusted():
    scene = Scene()
    scene.tell(ev.LinkChanged(False))
    assert scene.lines[-1][2] == 0
    scene.clock_is_right()
    scene.after(10 * SECOND)
    scene.tell(ev.LinkChanged(True))
    assert scene.lines[-1][2] == TODAY_S + 10
    scene.tell(ev.ClockRead(TODAY_S + DAY // 1000, True))
    assert scene.noted(cond.ClockDoubted) == [cond.ClockDoubted("jumped")]
    scene.tell(ev.LinkChanged(False))
    assert scene.lines[-1][2] == 0
    scene.after(MINUTE)
    scene.tell(ev.ClockRead(TODAY_S + DAY // 1000 + 60, True))
    assert len(scene.noted(cond.ClockTrusted)) == 2


def test_a_clock_before_the_last_entry_is_not_believed_after_a_cut():
    scene = Scene()
    scene.clock_is_right()
    scene.power_cut()
    scene.tell(ev.ClockRead(TODAY_S - DAY // 1000, True))
    assert scene.noted(cond.ClockTrusted) == []
    scene.clock_is_right()
    assert scene.noted(cond.ClockTrusted) == [cond.ClockTrusted(TODAY_S)]


# -- checkpoints ------------------------------------------------------------------------------


def checkpoints(scene):
    return scene.noted(e.Checkpoint)


def test_one_checkpoint_a_day_though_nothing_happens():
    scene = Scene(stored(1))
    scene.after(DAY - SECOND)
    assert len(checkpoints(scene)) == 0
    scene.after(HOUR)
    assert len(checkpoints(scene)) == 1
    scene.after(DAY)
    assert len(checkpoints(scene)) == 2


def test_one_checkpoint_a_day_though_much_happens():
    scene = Scene()
    for hour in range(72):
        scene.after(HOUR)
        scene.tell(ev.LinkChanged(hour % 2 == 0))
    assert len(checkpoints(scene)) in (2, 3)


def test_no_checkpoint_in_the_middle_of_a_visit():
    scene = Scene(stored(1))
    scene.after(DAY - MINUTE)
    scene.enter("123456")
    scene.door_opens(1)
    scene.after(2 * MINUTE)
    assert checkpoints(scene) == []
    scene.after(10 * MINUTE)
    assert len(checkpoints(scene)) == 1


def test_powered_on_time_goes_on_after_a_checkpoint_and_a_cut():
    scene = Scene()
    scene.after(DAY + HOUR)
    scene.power_cut()
    assert scene.terminal.up_ms() >= DAY


def test_how_often_is_policy():
    scene = Scene()
    scene.order(orders.SetPolicy(1, (("checkpoint_h", 1),)))
    scene.after(3 * HOUR + 2 * MINUTE)
    assert len(checkpoints(scene)) == 3


def test_replay_from_the_newest_checkpoint_is_replay_of_all():
    scene = Scene(stored(1) + [badge()])
    scene.order(orders.Recode("P1", tag("code", "222222"), "", "789", ""))
    scene.after(DAY + MINUTE)
    scene.collect(1, "222222")
    scene.choose("done")
    newest = [i for i, entry in enumerate(scene.journal()) if type(entry) is e.Checkpoint][-1]
    whole = scene.terminal.books.state()
    scene.lines = scene.lines[newest:]
    scene.cut()
    # Scene.power_on replays the lines and compares with the fold of all.
    scene.power_on()
    assert scene.terminal.books.state()[3:9] == whole[3:9]


def test_what_dead_codes_say_is_forgotten_in_time_on_a_quiet_site():
    scene = Scene(stored(1))
    scene.collect(1)
    scene.choose("done")
    scene.after(20 * DAY)
    assert scene.shipment("P1") is None


# -- parts, disk and link ---------------------------------------------------------------------


def test_parts_that_fail_and_mend_are_written_down_and_reported():
    scene = Scene()
    scene.tell(ev.PartFailed("scanner", "no such device"))
    scene.tell(ev.PartFailed("screen", "unplugged"))
    assert scene.noted(cond.PartLost)[0] == cond.PartLost("scanner", "no such device")
    failed = scene.did(fx.Report)[-1].failed
    assert failed == (("scanner", "no such device"), ("screen", "unplugged"))
    scene.tell(ev.PartMended("scanner"))
    assert scene.did(fx.Report)[-1].failed == (("screen", "unplugged"),)
    assert scene.noted(cond.PartFound) == [cond.PartFound("scanner")]


def test_outages_are_evidence():
    scene = Scene()
    for is_up in (True, False, False, True, True):
        scene.tell(ev.LinkChanged(is_up))
    assert scene.noted() == [cond.LinkLost(), cond.LinkFound()]


def test_a_disputed_acknowledgement_is_written_down():
    scene = Scene()
    scene.tell(ev.AckDisputed(77))
    assert scene.noted() == [cond.AckStrange(77)]


def test_the_disk_is_written_down_when_it_crosses_a_line():
    scene = Scene()
    for percent in (10, 79, 80, 85, 79, 75, 74, 10, 80):
        scene.tell(ev.DiskRoom(percent))
    assert scene.noted() == [cond.DiskFilled(80), cond.DiskFreed(74), cond.DiskFilled(80)]


# -- the report -------------------------------------------------------------------------------


def test_the_report_is_given_when_it_changed_and_only_then():
    scene = Scene(stored(1))
    scene.mark()
    scene.after(10 * MINUTE)
    assert scene.did(fx.Report) == []
    scene.collect(1)
    scene.choose("done")
    report = scene.did(fx.Report)[-1]
    assert report.free == (("S", 2), ("M", 1), ("L", 1)) and report.out_of_use == ()
    assert report.boot == 1


def test_the_report_says_what_is_out_of_use_and_why():
    scene = Scene([e.Doubted(1, "left open"), e.SensorBlind(2, "said open")])
    scene.door_opens(3)
    report = scene.did(fx.Report)[-1]
    assert report.out_of_use == ((1, "left open"), (2, "sensor"), (3, "opened without order"))
    assert report.free == (("S", 0), ("M", 0), ("L", 1))


def test_a_life_begins_with_a_report():
    scene = Scene()
    assert [x.boot for x in scene.turns[0] if type(x) is fx.Report] == [1]


def test_rows_that_were_taken_can_be_traced():
    scene = Scene(stored(1))
    scene.collect(1)
    assert ("Pickup", "taking", "Shut") in scene.rows
    assert ("Door", "open", "DoorClosed") in scene.rows
