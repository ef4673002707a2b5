"""`python -m terminal diag` on simulated boards in virtual time: what it says, and never does."""

import json
import tomllib
from pathlib import Path

import pytest

from terminal.config import Site
from tests.diag_world import (
    ASKED_WRONGLY,
    BOARD,
    DOORS,
    PORT,
    RELAYS,
    WELL,
    WRONG,
    DiagWorld,
    document,
    on_pins,
    write_site,
)
from tests.drivers.commissioning_world import Wiring

# -- scan ---------------------------------------------------------------------------------


def test_scan_names_the_boards() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    assert shell.run("scan", PORT, *BOARD) == WELL
    assert shell.said == [
        "/dev/ttyUSB0, BCC8A, 9600 baud: 1 board found, 2 asked for.",
        "  board 1: 24 channels told; answered 6 of 6 questions",
    ]
    assert shell.opened == [(PORT, 9600)]
    assert shell.pulses() == {}


def test_scan_as_json_says_the_same() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)), has_echo=True)
    assert shell.run("scan", PORT, *BOARD, "--json") == WELL
    told = document(shell)
    assert (told["command"], told["echo"], told["troubles"]) == ("scan", True, [])
    (board,) = told["boards"]
    assert (board["board"], board["width"], board["high"]) == (1, 24, [1, 2])


def test_scan_ends_with_1_where_two_boards_share_an_address() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)), Wiring(doors=(3, 4)))
    assert shell.run("scan", PORT, *BOARD) == WRONG
    assert "two boards have the address 1" in shell.said[-1]
    assert shell.run("scan", PORT, *BOARD, "--json") == WRONG
    (trouble,) = document(shell)["troubles"]
    assert set(trouble) == {"where", "what", "why", "next"}


def test_a_long_scan_tells_how_far_it_has_come() -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    assert shell.run("scan", PORT, "--kind", "bcc8a") == WELL
    assert shell.told == [f"asking address {number} ..." for number in (10, 20, 30)]


def test_a_scan_at_another_speed_opens_the_port_so() -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    shell.run("scan", PORT, *BOARD, "--baud", 19200)
    assert shell.opened == [(PORT, 19200)]


@pytest.mark.parametrize("boards", ["0", "1-40", "a", "1-", "-3", "3-1", "1,,2", " "])
def test_addresses_that_no_board_has_are_refused(boards: str) -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    assert shell.run("scan", PORT, "--kind", "bcc8a", f"--boards={boards}") == ASKED_WRONGLY
    assert shell.opened == []
    assert "--boards" in shell.told[0]


@pytest.mark.parametrize(
    "words", [["scan", PORT], ["scan"], ["dance"], [], ["scan", PORT, "--kind", "x"]]
)
def test_words_that_are_no_command_end_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        DiagWorld(Wiring(doors=(1,))).run(*words)
    assert ended.value.code == ASKED_WRONGLY


def test_a_port_that_is_not_there_ends_with_1_and_a_sentence() -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    assert shell.run("scan", "/dev/ttyUSB7", *BOARD, "--json") == WRONG
    assert document(shell)["error"].startswith("/dev/ttyUSB7 cannot be opened")
    assert shell.told[0].startswith("diag scan: /dev/ttyUSB7 cannot be opened")


# -- status -------------------------------------------------------------------------------


def test_status_of_a_port_tells_the_level_of_every_channel() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.cabinet.force_open(2, 0)
    assert shell.run("status", PORT, *BOARD) == WELL
    assert shell.said[1:] == ["  board 1: high 1, 3", "  board 1: low  2, 4-24"]


def test_status_of_a_port_must_know_its_kind() -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    assert shell.run("status", PORT) == ASKED_WRONGLY
    assert "add --kind" in shell.told[0]


def test_status_of_several_ports() -> None:
    shell, other = DiagWorld(Wiring(doors=(1,))), DiagWorld(Wiring(doors=(1, 2)))
    shell.more_lines["/dev/ttyUSB1"] = other.world.cable.host
    assert shell.run("status", PORT, "/dev/ttyUSB1", *BOARD, "--json") == WRONG  # time stands there
    assert [port["port"] for port in document(shell)["ports"]] == [PORT, "/dev/ttyUSB1"]


def test_status_of_a_site_tells_every_door(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3), sensors={3: "inverted"}))
    site = write_site(tmp_path, DOORS, bus="inverted = [3]")
    shell.cabinet.force_open(2, 0)
    assert shell.run("status", site) == WELL
    assert shell.said == ["open     2", "shut     1, 3"]
    assert shell.run("status", site, "--json") == WELL
    assert [door["door"] for door in document(shell)["doors"]] == ["shut", "open", "shut"]
    assert shell.pulses() == {}


