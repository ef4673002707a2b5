"""`python -m terminal diag unlock` on simulated boards in virtual time: one door, and no other."""

from pathlib import Path

import pytest

from drivers.coil_guard import BUDGET, WINDOW_MS
from sync.journal_file import open_journal
from terminal import entries
from terminal.record import Record
from tests.diag_world import (
    ASKED_WRONGLY,
    DOORS,
    PORT,
    WELL,
    WRONG,
    DiagWorld,
    document,
    write_journal,
    write_site,
)
from tests.drivers.commissioning_world import Wiring

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
