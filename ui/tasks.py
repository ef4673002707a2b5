"""Why somebody should look into a compartment, in words.

The reasons are those of `rooms.tasks` and of a compartment's doubts; what people are refused for is
in `reasons.py`.
"""

from ui.words import Words, mark

# Why a compartment should be looked into; the longest beginning that fits a reason counts.
TASKS = {
    "": mark("needs a look"),
    "expired": mark("time is over"),
    "refused": mark("refused"),
    "recalled": mark("called back"),
    "redirected": mark("to be forwarded"),
    "sent": mark("to be sent"),
    "said empty": mark("said to be empty"),
    "not mine": mark("put back: not theirs"),
    "out of reach": mark("out of reach"),
    "left open": mark("was left open"),
    "opened without order": mark("was opened by force"),
    "power cut": mark("power failed"),
    "opening": mark("the lock failed"),
    "does not open": mark("does not open"),
    "does not close": mark("does not close"),
    "unknown parcel": mark("an unknown parcel inside"),
    "found again": mark("a parcel came back"),
    "scanned elsewhere": mark("scanned elsewhere"),
    "not empty": mark("was not empty"),
    "not confirmed": mark("not confirmed"),
    "no verdict": mark("inspection broken off"),
    "sensor": mark("door sensor in doubt"),
    "out of service": mark("out of service"),
    "board replaced": mark("a board was replaced"),
    "opened by hand": mark("was opened by hand"),
    "opened for a test": mark("was opened for a test"),
    "official opening": mark("was opened officially"),
}


def task_in(words: Words, why: str) -> str:
    best = max((key for key in TASKS if why.startswith(key)), key=len)
    return words.say(TASKS[best])