def test_status_of_a_site_with_opening_contacts(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring("cu16", 0, (1, 2), polarity="door_opening"))
    doors = {1: (0, 1), 2: (0, 2)}
    site = write_site(tmp_path, doors, "cu16", bus='feedback = "door_opening"')
    shell.cabinet.force_open(2, 0)
    assert shell.run("status", site) == WELL
    assert shell.said == ["open     2", "shut     1"]


@pytest.mark.parametrize(
    ("doors", "says"),
    [({1: (1, 1), 2: (2, 1)}, "board 2: it does not answer"),
     ({1: (1, 1), 2: (1, 30)}, "compartment 2: its channel 30 is not told by board 1"),
     ({1: (3, 1)}, "no board answers")],
)  # fmt: skip
def test_doors_that_cannot_be_read_are_told(
    doors: dict[int, tuple[int, int]], says: str, tmp_path: Path
) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    assert shell.run("status", write_site(tmp_path, doors)) == WRONG
    assert says in "\n".join(shell.said)
    assert any(line.startswith("unknown") for line in shell.said)


def test_a_site_whose_port_is_missing_is_told_and_its_doors_are_unknown(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    site = write_site(tmp_path, DOORS, port="/dev/ttyUSB7")
    assert shell.run("status", site, "--json") == WRONG
    told = document(shell)
    assert {door["door"] for door in told["doors"]} == {"unknown"}
    assert "nothing is plugged in there" in told["troubles"][0]["why"]


def test_a_site_that_is_not_right_is_refused(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1,)))
    (tmp_path / "site.toml").write_text("[[bus]]\n")
    assert shell.run("status", tmp_path / "site.toml") == ASKED_WRONGLY
    assert shell.run("status", tmp_path / "none.toml") == ASKED_WRONGLY
    assert shell.run("status", tmp_path / "site.toml", PORT, *BOARD) == ASKED_WRONGLY


# -- locks on pins ------------------------------------------------------------------------

def test_contacts_on_pins_are_read_without_touching_a_relay(tmp_path: Path) -> None:
    shell, site = on_pins(tmp_path)
    shell.cabinet.force_open(2, 0)
    assert shell.run("status", site) == WELL
    assert shell.said == ["open     2", "shut     1"]
    assert not any(shell.simulated_pins._pads[pin].is_set_up for pin in RELAYS.values())


def test_a_lock_on_pins_is_opened(tmp_path: Path) -> None:
    shell, site = on_pins(tmp_path)
    assert shell.run("unlock", 2, site, "--yes") == WELL
    assert shell.pulses() == {2: 1}


# -- watch --------------------------------------------------------------------------------


