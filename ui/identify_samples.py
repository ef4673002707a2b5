"""One of every screen about who somebody is; part of `samples.py`.

The text is the published example of a device link, as long as those of real sessions.
"""

from terminal import identify_screens
from terminal.record import Record
from ui import identify

UNTIL_MS = 105_000
LINK = (
    "https://smart-id.com/device-link?deviceLinkType=QR&elapsedSeconds=22"
    "&sessionToken=wGIrqveE6AuGDATZKmR1mtAZ&sessionType=auth&version=1.0&lang=eng"
    "&authCode=OY1eHaD4UYedrBwtqUbSkpa0w7ttm4FllPkCD_3wlE0"
)


def identification() -> list[tuple[str, Record]]:
    """(a name for its file, the screen), in the order in which people meet them."""
    shown: list[tuple[str, Record]] = [
        ("choose way", identify_screens.ChooseWay(17, "")),
        ("choose way lapsed", identify_screens.ChooseWay(17, "lapsed")),
        ("smart-id", identify_screens.Identify(17, "smart-id", LINK, "", UNTIL_MS)),
        ("smart-id waiting", identify_screens.Identify(17, "smart-id", "", "", UNTIL_MS)),
        ("eparaksts",
         identify_screens.Identify(17, "eparaksts", "https://id.example.lv/x7Qk2", "7180",
                                   UNTIL_MS)),
    ]  # fmt: skip
    for number, why in enumerate(identify.OUTCOMES):
        way, may_retry = ("smart-id", "eparaksts")[number % 2], why != "too often"
        shown.append((f"not shown {why}", identify_screens.NotShown(17, way, why, may_retry)))
    shown.append(("not shown code", identify_screens.NotShown(17, "eparaksts", "wrong code", True)))
    shown.append(("not shown other", identify_screens.NotShown(17, "eparaksts", "document", True)))
    return shown
