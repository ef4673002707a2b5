"""What we say, in the language of the person: gettext, and the marks that Babel looks for.

The source is English and stands where it is used: `words.say("...")`, `words.count(...)`, and
`mark("...")` in a table.  Catalogues are `locale/LANGUAGE/LC_MESSAGES/terminal.po`, compiled beside
by tools/catalogues.py; a further language is a further catalogue and nothing else.
"""

import functools
import gettext
from pathlib import Path

from ui.site import SiteError

LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Only marks a text for translation; `Words.say` translates it where it is shown."""
    return text


class Words:
    """One language."""

    def __init__(self, language: str) -> None:
        self.language = language
        try:
            self._catalogue = gettext.translation("terminal", LOCALE, [language])
        except FileNotFoundError as error:
            raise SiteError(
                f'There is no catalogue for the language "{language}"; there are'
                f" {', '.join(known_languages())}. To add one, see tools/catalogues.py."
            ) from error
        # The name of a language in itself, as it stands on its key: "Latviešu", "Eesti".
        self.own_name = self.say("English")

    def say(self, text: str, **values: object) -> str:
        # gettext answers an empty text with the head of the catalogue.
        return self._catalogue.gettext(text).format(**values) if text else ""

    def count(self, one: str, many: str, count: int, **values: object) -> str:
        return self._catalogue.ngettext(one, many, count).format(count=count, **values)


@functools.cache
def words_in(language: str) -> Words:
    return Words(language)


def known_languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/terminal.mo"))
