"""A stand-in for Smart-ID: sessions, the links that phones read, and what phones answer.

Written from the published description of its third interface (dynamic device links for a QR code).
It plays both far ends, the provider's server and the app on a phone.  The one idea: a link is good
for its own second only, because its authCode covers the elapsed seconds with the session's secret,
which never leaves the relying party.
"""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

from sim.luck import Stream

BASE = "https://smart-id.com/device-link"
RP_NAME, BROKERED_NAME = "DEMO", "Latvijas Pasts"
SHOWN_S, SESSION_S = 60, 100
# A phone that reads a link which stood on a glass for longer than this is refused.
LINK_AGE_S = 5
END_RESULTS = (
    "OK", "USER_REFUSED", "USER_REFUSED_INTERACTION", "USER_REFUSED_CERT_CHOICE", "TIMEOUT",
    "DOCUMENT_UNUSABLE", "WRONG_VC", "REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP",
    "PROTOCOL_FAILURE", "EXPECTED_LINKED_SESSION", "SERVER_ERROR",
)  # fmt: skip


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def auth_code(secret: bytes, payload: str) -> str:
    """HMAC-SHA256 over the payload, as base64url without padding."""
    code = hmac.new(secret, payload.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()


def verification_code(challenge: bytes) -> str:
    """Four digits out of the last two bytes of the hash."""
    return f"{int.from_bytes(hashlib.sha256(challenge).digest()[-2:], 'big') % 10_000:04d}"


def payload_of(challenge: str, rp_name: str, brokered: str, interactions: str, link: str) -> str:
    """What the authCode covers; names are taken as they are, the rest is base64 already."""
    names = (b64(rp_name.encode()), b64(brokered.encode()))
    return "|".join(("smart-id", "ACSP_V2", challenge, *names, interactions, "", link))


def random_bytes(luck: Stream, count: int) -> bytes:
    return b"".join(luck.bits().to_bytes(8, "big") for _ in range((count + 7) // 8))[:count]


class Session:
    """One authentication; `end` is "" while it runs, then one of END_RESULTS."""

    def __init__(self, luck: Stream, level: str, now_s: int) -> None:
        self.token = base64.urlsafe_b64encode(random_bytes(luck, 18)).decode()
        self.secret = random_bytes(luck, 32)
        self.challenge = b64(random_bytes(luck, 64))
        self.level, self.begun_s = level, now_s
        said = [{"type": "displayTextAndPIN", "displayText60": "Collect a parcel"}]
        self.interactions = b64(json.dumps(said).encode())
        self.end, self.person, self.person_level = "", "", ""

    def link(self, elapsed_s: int) -> str:
        """The link of this second, made by the relying party."""
        link = (
            f"{BASE}?deviceLinkType=QR&elapsedSeconds={elapsed_s}&sessionToken={self.token}"
            "&sessionType=auth&version=1.0&lang=lav"
        )
        payload = payload_of(self.challenge, RP_NAME, BROKERED_NAME, self.interactions, link)
        return f"{link}&authCode={auth_code(self.secret, payload)}"

    def shown(self, now_s: int) -> tuple[str, str]:
        """(QR text, verification code) of this second; none once the time to read is over."""
        elapsed_s = now_s - self.begun_s
        return (self.link(elapsed_s) if elapsed_s < SHOWN_S else "", "")

    def look(self, now_s: int) -> None:
        """The provider ends what lasts too long."""
        if not self.end and now_s - self.begun_s >= SESSION_S:
            self.end = "TIMEOUT"


class SmartId:
    """The provider; `is_away` while it cannot be reached."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.is_away = False

    def begin(self, luck: Stream, level: str, now_s: int) -> Session:
        session = Session(luck, level, now_s)
        self.sessions[session.token] = session
        return session

    def answer(self, text: str, person: str, level: str, end: str, now_s: int) -> bool:
        """A phone has read `text` and its owner answers; False: the app does not take the link."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(text).query).items()}
        session = self.sessions.get(query.get("sessionToken", ""))
        elapsed = query.get("elapsedSeconds", "")
        if session is None or session.end or not elapsed.isdigit():
            return False
        is_fresh = 0 <= now_s - session.begun_s - int(elapsed) <= LINK_AGE_S
        if text != session.link(int(elapsed)) or not is_fresh:
            return False
        session.end, session.person, session.person_level = end, person, level
        return True
