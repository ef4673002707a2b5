"""Calendar days where the terminal stands: deadlines and reminders.

Pure, on the time zones of the operating system.  The one idea: rules count local
calendar days, everybody else counts seconds, and this is the only file of the
server where one becomes the other, so that both nights on which the clocks
change are right by construction.
"""

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KEPT_DAYS = 7  # 002-8.6.6 and 9.1, from the notice
REMINDER_DAYS = 3  # 002-8.6.5
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


def deadline_s(notice_s: int, zone: ZoneInfo) -> int:
    """The last second of the 7th calendar day after the day of the notice."""
    day = local_date(notice_s, zone) + datetime.timedelta(days=KEPT_DAYS)
    return _moment_s(day, datetime.time(23, 59, 59), zone)


def reminder_s(notice_s: int, zone: ZoneInfo) -> int:
    """The morning of the third calendar day after the day of the notice."""
    day = local_date(notice_s, zone) + datetime.timedelta(days=REMINDER_DAYS)
    return _moment_s(day, REMINDER_TIME, zone)


def _moment_s(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> int:
    return int(datetime.datetime.combine(day, time, zone).timestamp())


def in_words(at_s: int, zone: ZoneInfo) -> str:
    """As Latvians write it: 26.03.2026. 23:59."""
    return datetime.datetime.fromtimestamp(at_s, zone).strftime("%d.%m.%Y. %H:%M")
