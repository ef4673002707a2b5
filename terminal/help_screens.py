"""The screens of the help: a list of topics, one topic, feedback, a rating, thanks.

Part of `screens.py`.  The core knows a topic only by its name and its place in the list; what
it says, in which language and with which phone number, is in `ui/`.  `picked` is the row that a
digit of the keypad has marked, from 1, or 0: it may as well be the first digit of a code, so no
trace shows it.  On each of them "cancel" leads to the first screen.
"""

from terminal.record import Record


class Topics(Record):
    """What would you like to know?  Keys: "topic X" for each of `topics`, "cancel".

    By keypad: "1" to "9" marks a row, "ok" opens it, "erase" takes the mark away.
    """

    fields = ("topics", "picked")
    private = ("picked",)
    topics: "tuple[str, ...]"
    picked: int


class Topic(Record):
    """One of `visits.help.TOPICS`; `policy_version` is in force here.  Keys: "back", "cancel".

    By keypad "ok" and "erase" go back too.
    """

    fields = ("topic", "policy_version")
    topic: str
    policy_version: int


class Feedback(Record):
    """Which of the four classes (001-59)?  Keys: "kind X" for each of `kinds`, "back", "cancel"."""

    fields = ("kinds", "picked")
    private = ("picked",)
    kinds: "tuple[str, ...]"
    picked: int


class Rating(Record):
    """From 1 to 5 (001-51).  Keys: "rate 1" .. "rate 5", "cancel"; by keypad a digit and "ok"."""

    fields = ("picked",)
    private = ("picked",)
    picked: int


class Thanks(Record):
    """The feedback is noted.  Keys: "done"."""


ALL: "tuple[type[Record], ...]" = (Topics, Topic, Feedback, Rating, Thanks)
