"""Calendar days where the terminal stands: deadlines and reminders.

Pure, on the time zones of the operating system; how many days it is are the network's
rules (`network.py`).  The one idea: rules count local calendar days, everybody else
counts seconds, and this is the only file of the server where one becomes the other, so
that both nights on which the clocks change are right by construction.
"""

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sim.central.network import Network
from sim.central.network_file import DAYS_PASSED, HOURS

REMINDER_TIME = datetime.time(10, 0)  # nobody wants it at midnight


def find_zone(name: str) -> ZoneInfo:
    """The time zone of that name; ValueError with a sentence where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"The time zone {name!r} is not known on this machine. Name one such as "
            "Europe/Riga; if that is missing too, install tzdata."
        ) from None


def local_date(at_s: int, zone: ZoneInfo) -> datetime.date:
    return datetime.datetime.fromtimestamp(at_s, zone).date()


def deadline_s(from_s: int, zone: ZoneInfo, days: int) -> int:
    """The last second of that many calendar days after the day of `from_s`."""
    day = local_date(from_s, zone) + datetime.timedelta(days=days)
    return _moment_s(day, datetime.time(23, 59, 59), zone)


def reminder_s(notice_s: int, zone: ZoneInfo, network: Network) -> int:
    """When whoever has not come is reminded, by the network's way of counting.

    "calendar day": on the morning of that day after the notice; "days passed": on the
    morning after that day; "hours": so many hours of 3,600 seconds after the notice.
    """
    after, counts = network.number("reminder.after"), network.text("reminder.counts")
    if counts == HOURS:
        return notice_s + after * 3_600
    days = after + 1 if counts == DAYS_PASSED else after
    day = local_date(notice_s, zone) + datetime.timedelta(days=days)
    return _moment_s(day, REMINDER_TIME, zone)


def _moment_s(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> int:
    return int(datetime.datetime.combine(day, time, zone).timestamp())


def in_words(at_s: int, zone: ZoneInfo) -> str:
    """As Latvians write it: 26.03.2026. 23:59."""
    return datetime.datetime.fromtimestamp(at_s, zone).strftime("%d.%m.%Y. %H:%M")


def day_in_words(at_s: int, zone: ZoneInfo) -> str:
    """The day alone: 26.03.2026"""
    return datetime.datetime.fromtimestamp(at_s, zone).strftime("%d.%m.%Y")
