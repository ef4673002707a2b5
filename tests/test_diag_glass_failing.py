"""Commissioning on the glass when something goes wrong: it is said there, with what to do next."""

from pathlib import Path

from drivers.line import PortFound
from tests.diag_world import ASKED_WRONGLY, DOORS, PORT, WELL, WRONG, DiagWorld, write_site
from tests.drivers.commissioning_world import Wiring
from tests.glass_robot import Act, Robot, everything_read, on_glass, written


def test_without_a_port_one_is_plugged_in_and_looked_for_again(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        there = robot.shell.ports_found
        robot.shell.ports_found = []
        plug: Act = lambda: setattr(robot.shell, "ports_found", there)  # noqa: E731
        robot.answers["No serial port was found"] = [["answer again"], [plug, "answer again"]]

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1,)), before=plan)
    assert code == WELL
    assert "Plug in the adapter" in everything_read(robot)


def test_many_ports_are_shown_some_at_a_time(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.shell.ports_found = [
            *(PortFound(f"/dev/ttyS{number}", f"ttyS{number}") for number in range(5)),
            *robot.shell.ports_found,
        ]
        robot.answers["Where do the lock boards hang?"] = [
            ["answer more"], ["answer more"], ["answer again"], ["answer more"],
        ]  # fmt: skip

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1,)), before=plan)
    assert code == WELL
    assert "ttyS4" in everything_read(robot)


def test_a_port_that_cannot_be_opened_is_said_and_another_chosen(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.shell.ports_found.append(PortFound("/dev/ttyUSB7", "ttyUSB7"))
        robot.answers["Where do the lock boards hang?"] = [["answer /dev/ttyUSB7"]]
        robot.answers["That did not work"] = [["answer again"]]

    _, robot, code = on_glass(tmp_path, Wiring(doors=(1,)), before=plan)
    assert code == WELL
    assert "/dev/ttyUSB7 cannot be opened: nothing is plugged in there." in everything_read(robot)


def test_a_line_that_is_pulled_out_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        world = robot.shell.world
        world.cabinet.on_change(lambda door, is_open, now_ms: world.cable.cut())
        robot.answers["That did not work"] = [["answer end"]]

    shell, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=plan)
    assert code == WRONG
    assert "is gone" in everything_read(robot)
    assert "Nothing was written. Mend this, then try again." in everything_read(robot)
    assert written(tmp_path) == {}
    assert "is gone" in shell.told[-1]


def test_a_site_that_is_there_is_said_and_nothing_is_asked(tmp_path: Path) -> None:
    out = write_site(tmp_path, DOORS)
    before = out.read_text()

    def plan(robot: Robot) -> None:
        robot.answers["That did not work"] = [["answer end"]]

    shell, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=plan)
    assert code == ASKED_WRONGLY
    assert "is there already: give another name" in everything_read(robot)
    assert (out.read_text(), shell.opened, shell.pulses()) == (before, [], {})


def test_a_line_with_troubles_is_mended_and_tried_again(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        def disconnect() -> None:
            world = robot.shell.world
            world.boards[1].switch_off(world.now_ms)

        robot.answers["1 thing to mend"] = [[disconnect, "answer again"]]

    shell, robot, code = on_glass(
        tmp_path, Wiring(doors=(1, 2)), Wiring(doors=(3, 4)), before=plan
    )
    assert "two boards have the address 1" in everything_read(robot)
    assert code == WELL, shell.said
    assert shell.pulses() == {1: 1, 2: 1}


def test_ended_on_the_glass_the_program_ends(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        robot.answers["Which make are the lock boards?"] = [["answer end"]]

    shell, _, code = on_glass(tmp_path, Wiring(doors=(1,)), before=plan)
    assert code == WRONG
    assert shell.told[-1] == "diag commission: it was ended on the glass."
    assert written(tmp_path) == {}


def test_a_glass_that_goes_dark_ends_it_with_a_sentence(tmp_path: Path) -> None:
    def plan(robot: Robot) -> None:
        pull: Act = lambda: setattr(robot.glass, "is_unplugged", True)  # noqa: E731
        robot.answers["Size"] = [[pull]]

    shell, _, code = on_glass(tmp_path, Wiring(doors=(1, 2)), before=plan)
    assert code == WRONG
    assert "the screen is gone" in shell.told[-1]
    assert written(tmp_path) == {}


def test_what_cannot_be_written_can_be_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "site.toml.new").mkdir()
    _, robot, code = on_glass(tmp_path, Wiring(doors=(1, 2)))
    text = everything_read(robot)
    assert code == WELL
    assert "site.toml cannot be written" in text
    for line in ("[[bus]]", 'kind = "bcc8a"', '[2, "S", 1, 2],'):
        assert line in text
    assert not (tmp_path / "site.toml").exists()


def test_a_shell_is_told_what_it_must_give(tmp_path: Path) -> None:
    for words in ([], [PORT], ["--kind", "bcc8a"]):
        shell = DiagWorld(Wiring(doors=(1,)))
        assert shell.run("commission", *words, "--out", tmp_path / "a.toml") == ASKED_WRONGLY
        assert "--screen" in shell.told[0]
