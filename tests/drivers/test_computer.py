"""A computer that is too hot or short of power says so once, and once when it is well again."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from drivers.computer import COOL_C, HOT_C, Computer, Reading, read_computer
from terminal import events
from terminal.record import Record

MINUTE_MS = 60_000


def told(*readings: Reading) -> list[Record]:
    """What is said of these, one a minute."""
    left = list(readings)
    part = Computer(lambda: left.pop(0))
    facts = []
    for minute in range(len(readings)):
        facts += part.poll(minute * MINUTE_MS)
        assert part.poll(minute * MINUTE_MS + 1) == []
        assert part.wake_at_ms() == (minute + 1) * MINUTE_MS
    return facts


def kinds(facts: list[Record]) -> list[tuple[str, str]]:
    return [(type(fact).__name__, str(getattr(fact, "part", ""))) for fact in facts]


def test_it_is_hot_at_eighty_and_cool_again_only_at_seventy_five() -> None:
    facts = told(*[Reading(c, False) for c in (40, HOT_C - 1, HOT_C, 91, COOL_C, COOL_C - 1, 40)])
    assert kinds(facts) == [("PartFailed", "temperature"), ("PartMended", "temperature")]
    assert "80 °C" in facts[0].why  # type: ignore[attr-defined]


def test_a_supply_that_sags_is_told() -> None:
    facts = told(Reading(40, False), Reading(40, True), Reading(40, True), Reading(40, False))
    assert kinds(facts) == [("PartFailed", "power supply"), ("PartMended", "power supply")]


def test_a_terminal_that_forgot_is_told_again() -> None:
    part = Computer(lambda: Reading(99, False))
    assert len(part.poll(0)) == 1
    part.restart()
    assert len(part.poll(5)) == 1


@given(st.lists(st.builds(Reading, st.none() | st.integers(-40, 120), st.booleans()), max_size=30))
def test_failures_and_mendings_alternate(readings: list[Reading]) -> None:
    for name in ("temperature", "power supply"):
        mine = [kind for kind, part in kinds(told(*readings)) if part == name]
        assert mine == ["PartFailed", "PartMended"] * (len(mine) // 2) + mine[len(mine) // 2 * 2 :]
    for fact in told(*readings):
        assert isinstance(fact, events.PartFailed | events.PartMended)


def test_the_kernel_s_files_are_read(tmp_path: Path) -> None:
    assert read_computer(tmp_path) == Reading(None, False)
    for number, text in enumerate(("48312\n", "61000\n", "no number\n")):
        zone = tmp_path / "class/thermal" / f"thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "temp").write_text(text)
    alarm = tmp_path / "class/hwmon/hwmon1"
    alarm.mkdir(parents=True)
    (alarm / "in0_lcrit_alarm").write_text("1\n")
    assert read_computer(tmp_path) == Reading(61, True)
