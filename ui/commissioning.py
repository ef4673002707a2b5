"""Makes the pictures of commissioning: one of its plain values in, what is on the glass out.

The values are in `commissioning_screens.py`, the forms of a question in
`commissioning_forms.py`, the pages of what was found in `commissioning_pages.py`.  The one idea:
a terminal that is being commissioned has no site yet, so everything is drawn for one without
doors, without an operator and in our own languages.
"""

import functools

from ui import commissioning_forms, commissioning_pages
from ui.commissioning_screens import Outcome, Question, Screen, Waiting
from ui.page import Page, check_panel
from ui.picture import Picture
from ui.site import Cabinet, Operator, Site
from ui.theme import STYLES, Panel
from ui.words import words_in

LANGUAGES = ("lv", "en")
KEPT = 64


class Pictures:
    """The pictures on one panel.  SiteError if it is too small for keys of 20 mm."""

    def __init__(self, panel: Panel) -> None:
        check_panel(panel)
        self._panel = panel
        self.picture = functools.lru_cache(maxsize=KEPT)(self._lay_out)

    def _lay_out(self, screen: Screen, language: str, style: str) -> Picture:
        words = words_in(language)
        site = Site(Operator(words.say("Commissioning"), ()), Cabinet((), 0), LANGUAGES)
        page = Page(site, self._panel, words, STYLES[style])
        page.header()
        _draw(page, screen)
        name = type(screen).__name__
        return Picture(name, language, style, page.style.paper, tuple(page.items), page.by_keyboard)


def _draw(page: Page, screen: Screen) -> None:
    if isinstance(screen, Question):
        commissioning_forms.question(page, screen)
    elif isinstance(screen, Waiting):
        commissioning_forms.waiting(page, screen)
    else:
        assert isinstance(screen, Outcome), screen
        commissioning_pages.outcome(page, screen)
