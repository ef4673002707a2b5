"""When the wall clock is believed: never at once after nonsense, never before its own making."""

from terminal.walltime import AGE_MAX_S, BUILD_S, JUMP_S, WallTime

NOW_S = BUILD_S + 5000000
MINUTE = 60000


def trusted(floor_s=0, now_ms=0):
    wall = WallTime(floor_s)
    assert wall.read(NOW_S, True, now_ms) == "trusted"
    return wall


def test_at_boot_there_is_no_time():
    assert WallTime(0).now_s(123456) == 0


def test_a_board_that_woke_up_in_1970_is_not_believed_though_vouched_for():
    wall = WallTime(0)
    for wall_s in (0, 1, 1000, 86400 * 365, BUILD_S - JUMP_S - 1):
        assert wall.read(wall_s, True, 1000) == ""
        assert wall.now_s(1000) == 0


def test_a_time_absurdly_far_ahead_is_not_believed():
    wall = WallTime(0)
    assert wall.read(BUILD_S + AGE_MAX_S + 1, True, 0) == "" and wall.now_s(0) == 0
    assert wall.read(BUILD_S + AGE_MAX_S, True, 0) == "trusted"


def test_what_nobody_vouches_for_changes_nothing():
    wall = WallTime(0)
    assert wall.read(NOW_S, False, 0) == "" and wall.now_s(0) == 0
    wall = trusted()
    assert wall.read(NOW_S + 999999, False, MINUTE) == ""
    assert wall.now_s(MINUTE) == NOW_S + 60


def test_a_vouched_reading_is_carried_on_by_the_monotonic_clock():
    wall = trusted(now_ms=7000)
    assert wall.now_s(7000) == NOW_S
    assert wall.now_s(7999) == NOW_S
    assert wall.now_s(8000) == NOW_S + 1
    assert wall.now_s(7000 + 30 * 86400000) == NOW_S + 30 * 86400


def test_time_before_the_last_entry_is_not_believed():
    wall = WallTime(NOW_S + 1000)
    assert wall.read(NOW_S, True, 0) == ""
    assert wall.read(NOW_S + 1000, True, 0) == "trusted"


def test_small_corrections_are_taken_silently():
    wall = trusted()
    assert wall.read(NOW_S + 60 + JUMP_S, True, MINUTE) == ""
    assert wall.now_s(MINUTE) == NOW_S + 60 + JUMP_S
    assert wall.read(NOW_S + 60, True, MINUTE) == ""
    assert wall.now_s(MINUTE) == NOW_S + 60


def test_after_a_jump_there_is_no_time_until_two_readings_agree():
    for jump_s in (JUMP_S + 1, -JUMP_S - 1, 86400, 400 * 86400):
        wall = trusted()
        there_s = NOW_S + 60 + jump_s
        assert wall.read(there_s, True, MINUTE) == "jumped"
        assert wall.now_s(MINUTE) == 0
        assert wall.read(there_s + 60, True, 2 * MINUTE) == "trusted"
        assert wall.now_s(2 * MINUTE) == there_s + 60


def test_two_readings_too_close_together_prove_nothing():
    wall = trusted()
    wall.read(NOW_S + 90000, True, MINUTE)
    assert wall.read(NOW_S + 90001, True, MINUTE + 1000) == ""
    assert wall.now_s(MINUTE + 1000) == 0


def test_readings_that_contradict_one_another_are_never_believed():
    wall = trusted()
    wall.read(NOW_S + 90000, True, MINUTE)
    for turn in range(2, 30):
        wall_s = NOW_S + (90000 if turn % 2 else 190000) + 60 * turn
        assert wall.read(wall_s, True, turn * MINUTE) == ""
        assert wall.now_s(turn * MINUTE) == 0


def test_a_clock_that_jumps_there_and_back_is_believed_again():
    wall = trusted()
    assert wall.read(NOW_S + 90060, True, MINUTE) == "jumped"
    assert wall.read(NOW_S + 120, True, 2 * MINUTE) == ""
    assert wall.read(NOW_S + 180, True, 3 * MINUTE) == "trusted"


def test_it_is_news_once():
    wall = trusted()
    for turn in range(1, 10):
        assert wall.read(NOW_S + 60 * turn, True, turn * MINUTE) == ""
