"""`python -m terminal diag` on simulated boards in virtual time: what it says, and never does."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from drivers.coil_guard import BUDGET, WINDOW_MS
from sync.journal_file import open_journal
from terminal import entries
from terminal.config import Site
from terminal.record import Record
from tests.diag_world import PORT, DiagWorld, write_site
from tests.drivers.commissioning_world import Wiring

BOARD = ("--kind", "bcc8a", "--boards", "1-2")
DOORS = {1: (1, 1), 2: (1, 2), 3: (1, 3)}
WELL, WRONG, ASKED_WRONGLY = 0, 1, 2


def document(shell: DiagWorld) -> Any:
    (text,) = shell.said
    return json.loads(text)


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


# -- unlock -------------------------------------------------------------------------------


def test_unlock_opens_one_door_of_a_site_and_says_so(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)), agree="yes")
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS)) == WELL
    assert shell.said == [
        "Door 2: the board gave the pulse.",
        "Door 2 was seen to open. Shut it when you have looked.",
    ]
    assert shell.pulses() == {2: 1}
    assert "compartment 2 (bcc8a board 1, channel 2) will be pulsed" in shell.told[0]


def test_unlock_as_json(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes", "--json") == WELL
    assert document(shell) == {
        "command": "unlock", "compartment": 2, "outcome": "done", "before": "shut",
        "after": "open", "opened": [2], "troubles": [],
    }  # fmt: skip


@pytest.mark.parametrize("answer", ["", "no", "maybe", "EOF"])
def test_without_a_yes_nothing_is_opened(answer: str, tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)), agree=answer)
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS)) == WRONG
    assert shell.run("unlock", "1:2", PORT, "--kind", "bcc8a") == WRONG
    assert shell.pulses() == {}
    assert shell.said[0] == "No order to open was sent:"


@pytest.mark.parametrize(
    "what", ["all", "ALL", "*", "0", "1-3", "1,2", "-1", "1:2", "", "9", "1.0"]
)
def test_what_is_not_one_door_is_refused(what: str, tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    site = write_site(tmp_path, DOORS)
    assert shell.run("unlock", "--yes", "--", what, site) == ASKED_WRONGLY
    assert shell.pulses() == {}
    assert shell.opened == []


@pytest.mark.parametrize(
    "what", ["all", "1", "1:0", "0:1", "1:51", "32:1", "1:1-3", "1:", ":1", "a:b"]
)
def test_what_is_not_one_channel_is_refused(what: str) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    assert shell.run("unlock", what, PORT, "--kind", "bcc8a", "--yes") == ASKED_WRONGLY
    assert shell.pulses() == {}
    assert shell.opened == []


def test_a_jammed_door_is_told(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.cabinet.jam(2)
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes") == WRONG
    assert "was not seen to open within 5 s" in shell.said[1]
    assert shell.pulses() == {2: 1}


def test_a_door_that_opens_in_the_place_of_another_is_told(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3), crossed={2: 3, 3: 2}))
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes") == WRONG
    assert "The sensor of door 3 moved in its place" in shell.said[1]


def test_a_sensor_that_feels_the_latch_only_tells_nothing(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring("cu16", 0, (1, 2), sensors={2: "latch_only"}))
    shell.cabinet.jam(2)
    site = write_site(tmp_path, {1: (0, 1), 2: (0, 2)}, "cu16", bus="latch_only = [2]")
    assert shell.run("unlock", 2, site, "--yes") == WRONG
    assert "its sensor feels the latch only" in shell.said[1]


def test_a_door_that_stood_open_is_told(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.cabinet.force_open(2, 0)
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes") == WRONG
    assert shell.said[1] == "Door 2 was open already, as far as its sensor tells."


def test_a_board_that_is_gone_gets_no_order(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.world.boards[0].is_mute = True
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes", "--json") == WRONG
    told = document(shell)
    assert told["outcome"] == "not sent"
    assert told["troubles"]
    assert shell.pulses() == {}


def test_a_board_that_falls_mute_at_the_order_leaves_it_unknown(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.cabinet.on_pulse(lambda door, pulse: setattr(shell.world.boards[0], "is_mute", True))
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes", "--json") == WRONG
    assert document(shell)["outcome"] == "unknown"
    assert shell.pulses() == {2: 1}


@pytest.mark.parametrize("kind", ["bcc8a", "cu16", "waveshare"])
def test_where_two_boards_share_an_address_nothing_is_opened(kind: str, tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(kind, 1, (1, 2)), Wiring(kind, 1, (3, 4)))
    site = write_site(tmp_path, {1: (1, 1), 2: (1, 2)}, kind)
    assert shell.run("unlock", 2, site, "--yes") == WRONG
    assert shell.run("unlock", "1:2", PORT, "--kind", kind, "--yes") == WRONG
    assert "two boards have the address 1" in shell.said[1]
    assert shell.pulses() == {}


def test_a_relay_board_that_follows_its_inputs_gets_no_order(tmp_path: Path) -> None:
    wiring = Wiring("waveshare", 1, (), chosen={"control": "linkage"})
    shell = DiagWorld(wiring)
    site = write_site(tmp_path, {1: (1, 1)}, "waveshare")
    assert shell.run("unlock", 1, site, "--yes") == WRONG
    assert "set the control mode" in shell.said[1]


@pytest.mark.parametrize(("kind", "board"), [("bcc8a", 1), ("cu16", 0), ("waveshare", 247)])
def test_unlock_pulses_one_channel_of_a_port(kind: str, board: int) -> None:
    shell = DiagWorld(Wiring(kind, board, (1, 2, 3)), agree="yes")
    assert shell.run("unlock", f"{board}:3", PORT, "--kind", kind) == WELL
    assert shell.pulses() == {3: 1}
    assert shell.said == [
        f"Board {board}, channel 3: the board gave the pulse.",
        "Its sensor moved: its door has opened, or its latch was felt.",
    ]
    assert "Whatever lock hangs on" in shell.told[0]


def test_unlock_on_a_port_tells_which_sensor_moved() -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3), crossed={2: 3, 3: 2}))
    assert shell.run("unlock", "1:2", PORT, "--kind", "bcc8a", "--yes", "--json") == WRONG
    assert document(shell)["moved"] == [[1, 3]]
    assert shell.run("unlock", "1:5", PORT, "--kind", "bcc8a", "--yes") == WRONG
    assert "No sensor moved" in shell.said[1]


def test_a_script_cannot_overheat_a_coil(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    site = write_site(tmp_path, DOORS)
    for _ in range(8):
        shell.run("unlock", 2, site, "--yes")
        shell.run("unlock", "1:2", PORT, "--kind", "bcc8a", "--yes")
    times = [pulse.at_ms for pulse in shell.cabinet.pulses(2)]
    assert len(times) == 16
    assert all(len([t for t in times if at <= t < at + WINDOW_MS]) <= BUDGET for at in times)
    assert shell.cabinet.burnt_coils() == []
    assert "The coil cools" in shell.told[-1]


def test_who_does_not_want_to_wait_for_the_coil_need_not(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.interrupt_at_ms = 12_000
    assert shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes") == WELL
    assert shell.world.now_ms == 12_000


# -- unlock, and what the journal knows ---------------------------------------------------


def write_journal(folder: Path, *noted: Record) -> None:
    journal, _ = open_journal(str(folder / "journal.db"), reserve_bytes=4096)
    journal.commit([(entry, 0, 0) for entry in noted])
    journal.close()


@pytest.mark.parametrize(
    ("entry", "says"),
    [(entries.Deposited(2, "RR123456785LV"), "it is occupied"),
     (entries.Reserved(2, "RR123456785LV", ""), "it is occupied"),
     (entries.Doubted(2, "unknown"), "it may be occupied")],
)  # fmt: skip
def test_an_occupied_compartment_is_not_opened(
    entry: Record, says: str, tmp_path: Path
) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    site = write_site(tmp_path, DOORS)
    write_journal(tmp_path, entry)
    assert shell.run("unlock", 2, site, "--yes") == WRONG
    assert f"compartment 2: {says}" in shell.said[1]
    assert "RR123456785LV" not in str(shell.said)
    assert shell.pulses() == {}
    assert shell.run("unlock", 3, site, "--yes") == WELL


def test_a_journal_that_cannot_be_read_keeps_doors_shut(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    site = write_site(tmp_path, DOORS)
    (tmp_path / "journal.db").write_bytes(b"no journal, and long enough to be looked at" * 99)
    assert shell.run("unlock", 2, site, "--yes") == WRONG
    assert "journal" in shell.told[0]
    assert shell.pulses() == {}


def test_while_the_terminal_runs_nothing_is_opened(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    site = write_site(tmp_path, DOORS)
    journal, _ = open_journal(str(tmp_path / "journal.db"), reserve_bytes=4096)
    assert shell.run("unlock", 2, site, "--yes") == WRONG
    journal.close()
    assert shell.pulses() == {}


def test_a_site_without_a_journal_gets_none(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2, 3)))
    shell.run("unlock", 2, write_site(tmp_path, DOORS), "--yes")
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


# -- locks on pins ------------------------------------------------------------------------

RELAYS, CONTACTS = {1: 17, 2: 27}, {1: 5, 2: 6}


def on_pins(tmp_path: Path) -> tuple[DiagWorld, Path]:
    shell = DiagWorld(Wiring(doors=(1, 2)))
    for door in (1, 2):
        shell.simulated_pins.wire_relay(RELAYS[door], shell.cabinet, door, True)
        shell.simulated_pins.wire_contact(CONTACTS[door], shell.cabinet, door, True)
    doors = {door: (RELAYS[door], CONTACTS[door]) for door in (1, 2)}
    return shell, write_site(tmp_path, doors, "gpio", "")


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
