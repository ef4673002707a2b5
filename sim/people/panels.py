"""What a technician reads off the panels: the door in the title, states of doors, a challenge.

Panels have no map to point at a door, so its number is read as it is written.  The words are
looked up in the catalogue of the language on the glass, as a person knows their own language.
"""

import functools
import re

from sim.kiosk import Kiosk
from ui.care_words import STATES
from ui.words import Words, words_in

PARCEL = re.compile(r"\b[A-Z]{2}\d{9}[A-Z]{2}\b")
CHALLENGE = re.compile(r"\b(\d{4}) (\d{4})\b")
TITLES = ("Door {number}: {what}", "Door {number}, {size}: {state}",
          "Door {number} is open. Close it.", "Door {number} opens",
          "Door {number} did not open",
          "Door {number}: scan what lies inside, then close")  # fmt: skip


def _words(kiosk: Kiosk) -> Words:
    picture = kiosk.display.picture
    return words_in(picture.language if picture is not None else "en")


@functools.cache
def _said(words: Words, text: str) -> re.Pattern[str]:
    """What finds this text with a number in it, whatever else is filled in."""
    said = words.say(text, number="\0", count="\0", size="\1", state="\1", what="\1")
    return re.compile(re.escape(said).replace("\0", r"(\d+)").replace("\1", ".*"))


def door(kiosk: Kiosk) -> int:
    """The door that the title names, 0 where it names none."""
    words = _words(kiosk)
    titles = [_said(words, title) for title in TITLES]
    for text in kiosk.texts():
        for title in titles:
            found = title.match(text)
            if found is not None:
                return int(found[1])
    return 0


def states(kiosk: Kiosk) -> dict[int, str]:
    """Door -> state, of those on this page of the list."""
    words = _words(kiosk)
    by_word = {words.say(word): state for state, word in STATES.items()}
    rows = [text.split(" · ") for text in kiosk.texts()]
    return {
        int(row[0]): by_word[row[1]]
        for row in rows
        if len(row) == 2 and row[0].isdecimal() and row[1] in by_word
    }


def challenge(kiosk: Kiosk) -> str:
    """The eight digits to read to the office, "" where none are shown."""
    found = CHALLENGE.search(" · ".join(kiosk.texts()))
    return found[1] + found[2] if found else ""


def parcels(kiosk: Kiosk) -> set[str]:
    """Every parcel number on the glass."""
    return set(PARCEL.findall(" ".join(kiosk.texts())))


def found(kiosk: Kiosk) -> int:
    """How many things the terminal has counted behind this door."""
    count = _said(_words(kiosk), "Found: {count}")
    for text in kiosk.texts():
        said = count.match(text)
        if said is not None:
            return int(said[1])
    return 0
