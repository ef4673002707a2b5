"""One of every screen of the help, for the gallery and for tests that walk through all pictures.

Every topic, and the lists with and without a row that the keypad has marked.
"""

from terminal import help_screens as hs
from terminal.record import Record
from terminal.visits.help import KINDS, TOPICS


def help_shown() -> list[tuple[str, Record]]:
    """(a name for its file, the screen)."""
    shown: list[tuple[str, Record]] = [
        ("help", hs.Topics(TOPICS, 0)), ("help picked", hs.Topics(TOPICS, 6)),
    ]
    shown += [(f"help {name}", hs.Topic(name, 7)) for name in TOPICS if name != "feedback"]
    shown += [
        ("feedback", hs.Feedback(KINDS, 0)), ("feedback picked", hs.Feedback(KINDS, 4)),
        ("rating", hs.Rating(0)), ("rating picked", hs.Rating(5)), ("thanks", hs.Thanks()),
    ]
    return shown
