"""People who ask for help take every row of its table, and whoever comes next need not wait."""

from pathlib import Path

from sim.fleet import Fleet
from sim.people.asker import HELP, Asker
from sim.sites import quiet_site
from sim.world import DAY_MS, MINUTE_MS
from terminal.visits.help import Help

PEOPLE = 400


def at_one_terminal(folder: Path, seed: int) -> Fleet:
    """Nobody comes by chance; ratings are asked for."""
    fleet = Fleet(
        seed, 1, folder, visit_gap_ms=400 * DAY_MS, fault_gap_ms=0, draw_site=quiet_site
    )
    fleet.world.run_for(MINUTE_MS)
    fleet.central.set_policy(fleet.kiosks[0].name, 9, {"rating": 1})
    fleet.world.run_for(MINUTE_MS)
    return fleet


def send_asker(fleet: Fleet) -> str:
    """Somebody comes and goes; returns what was on the glass when they turned away."""
    street, shown = fleet.streets[0], []

    def gone() -> None:
        shown.append(fleet.kiosks[0].screen)
        street._gone()

    asker = Asker(fleet.kiosks[0], street.luck)
    asker.when_gone(gone)
    street.come("asker", asker)
    fleet._until_gone(street)
    return shown[0]


def test_people_at_the_help_take_every_row_of_its_table(tmp_path: Path) -> None:
    fleet = at_one_terminal(tmp_path, 1)
    left_behind = 0
    for _person in range(PEOPLE):
        left_behind += send_asker(fleet) in HELP
    rows = fleet.rows()
    missed = [(state, kind.__name__) for state, kind in Help.RULES
              if not rows.get(("Help", state, kind.__name__))]  # fmt: skip
    assert missed == []
    # Who walks away leaves it on the glass; the next one copes, and in the end it is gone.
    assert left_behind > PEOPLE // 20
    fleet.world.run_for(5 * MINUTE_MS)
    assert fleet.kiosks[0].screen == "Welcome"
    noted = [kind for _seq, kind, _public in fleet.kiosks[0].journal()]
    assert noted.count("feedback_given") > PEOPLE // 10
    assert noted.count("rated") > PEOPLE // 20
    assert "unexpected" not in noted


def leave_help_on_the_glass(fleet: Fleet) -> None:
    fleet.kiosks[0].press("help")
    fleet.world.run_for(2_000)
    assert fleet.kiosks[0].screen == "Topics"


def ensure_gone_at_once(fleet: Fleet) -> None:
    """Long before its own time is over."""
    assert Help.LIMIT_MS["topics"] > 30_000
    fleet.world.run_for(20_000)
    assert fleet.kiosks[0].screen not in HELP


def test_a_courier_and_a_recipient_come_while_the_help_is_on_the_glass(tmp_path: Path) -> None:
    fleet = at_one_terminal(tmp_path, 5)
    street = fleet.streets[0]
    street._register(1)
    leave_help_on_the_glass(fleet)
    street.send_courier()
    ensure_gone_at_once(fleet)
    fleet._until_gone(street)
    street.recipients.read_messages()
    (recipient,) = [one for one in street.waiting if one.code]
    leave_help_on_the_glass(fleet)
    street.send_recipient(recipient, "done")
    ensure_gone_at_once(fleet)
    fleet._until_gone(street)
    assert recipient.has_it