def test_watch_tells_doors_as_they_move_until_it_is_interrupted(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.world.agenda.plan(20_000, lambda at: shell.cabinet.force_open(2, at))
    shell.world.agenda.plan(25_000, lambda at: shell.cabinet.push_shut(2, at))
    shell.world.agenda.plan(30_000, shell.world.boards[0].switch_off)
    shell.interrupt_at_ms = 60_000
    assert shell.run("watch", write_site(tmp_path, DOORS)) == WELL
    told = [line[12:] for line in shell.said]
    assert told[:5] == [
        "door 1 is shut", "door 2 is shut", "door 3 is shut", "door 2 opened", "door 2 shut",
    ]  # fmt: skip
    assert told[5].startswith("lock board 1 fails: it does not answer")
    assert sorted(told[6:]) == [f"door {door} is not seen" for door in (1, 2, 3)]
    assert 19 < float(shell.said[3].split()[0]) < 20  # it began at 1 s
    assert shell.pulses() == {}


def test_watch_as_json_is_an_object_a_line(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.world.agenda.plan(20_000, lambda at: shell.cabinet.force_open(2, at))
    shell.interrupt_at_ms = 30_000
    assert shell.run("watch", write_site(tmp_path, DOORS), "--json") == WELL
    told = [json.loads(line) for line in shell.said]
    assert (told[-1]["door"], told[-1]["is"]) == (2, "opened")
    assert 18_000 < told[-1]["at_ms"] < 21_000


def test_watch_on_a_port_tells_channels() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.world.agenda.plan(20_000, lambda at: shell.cabinet.force_open(2, at))
    shell.interrupt_at_ms = 30_000
    assert shell.run("watch", PORT, *BOARD) == WELL
    assert [line[12:] for line in shell.said] == ["board 1 channel 2 low"]


def test_watch_on_a_port_without_boards_says_so() -> None:
    shell = DiagWorld(Wiring(address=9, doors=(1,)))
    assert shell.run("watch", PORT, *BOARD) == WRONG
    assert "no board answers" in shell.said[1]


def test_watch_of_contacts_on_pins(tmp_path: Path) -> None:
    shell, site = on_pins(tmp_path)
    shell.world.agenda.plan(5_000, lambda at: shell.cabinet.force_open(1, at))
    shell.interrupt_at_ms = 10_000
    assert shell.run("watch", site) == WELL
    assert [line[12:] for line in shell.said] == [
        "door 1 is shut", "door 2 is shut", "door 1 opened",
    ]  # fmt: skip


# -- commission ---------------------------------------------------------------------------


def test_commissioning_writes_a_site_that_the_other_commands_use(tmp_path: Path) -> None:
    out = tmp_path / "site.toml"
    shell = DiagWorld(Wiring(doors=(3, 1, 2), sensors={2: "inverted"}))
    assert shell.run("commission", PORT, *BOARD, "--out", out) == WELL
    assert (tmp_path / "site.report.txt").read_text() == "\n".join(shell.said) + "\n"
    told = json.loads((tmp_path / "site.report.json").read_text())
    assert [door["compartment"] for door in told["doors"]] == [3, 1, 2]
    assert shell.run("status", out) == WELL
    assert shell.said == ["shut     1-3"]
    assert shell.run("unlock", 2, out, "--yes") == WELL
    assert not list(tmp_path.glob("*.new"))


def test_commissioning_as_json(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2), sensors={2: "stuck_shut"}))
    out = tmp_path / "site.toml"
    assert shell.run("commission", PORT, *BOARD, "--out", out, "--json") == WRONG
    told = document(shell)
    assert [door["sensor"] for door in told["doors"]] == ["good", "dead"]
    assert json.loads((tmp_path / "site.report.json").read_text()) == told


def test_a_site_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    out = write_site(tmp_path, DOORS)
    before = out.read_text()
    assert shell.run("commission", PORT, *BOARD, "--out", out) == ASKED_WRONGLY
    assert shell.run("commission", PORT, *BOARD, "--out", tmp_path / "no/s.toml") == ASKED_WRONGLY
    assert (out.read_text(), shell.opened, shell.pulses()) == (before, [], {})


def test_another_line_is_added_to_a_site(tmp_path: Path) -> None:
    out = write_site(tmp_path, {1: (1, 1), 2: (1, 2)}, port="/dev/ttyUSB9")
    shell = DiagWorld(Wiring("cu16", 0, (3, 4)), door=["1", "look"])  # 1 hangs on the other line
    words = ("commission", PORT, "--kind", "cu16", "--boards", "0", "--out", out, "--add")
    assert shell.run(*words) == ASKED_WRONGLY  # two lines of one name
    assert shell.run(*words, "--bus", "right") == WELL
    site = Site(tomllib.loads(out.read_text()))
    assert [(bus.name, bus.kind) for bus in site.buses] == [("", "bcc8a"), ("right", "cu16")]
    assert [(door.compartment, door.bus) for door in site.doors] == [
        (1, ""), (2, ""), (3, "right"), (4, "right"),
    ]  # fmt: skip
    assert (tmp_path / "site.right.report.txt").exists()


def test_a_person_who_goes_away_leaves_nothing_written(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)), door=["look", "EOF"])
    assert shell.run("commission", PORT, *BOARD, "--out", tmp_path / "site.toml") == WRONG
    assert "nobody answers any more" in shell.told[-1]
    assert list(tmp_path.iterdir()) == []


def test_commissioning_that_is_interrupted_leaves_nothing_written(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    shell.interrupt_at_ms = 20_000
    assert shell.run("commission", PORT, *BOARD, "--out", tmp_path / "site.toml") == 130
    assert list(tmp_path.iterdir()) == []


def test_a_line_with_troubles_gets_a_report_and_no_site(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)), Wiring(doors=(3, 4)))
    assert shell.run("commission", PORT, *BOARD, "--out", tmp_path / "site.toml") == WRONG
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "site.report.json", "site.report.txt",
    ]  # fmt: skip
    assert "was not written: no door can be used" in shell.told[0]
    assert shell.pulses() == {}
