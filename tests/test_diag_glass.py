"""Commissioning with nothing but the glass: the same files as from a shell, and no dark end."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from drivers.commissioning import findings
from tests.diag_world import ASKED_WRONGLY, BOARD, PORT, WELL, WRONG, DiagWorld
from tests.drivers.commissioning_world import Wiring
from tests.glass_robot import (
    ON_GLASS,
    STEP_MS,
    Act,
    Robot,
    everything_read,
    on_glass,
    written,
)
from tests.source import ROOT
from ui.commissioning import Pictures
from ui.commissioning_screens import Question
from ui.commissioning_words import ANSWERS, BEFORE_TYPING, BY_LETTERS, SENSORS, TITLES
from ui.theme import Panel

FILES = ("site.toml", "site.report.txt", "site.report.json")

# -- the whole run ------------------------------------------------------------------------

CABINETS = {
    "right": [Wiring(doors=(3, 1, None, 2))],
    "opening contacts": [Wiring(doors=(1, 2), polarity="door_opening")],
    "dead sensor": [Wiring(doors=(1, 2, 3), sensors={2: "stuck_shut"})],
    "latch and inverted": [Wiring(doors=(1, 2, 3, 4), sensors={2: "latch_only", 3: "inverted"})],
    "swapped channels": [Wiring(doors=(1, 2, 3), crossed={1: 2, 2: 1})],
    "two boards": [Wiring(doors=(1, 2)), Wiring(address=2, doors=(5, 6))],
    "one address": [Wiring(doors=(1, 2)), Wiring(doors=(3, 4))],
}


@pytest.mark.parametrize("name", CABINETS)
def test_what_is_written_is_what_a_shell_writes(name: str, tmp_path: Path) -> None:
    (tmp_path / "glass").mkdir()
    (tmp_path / "shell").mkdir()
    shell = DiagWorld(*CABINETS[name])
    out = tmp_path / "shell" / "site.toml"
    code = shell.run("commission", PORT, *BOARD, "--out", out)
    _, robot, code_on_glass = on_glass(tmp_path / "glass", *CABINETS[name])
    assert written(tmp_path / "glass") == written(tmp_path / "shell")
    assert code_on_glass == code
    assert robot.screens[-1] == "Outcome"


def test_two_boards_that_answer_as_one_are_found_by_two_numbers(tmp_path: Path) -> None:
    def hush(robot: Robot) -> None:
        robot.shell.world.boards[1].is_mute = True

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)), Wiring(doors=(5, 6)), before=hush)
    assert code == WRONG
    assert "one pulse opened the doors 1 and 5" in everything_read(robot)
    assert sorted(written(tmp_path)) == ["site.report.json", "site.report.txt"]


@pytest.mark.parametrize(("kind", "first"), [("cu16", 0), ("waveshare", 1)])
def test_every_make_is_chosen_by_its_name(kind: str, first: int, tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(kind, first, (1, 2)))
    robot = Robot(shell, kind)
    out = tmp_path / "site.toml"
    assert shell.run("commission", "--screen", "--boards", f"{first}", "--out", out) == WELL
    assert f'kind = "{kind}"' in out.read_text()
    (choice,) = [lines for lines in robot.read if "Which make are the lock boards?" in lines]
    assert {"BCC8A", "KERONG CU16", "Waveshare Modbus RTU Relay"} <= set(choice)


def test_port_and_kind_that_are_given_are_not_asked(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    robot = Robot(shell)
    assert shell.run(*ON_GLASS, PORT, "--kind", "bcc8a", "--out", tmp_path / "site.toml") == WELL
    assert "Which make" not in everything_read(robot)
    assert "Where do the lock boards hang" not in everything_read(robot)


def test_no_hint_for_a_keyboard_stands_on_the_glass(tmp_path: Path) -> None:
    def fumble(robot: Robot) -> None:
        robot.answers["Which door?"] = [["answer again"], ["1", "1", "1", "1", "ok"]]
        robot.answers["Columns of doors"] = [["9", "ok"]]

    _, robot, _ = on_glass(
        tmp_path, Wiring(doors=(1, 2, 3), sensors={2: "stuck_open", 3: "latch_only"}), before=fumble
    )
    text = everything_read(robot)
    assert "That was not understood." in text
    for hint in ("Enter", "(yes", "again:", "rest:", "[M]", "XS, S", "type yes", "commas"):
        assert hint not in text, hint


def test_what_was_told_stands_above_the_next_question(tmp_path: Path) -> None:
    _, robot, _ = on_glass(tmp_path, Wiring(doors=(1, 2)))
    told = "Door 1 hangs on board 1, channel 1; its sensor is right."
    joined = [" ".join(lines) for lines in robot.read]
    (question, *_) = [text for text in joined if "Which door?" in text and told in text]
    assert question.index(told) < question.index("Which door?")


def test_a_long_roll_call_tells_how_far_it_has_come(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    robot = Robot(shell)
    assert shell.run("commission", "--screen", "--out", tmp_path / "site.toml") == WELL
    told = [line for lines in robot.read for line in lines if line.startswith("Address ")]
    assert len(set(told)) > 5
    assert told[-1].endswith("of 31")


def test_the_result_is_read_page_by_page(tmp_path: Path) -> None:
    _, robot, _ = on_glass(
        tmp_path, Wiring(doors=(1, 2, 3), crossed={1: 2, 2: 1}, sensors={3: "stuck_shut"})
    )
    pages = [" ".join(lines) for lines, screen in zip(robot.read, robot.screens, strict=True)
             if screen == "Outcome"]  # fmt: skip
    text = "\n".join(pages)
    assert len(pages) > 1
    assert "3 doors were found." in text
    for trouble in json.loads((tmp_path / "site.report.json").read_text())["troubles"]:
        for part in trouble.values():
            assert part in text
    assert all(f"{name} was written." in text for name in FILES)
    assert "sensor dead" in text


# -- fingers ------------------------------------------------------------------------------


def test_several_signs_are_erased_and_typed_again(tmp_path: Path) -> None:
    def fumble(robot: Robot) -> None:
        robot.answers["Which door?"] = [["7", "type  ", "8", "erase", "erase", "erase", "1", "ok"]]

    shell, _, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=fumble)
    assert code == WELL
    assert shell.pulses() == {1: 1, 2: 1}


def test_ok_without_a_number_is_no_answer(tmp_path: Path) -> None:
    def fumble(robot: Robot) -> None:
        robot.answers["Which door?"] = [["ok", "ok"]]

    _, _, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=fumble)
    assert code == WELL


def test_a_finger_that_taps_twice_answers_once(tmp_path: Path) -> None:
    # A key for a size stands where the finger comes down once more.
    large = Pictures(Panel()).picture(Question("size"), "en", "calm").keys_shown()[-2]
    assert large.name == "answer L"

    def tap_twice(robot: Robot) -> None:
        def tap_again() -> None:
            at_ms = robot.shell.world.now_ms + STEP_MS + 200
            robot.shell.world.agenda.plan(at_ms, lambda at: robot.glass.touch(*large.box.centre))

        robot.answers["Which door?"] = [["1", tap_again, "ok"]]

    _, _, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=tap_twice)
    assert code == WELL
    told = json.loads((tmp_path / "site.report.json").read_text())
    assert [door["size"] for door in told["doors"]] == ["S", "S"]


def test_stop_is_asked_once_more_and_keeps_what_is_known(tmp_path: Path) -> None:
    stop: list[Act] = ["stop", "answer go on", "stop", "answer stop"]

    def plan(robot: Robot) -> None:
        robot.answers["Shut the door"] = []
        robot.answers["Size"] = [["answer L"], stop]

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2, 3)), before=plan)
    assert code == WRONG
    assert "What was found so far is kept" in everything_read(robot)
    assert "It was stopped before its end" in everything_read(robot)
    assert '[1, "L", 1, 1]' in (tmp_path / "site.toml").read_text()


def test_stopped_before_the_first_lock_it_can_begin_again(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.answers["The terminal's id, for life?"] = [["stop", "answer stop"]]
        robot.answers["Stopped"] = [["answer again"]]

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=plan)
    assert code == WELL
    assert "nothing was written" in everything_read(robot)


def test_language_and_large_letters_are_those_of_whoever_stands_there(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.answers["Size"] = [["language lv", "style", "answer S"]]
        robot.answers["Aizveriet durvis"] = [["language en"]]

    shell, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=plan)
    assert code == WELL
    assert "Ir aizvērts" in everything_read(robot)
    assert shell.glass.picture is None  # it is dark again


def test_a_panel_of_another_size_is_drawn_as_large_as_it_is(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.answers["Which door?"] = [[lambda: frames.append(robot.glass.picture), "1", "ok"]]

    frames: list[Any] = []
    shell = DiagWorld(Wiring(doors=(1,)))
    robot = Robot(shell)
    plan(robot)
    words = (*ON_GLASS, "--panel", "1280x800x260", "--out", tmp_path / "site.toml")
    assert shell.run(*words) == WELL
    assert max(key.box.right_mm for key in frames[0].keys_shown()) > 240


@pytest.mark.parametrize("panel", ["", "wide", "1280x800", "1280x800x0", "800x480x154"])
def test_a_panel_that_cannot_be_is_refused(panel: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        DiagWorld().run(*ON_GLASS, f"--panel={panel}", "--out", tmp_path / "site.toml")
    assert ended.value.code == ASKED_WRONGLY


def test_a_key_lights_up_and_goes_out_where_somebody_watches(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.glass.is_live = True
        robot.glass.poll_every_ms = 20
        draw = robot.glass.draw

        def keep(picture: Any, now_ms: int, pressed: str = "") -> bool:
            lit.append(pressed)
            return draw(picture, now_ms, pressed)

        robot.shell.glass.draw = keep  # type: ignore[method-assign]

    lit: list[str] = []
    _, _, code = on_glass(tmp_path, Wiring(doors=(1,)), before=plan)
    assert code == WELL
    assert {"1", "ok", "answer S", ""} <= set(lit)


# -- words --------------------------------------------------------------------------------


def names_asked() -> set[str]:
    """The names of all questions of the guided run."""
    found = set()
    for name in ("guide", "commission"):
        tree = ast.parse((ROOT / f"drivers/commissioning/{name}.py").read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        found |= {ast.literal_eval(call.args[0]) for call in calls
                  if isinstance(call.func, ast.Name) and call.func.id == "Ask"}  # fmt: skip
    return found


def test_every_question_of_the_run_has_a_heading_and_keys() -> None:
    asked = names_asked()
    assert len(asked) > 10
    assert asked <= set(TITLES)
    assert asked <= {*ANSWERS, *BEFORE_TYPING, *BY_LETTERS}


def test_every_sensor_has_its_words() -> None:
    assert set(SENSORS) == {
        findings.GOOD, findings.INVERTED, findings.LATCH_ONLY, findings.DEAD, findings.SWAPPED,
        findings.UNCLEAR, findings.SHARED,
    }  # fmt: skip
