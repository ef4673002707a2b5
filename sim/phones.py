"""What people do with a phone before a terminal: read the square code on the glass, and answer.

A phone sees the glass and the network, never the terminal's program.  The one idea: it reads the
text out of the picture as a camera would, so what is not on the glass can be answered by nobody.
"""

import hashlib

from sim.central import Central
from sim.kiosk import Kiosk
from ui.picture import Picture, Qr

LEVEL = "qualified"


def personal_code_of(name: str) -> str:
    """The same invented code for the same person, as the providers write it."""
    digits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")
    return f"PNOLV-{digits // 100_000 % 1_000_000:06d}-{digits % 100_000:05d}"


def text_on_glass(picture: Picture | None) -> str:
    """What a camera reads, "" where no square code stands on the glass."""
    items = picture.items if picture is not None else ()
    return next((item.text for item in items if isinstance(item, Qr)), "")


def answer(central: Central, kiosk: Kiosk, name: str, end: str, level: str = LEVEL) -> bool:
    """Somebody reads what is on the glass and ends it so; False: nothing to read, or it is old."""
    text = text_on_glass(kiosk.display.picture)
    return bool(text) and answer_to(central, text, name, end, level)


def answer_to(central: Central, text: str, name: str, end: str, level: str = LEVEL) -> bool:
    """The same with a text that was read before."""
    person, now_s = personal_code_of(name), central.now_s()
    return any(
        provider.answer(text, person, level, end, now_s)
        for provider in central.identities.providers.values()
    )
