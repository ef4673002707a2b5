"""`python -m terminal diag report`: every part of a site in one row, and 1 where one is wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sim.line import Cable
from sim.luck import Luck
from terminal import SOFTWARE, entries
from tests.diag_world import (
    DOORS,
    WELL,
    WRONG,
    DiagWorld,
    document,
    on_pins,
    write_journal,
    write_site,
)
from tests.drivers.commissioning_world import Wiring


def rows(shell: DiagWorld) -> dict[str, tuple[str, str]]:
    return {row["what"]: (row["how"], row["text"]) for row in document(shell)["rows"]}


def report(shell: DiagWorld, site: Path, code: int = WELL) -> dict[str, tuple[str, str]]:
    assert shell.run("report", site, "--json") == code, shell.said + shell.told
    return rows(shell)


def well(tmp_path: Path, **settings: Any) -> tuple[DiagWorld, Path]:
    return DiagWorld(Wiring(doors=(1, 2, 3))), write_site(tmp_path, DOORS, **settings)


def test_a_new_site_is_well_and_what_it_has_not_got_is_absent(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.cabinet.force_open(2, 0)
    told = report(shell, site)
    assert told["software"] == ("well", SOFTWARE)
    assert told["site"] == ("well", "riga-017, 3 compartments")
    assert {told[what][0] for what in ("key", "journal", "scanner", "keypad", "card reader")} == {
        "absent"
    }
    assert told["broker"] == ("well", "localhost:1883 lets us in")
    assert told["clock"][0] == "well"
    assert told["bus bcc8a"] == ("well", "boards 1 answer")
    assert told["doors"] == ("well", "open: 2")
    assert shell.pulses() == {}
    assert shell.broker_ids == ["riga-017-diag"]
    assert {path.name for path in tmp_path.iterdir()} == {"site.toml"}


def test_the_same_for_people(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    assert shell.run("report", site) == WELL
    assert f"well    software: {SOFTWARE}" in shell.said
    assert shell.said[-1] == "Nothing is wrong."
    shell.world.boards[0].is_mute = True
    assert shell.run("report", site) == WRONG
    assert any(line.startswith("WRONG   bus bcc8a, line: no board") for line in shell.said)
    assert "are wrong." in shell.said[-1]


def test_the_key_is_looked_at_and_never_shown(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    key = tmp_path / "terminal.key"
    key.write_text("ab" * 32 + "\n")
    key.chmod(0o600)
    assert report(shell, site)["key"][0] == "well"
    assert "ab" * 32 not in str(shell.said)
    for mode in (0o644, 0o640, 0o620):
        key.chmod(mode)
        assert "chmod 600" in report(shell, site, WRONG)["key"][1]
    key.chmod(0o600)
    for spoilt in ("ab" * 31, "xy" * 32, ""):
        key.write_text(spoilt)
        assert report(shell, site, WRONG)["key"][0] == "wrong"


def test_the_journal_is_counted_and_says_what_is_occupied(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    write_journal(tmp_path, entries.Deposited(2, "RR123456785LV"))
    assert report(shell, site)["journal"] == (
        "well", "1 entries, 1 of them not acknowledged; occupied: 2",
    )  # fmt: skip
    assert "RR123456785LV" not in str(shell.said)


def test_a_journal_that_is_lost_or_spoilt_is_wrong(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    (tmp_path / "journal.db").write_bytes(b"x" * 5000)
    assert report(shell, site, WRONG)["journal"][0] == "wrong"
    os.unlink(tmp_path / "journal.db")
    (tmp_path / "journal.db.reserve").write_bytes(b"x")
    assert "there has been one" in report(shell, site, WRONG)["journal"][1]


def test_a_broker_that_is_not_there_is_wrong(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.hub.crash()
    assert report(shell, site, WRONG)["broker"][0] == "wrong"


def test_a_clock_that_nobody_keeps_is_unsure_and_no_fault(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.is_clock_kept = False
    assert report(shell, site)["clock"][0] == "unsure"


def test_every_trouble_of_a_bus_is_a_row(tmp_path: Path) -> None:
    shell = DiagWorld(Wiring(doors=(1, 2)), Wiring(doors=(5, 6)))
    site = write_site(tmp_path, {1: (1, 1), 2: (1, 2), 3: (2, 1)})
    assert shell.run("report", site, "--json") == WRONG
    told = [row for row in document(shell)["rows"] if row["how"] == "wrong"]
    assert [row["what"] for row in told] == ["bus bcc8a, board 1", "bus bcc8a, board 2", "doors"]
    assert "two boards have the address 1" in told[0]["text"]
    assert told[1]["text"].startswith("it does not answer")
    assert document(shell)["wrong"] == len(told)


def test_doors_of_which_nothing_is_known_are_wrong(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.world.boards[0].is_mute = True
    assert report(shell, site, WRONG)["doors"] == (
        "wrong", "nothing is known of 1-3; see the rows above",
    )  # fmt: skip


def test_contacts_on_pins_are_read(tmp_path: Path) -> None:
    shell, site = on_pins(tmp_path)
    told = report(shell, site)
    assert told["bus gpio"] == ("well", "its contacts can be read")
    shell.simulated_pins.fail("pins are broken")
    told = report(shell, site, WRONG)
    assert "pins are broken" in told["bus gpio, door contacts"][1]


def test_a_door_without_a_contact_is_no_fault(tmp_path: Path) -> None:
    shell, _ = on_pins(tmp_path)
    site = write_site(tmp_path, {1: (17, 5), 2: (27, 0)}, "gpio", "")
    assert report(shell, site)["doors"] == ("well", "open: -; without a sensor: 2")
    assert shell.run("status", site) == WELL
    assert shell.said == ["shut     1", "unknown  2"]


def scanner(shell: DiagWorld, name: str) -> Cable:
    cable = Cable(shell.world.monotonic_ms, Luck(1).stream(name))
    shell.more_lines[name] = cable.host
    return cable


def test_what_people_touch_is_listened_to(tmp_path: Path) -> None:
    more = '[scanner]\nport = "/dev/scanner"\n[keypad]\nkind = "serial"\nport = "/dev/keypad"\n'
    shell, site = well(tmp_path, more=more)
    scanner(shell, "/dev/scanner")
    cable = scanner(shell, "/dev/keypad")
    told = report(shell, site)
    assert told["scanner"] == told["keypad"] == ("well", "no complaint")
    cable.cut()
    shell.more_lines["/dev/scanner"].reopen()
    told = report(shell, site, WRONG)
    assert told["scanner"][0] == "well"
    assert "gone" in told["keypad"][1]


def test_a_mute_scanner_is_found(tmp_path: Path) -> None:
    shell, site = well(tmp_path, more='[scanner]\nkind = "ssi"\nport = "/dev/scanner"\n')
    scanner(shell, "/dev/scanner")
    assert "does not answer" in report(shell, site, WRONG)["scanner"][1]


@pytest.mark.parametrize(
    ("text", "how"), [("45123\n", "well"), ("80000\n", "wrong"), ("x", "absent")]
)
def test_the_temperature_is_read(text: str, how: str, tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.thermal = tmp_path
    (tmp_path / "thermal_zone0").mkdir()
    (tmp_path / "thermal_zone0/temp").write_text(text)
    assert report(shell, site, WRONG if how == "wrong" else WELL)["temperature"][0] == how


def test_a_disk_that_is_full_or_cannot_be_read_is_wrong(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    assert report(shell, site)["disk"] == ("well", "79 % used")
    shell.disk = (80, 100)
    assert "make room" in report(shell, site, WRONG)["disk"][1]

    def unreadable(folder: str) -> tuple[int, int]:
        raise OSError(5, "Input/output error")

    shell.usage = unreadable  # type: ignore[method-assign]
    assert "cannot be read" in report(shell, site, WRONG)["disk"][1]


def test_the_document_is_json_that_a_program_can_keep(tmp_path: Path) -> None:
    shell, site = well(tmp_path)
    shell.run("report", site, "--json")
    told = json.loads(shell.said[0])
    assert told["terminal"] == "riga-017"
    assert [door["door"] for door in told["doors"]] == ["shut"] * 3
