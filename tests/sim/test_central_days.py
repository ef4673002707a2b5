"""Deadlines and reminders count local calendar days, on every night of the year."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.central import Refused
from sim.central.days import deadline_s, reminder_s
from sim.central.network import Network, ours
from tests.sim.hand_terminal import World

RIGA = ZoneInfo("Europe/Riga")
BALTIC = [ZoneInfo(f"Europe/{city}") for city in ("Riga", "Vilnius", "Tallinn")]


def rules(network: str) -> Network:
    return ours().versions(network)[-1]


def moment_s(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp())


# The notice; the deadline with its offset from Greenwich, written out by hand.
@pytest.mark.parametrize(
    ("notice", "deadline"),
    [
        ("2026-03-02T12:00:00+02:00", "2026-03-09T23:59:59+02:00"),
        # The clocks go forward in the night to 2026-03-29.
        ("2026-03-22T00:00:00+02:00", "2026-03-29T23:59:59+03:00"),
        ("2026-03-21T23:59:59+02:00", "2026-03-28T23:59:59+02:00"),
        ("2026-03-29T02:59:59+02:00", "2026-04-05T23:59:59+03:00"),
        ("2026-03-29T04:00:00+03:00", "2026-04-05T23:59:59+03:00"),
        # And back in the night to 2026-10-25: the hour from 03:00 is there twice.
        ("2026-10-18T12:00:00+03:00", "2026-10-25T23:59:59+02:00"),
        ("2026-10-17T12:00:00+03:00", "2026-10-24T23:59:59+03:00"),
        ("2026-10-25T03:30:00+03:00", "2026-11-01T23:59:59+02:00"),
        ("2026-10-25T03:30:00+02:00", "2026-11-01T23:59:59+02:00"),
        ("2026-12-28T23:59:59+02:00", "2027-01-04T23:59:59+02:00"),
    ],
)
def test_the_end_of_the_seventh_day_after_the_notice(notice: str, deadline: str) -> None:
    for zone in BALTIC:
        assert deadline_s(moment_s(notice), zone, 7) == moment_s(deadline)


@given(notice_s=st.integers(moment_s("2024-01-01T00:00+02:00"), moment_s("2037-01-01T00:00+02:00")))
def test_nobody_has_less_than_seven_days_or_more_than_eight(notice_s: int) -> None:
    kept_s = deadline_s(notice_s, RIGA, 7) - notice_s
    assert 7 * 86_400 - 3_600 - 1 <= kept_s <= 8 * 86_400 + 3_600
    end = datetime.datetime.fromtimestamp(deadline_s(notice_s, RIGA, 7), RIGA)
    assert end.strftime("%H:%M:%S") == "23:59:59"
    again = datetime.datetime.fromtimestamp(
        reminder_s(notice_s, RIGA, rules("latvijas-pasts")), RIGA
    )
    began = datetime.datetime.fromtimestamp(notice_s, RIGA)
    assert (again.date() - began.date()).days == 3 and again.hour == 10


# Written out by hand, over both nights on which the clocks change and over none.
@pytest.mark.parametrize(
    ("network", "notice", "reminder"),
    [
        # 002-8.6.5: the third calendar day after the day of the notice.
        ("latvijas-pasts", "2026-03-02T00:00:00+02:00", "2026-03-05T10:00:00+02:00"),
        ("latvijas-pasts", "2026-03-02T23:59:59+02:00", "2026-03-05T10:00:00+02:00"),
        ("latvijas-pasts", "2026-03-26T18:00:00+02:00", "2026-03-29T10:00:00+03:00"),
        ("latvijas-pasts", "2026-10-22T18:00:00+03:00", "2026-10-25T10:00:00+02:00"),
        ("itella-smartpost", "2026-10-22T18:00:00+03:00", "2026-10-25T10:00:00+02:00"),
        # 002-13.3.5: 48 hours are 48 hours, whatever the clock on the wall says.
        ("unisend-lt", "2026-03-02T18:00:00+02:00", "2026-03-04T18:00:00+02:00"),
        ("unisend-lt", "2026-03-27T18:00:00+02:00", "2026-03-29T19:00:00+03:00"),
        ("unisend-ee", "2026-10-24T18:00:00+03:00", "2026-10-26T17:00:00+02:00"),
        # 004-4.2: five days have passed when the fifth is over.
        ("ekstra-pasts", "2026-03-02T00:00:00+02:00", "2026-03-08T10:00:00+02:00"),
        ("ekstra-pasts", "2026-03-23T23:59:59+02:00", "2026-03-29T10:00:00+03:00"),
        ("ekstra-pasts", "2026-10-20T12:00:00+03:00", "2026-10-26T10:00:00+02:00"),
    ],
)
def test_the_reminder_of_each_network(network: str, notice: str, reminder: str) -> None:
    for zone in BALTIC:
        assert reminder_s(moment_s(notice), zone, rules(network)) == moment_s(reminder)


def test_the_terminal_is_given_the_deadline_and_the_recipient_is_told_it() -> None:
    world = World()
    world.wall_s = moment_s("2026-10-20T12:00:00+03:00")
    shipment = world.inside()
    until_s = moment_s("2026-10-27T23:59:59+02:00")
    assert world.terminal.orders[2] == {
        "number": 2, "kind": "set_deadline", "shipment": shipment, "deadline_s": until_s,
    }  # fmt: skip
    assert world.central.view.shipments(shipment)[0].deadline_s == until_s
    assert "līdz 27.10.2026. 23:59" in world.central.view.messages()[0].text


def test_the_deadline_counts_from_the_notice_and_not_from_a_deposit_long_ago() -> None:
    world = World()
    shipment = world.expected()
    world.terminal.load(shipment)
    world.wall_s += 4 * 86_400  # the terminal was off the network
    world.talk()
    assert world.central.view.shipments(shipment)[0].deadline_s == deadline_s(
        world.wall_s, RIGA, 7
    )


def test_a_zone_that_is_not_known_is_refused() -> None:
    with pytest.raises(Refused, match="tzdata"):
        World().central.add_terminal("T2", bytes(32), zone="Europe/Rīga")
