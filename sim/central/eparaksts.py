"""A stand-in for eParaksts mobile: a short link that a phone opens, and four digits to compare.

It documents no way to push anything to a terminal, only a login in a browser (OAuth 2.0); so the
glass shows a short address of the server, and the person goes on with the own phone.  The one idea:
the digits that the phone shows are made from the session, so that nobody confirms another's.
"""

from sim.central.smart_id import random_bytes, verification_code
from sim.luck import Stream

BASE = "https://id.pasts.example/"
SHOWN_S, SESSION_S = 90, 100


class Session:
    """One login; `end` is "" while it runs, then an error of OAuth 2.0 or "OK"."""

    def __init__(self, luck: Stream, level: str, now_s: int) -> None:
        self.token = random_bytes(luck, 8).hex()
        self.code = verification_code(random_bytes(luck, 64))
        self.level, self.begun_s = level, now_s
        self.end, self.person, self.person_level = "", "", ""

    def shown(self, now_s: int) -> tuple[str, str]:
        """(QR text, verification code)."""
        is_shown = now_s - self.begun_s < SHOWN_S
        return (BASE + self.token, self.code) if is_shown else ("", "")

    def look(self, now_s: int) -> None:
        """A login that nobody finishes is over."""
        if not self.end and now_s - self.begun_s >= SESSION_S:
            self.end = "TIMEOUT"


class EParaksts:
    """The provider; `is_away` while it cannot be reached."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.is_away = False

    def begin(self, luck: Stream, level: str, now_s: int) -> Session:
        session = Session(luck, level, now_s)
        self.sessions[session.token] = session
        return session

    def answer(self, text: str, person: str, level: str, end: str, now_s: int) -> bool:
        """A phone has opened the address and its owner answers; False: no such login."""
        session = self.sessions.get(text.removeprefix(BASE))
        if session is None or session.end:
            return False
        session.end, session.person, session.person_level = end, person, level
        return True
