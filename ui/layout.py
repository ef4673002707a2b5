"""Makes a picture of a screen: the one place that knows which function draws which record.

Laying out takes about half a millisecond, and the simulator asks a million times, so pictures are
kept.  What is typed and when time runs out are taken off before and put back after (see
`picture.py`), so that they do not make every picture a new one.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from terminal import care_screens, help_screens, identify_screens, screens, send_screens
from terminal.record import Record
from ui import (
    complaint,
    courier,
    customer,
    devices,
    help,
    identify,
    payment,
    sending,
    technician,
)
from ui.page import Page, check_panel
from ui.picture import Picture
from ui.site import Site
from ui.theme import STYLES, Panel
from ui.words import words_in

DRAWN_BY: dict[type[Record], Callable[[Page, Any], None]] = {
    screens.Welcome: customer.welcome,
    screens.AskPhone: customer.ask_phone,
    screens.Checking: customer.checking,
    screens.Told: customer.told,
    screens.Pay: payment.pay,
    screens.Paying: payment.paying,
    screens.Opening: customer.opening,
    screens.Stuck: customer.stuck,
    screens.AskOpen: customer.ask_open,
    screens.TakeOut: customer.take_out,
    screens.Trouble: complaint.trouble, screens.PutBack: complaint.put_back,
    screens.Sign: complaint.sign,
    identify_screens.ChooseWay: identify.choose_way,
    identify_screens.Identify: identify.identify,
    identify_screens.NotShown: identify.not_shown,
    screens.TakeUnseen: customer.take_unseen,
    screens.Taken: customer.taken,
    screens.OutOfService: customer.out_of_service,
    screens.AskPin: courier.ask_pin,
    screens.Run: courier.run,
    screens.ChooseSize: courier.choose_size,
    screens.PutIn: courier.put_in,
    screens.IsItOut: courier.is_it_out,
    screens.Look: courier.look,
    screens.Verdict: courier.verdict,
    help_screens.Topics: help.topics, help_screens.Topic: help.topic,
    help_screens.Feedback: help.feedback, help_screens.Rating: help.rating,
    help_screens.Thanks: help.thanks,
    send_screens.SendNumber: sending.number, send_screens.HandIn: sending.hand_in,
    send_screens.HandedIn: sending.handed_in,
    care_screens.AskOnetime: technician.ask_onetime,
    care_screens.Care: technician.care,
    care_screens.Doors: technician.doors,
    care_screens.OneDoor: technician.one_door,
    care_screens.Choose: technician.choose,
    care_screens.Sure: technician.sure,
    care_screens.Witness: technician.witness,
    care_screens.Exporting: technician.exporting,
    care_screens.Cycle: technician.cycle,
    care_screens.Parts: devices.parts,
    care_screens.TouchTest: devices.touch_test,
    care_screens.ColourTest: devices.colour_test,
    care_screens.SoundTest: devices.sound_test,
    care_screens.ScannerTest: devices.scanner_test,
    care_screens.KeypadTest: devices.keypad_test,
    care_screens.Count: devices.count,
    care_screens.CountVerdict: devices.count_verdict,
    care_screens.CountStuck: devices.count_stuck,
}
KEPT = 512


class Layouts:
    """The pictures of one site on one panel.  SiteError if a language has no catalogue or the
    panel is too small for keys of 20 mm.
    """

    def __init__(self, site: Site, panel: Panel | None = None) -> None:
        self.site = site
        self.panel = panel or Panel()
        check_panel(self.panel)
        for language in site.languages:
            words_in(language)
        self._still = functools.lru_cache(maxsize=KEPT)(self._lay_out)

    def picture(
        self, screen: Record, language: str = "", style: str = "calm", number: int = 0
    ) -> Picture:
        """`language` "" is the site's own; `number` is that of effects.Show."""
        still = self._still(at_rest(screen), language or self.site.languages[0], style)
        typed, until_ms = getattr(screen, "typed", ""), getattr(screen, "until_ms", 0)
        return replace(still, number=number, typed=typed, until_ms=until_ms)

    def _lay_out(self, screen: Record, language: str, style: str) -> Picture:
        page = Page(self.site, self.panel, words_in(language), STYLES[style])
        page.header()
        DRAWN_BY[type(screen)](page, screen)
        return Picture(
            type(screen).__name__,
            language,
            style,
            page.style.paper,
            tuple(page.items),
            page.by_keyboard,
            page.door,
        )


def at_rest(screen: Record) -> Record:
    """The same screen for all that may be typed (only its length counts) and all times."""
    if "typed" not in screen.fields and "until_ms" not in screen.fields:
        return screen
    values: list[object] = []
    for name in screen.fields:
        value: Any = getattr(screen, name)
        if name == "typed":
            value = "0" * len(value)
        elif name == "until_ms":
            value = 1 if value else 0
        values.append(value)
    return type(screen)(*values)
