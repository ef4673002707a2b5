"""Who stands there?  Smart-ID or eParaksts mobile, before the door: a part of the pick-up.

The server is the relying party (decision 14): it says what to show, compares who answered with the
recipient of the shipment and grants one compartment to this visit.  Here nobody's name or personal
code is known.  It ends with one word for the pick-up: "granted", "opened" (the door gave way late
to a pulse that was allowed) or "cancel".  The one idea: whatever does not name the question that is
open now changes nothing, so a late, doubled or foreign grant opens no door.
"""

from terminal import effects, identify_screens, identity_entries, permits
from terminal import events as ev
from terminal import messages as m
from terminal.effects import Sound
from terminal.record import Record
from terminal.visits.visit import OVER, Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal
    from terminal.visits.pickup import Pickup

CHOOSING, SHOWING, WAITING, TOLD = "choosing", "showing", "waiting", "told"
WAYS = {"smart_id": "smart-id", "eparaksts": "eparaksts"}  # key -> as the wire and journal call it
FRESH_MS = 3000  # no text stands on the glass longer: hardware.md 7.1
SILENCE_MS = 10000  # the server renews each second; so long without it means that it is gone
SESSION_MS = 120000
GRANT_MS = 60000
TRIES = 5  # each one rings somebody's phone


class Identify(Visit):
    """One recipient at the compartment of `owner`; `remark` as in identify_screens.ChooseWay."""

    LIMIT_MS = {CHOOSING: 90000, TOLD: 60000}

    def __init__(self, hub: "Terminal", owner: "Pickup", remark: str) -> None:
        self.hub = hub
        self.owner, self.number, self.remark = owner, owner.number, remark
        self.way = ""
        self.question = 0  # 0: nothing is asked, and nothing that comes is an answer
        self.tries = 0
        self.until_ms = self.zero_ms = self.made_ms = 0
        self._show_nothing()
        self.outcome = self._why_not()
        if self.outcome:
            self.hub.note(identity_entries.IdentityEnded(self.number, self.outcome))
        Visit.__init__(self, hub, TOLD if self.outcome else CHOOSING)

    def _show_nothing(self) -> None:
        self.qr_text = self.code = ""
        self.fresh_until_ms = 0

    def _why_not(self) -> str:
        """Why nobody can be identified here now, as in identify_screens.NotShown, or ""."""
        if self.hub.books.compartment(self.number).is_blind:
            return "blind"
        if self.tries >= TRIES:
            return "too often"
        return "" if self.hub.condition.is_link_up else "offline"

    def limit_ms(self, state: str) -> "int | None":
        if state in (SHOWING, WAITING):
            ends_ms = self.fresh_until_ms if state == SHOWING else self.hub.now_ms + SILENCE_MS
            return max(1, min(ends_ms, self.until_ms) - self.hub.now_ms)
        return self.LIMIT_MS.get(state)

    def screen(self) -> "Record | None":
        if self.state == CHOOSING:
            return identify_screens.ChooseWay(self.number, self.remark)
        if self.state in (SHOWING, WAITING):
            return identify_screens.Identify(self.number, self.way, self.qr_text, self.code,
                                             self.until_ms)  # fmt: skip
        if self.state == TOLD:
            may_retry = self.tries < TRIES
            return identify_screens.NotShown(self.number, self.way, self.outcome, may_retry)
        return None

    # -- asking ---------------------------------------------------------------------------

    def _choose(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._end("cancel")
        if key.key not in WAYS:
            return CHOOSING
        asked = self._asked_for()
        if not asked:
            return self._end("granted")
        self.way, self.outcome = WAYS[key.key], self._why_not()
        return self._told(self.outcome) if self.outcome else self._ask(asked)

    def _asked_for(self) -> "tuple[str, ...]":
        """The shipments in question; none if the operator has waived it meanwhile."""
        return permits.to_identify(self.hub, self.hub.books.compartment(self.number))

    def _ask(self, shipments: "tuple[str, ...]") -> str:
        self.hub.note(identity_entries.IdentityAsked(self.number, self.way))
        self.question = self.hub.next_question()
        self.tries += 1
        self.until_ms = self.hub.now_ms + SESSION_MS
        # The server counts from the moment at which it asked; the text that came soonest after its
        # making tells when that was by our clock.
        self.zero_ms = self.until_ms
        self.made_ms = -1
        self.hub.do(effects.AskIdentity(self.question, self.number, shipments, self.way))
        return WAITING

    def _shown(self, shown: ev.IdentityShown) -> str:
        if shown.question != self.question or shown.made_ms < self.made_ms:
            return self.state
        self.made_ms = shown.made_ms
        self.zero_ms = min(self.zero_ms, self.hub.now_ms - shown.made_ms)
        self._show_nothing()
        fresh_until_ms = self.zero_ms + shown.made_ms + FRESH_MS
        if fresh_until_ms > self.hub.now_ms and (shown.qr_text or shown.code):
            self.qr_text, self.code = shown.qr_text, shown.code
            self.fresh_until_ms = fresh_until_ms
        state = SHOWING if self.fresh_until_ms else WAITING
        if state == self.state:  # it was renewed; entering another one sets its clock itself
            self._restart_clock()
        return state

    def _faded(self, timed_out: m.TimedOut) -> str:
        self._show_nothing()
        return self._silent(timed_out) if self.until_ms <= self.hub.now_ms else WAITING

    def _silent(self, timed_out: m.TimedOut) -> str:
        self._drop()
        is_over = self.until_ms <= self.hub.now_ms
        return self._told("timed out" if is_over else "interrupted")

    def _drop(self) -> None:
        self.hub.do(effects.CancelIdentity(self.question))

    def _key(self, key: m.Chosen) -> str:
        if key.key != "cancel":
            return self.state
        self._drop()
        self._settle("cancelled")
        return CHOOSING

    # -- answers --------------------------------------------------------------------------

    def _granted(self, grant: ev.IdentityGranted) -> str:
        if grant.question != self.question or grant.compartment != self.number:
            return self.state
        self._settle("confirmed")
        self.owner.granted_until_ms = self.hub.now_ms + min(GRANT_MS, grant.valid_s * 1000)
        self.hub.do(Sound("accepted"))
        return self._end("granted")

    def _failed(self, ended: ev.IdentityEnded) -> str:
        return self._told(ended.outcome) if ended.question == self.question else self.state

    def _settle(self, outcome: str) -> None:
        self.hub.note(identity_entries.IdentityEnded(self.number, outcome))
        self.question = 0
        self._show_nothing()

    def _told(self, outcome: str) -> str:
        self.outcome = outcome
        if self.question:
            self._settle(outcome)
        self.hub.do(Sound("refused"))
        return TOLD

    # -- what then ------------------------------------------------------------------------

    def _after(self, key: m.Chosen) -> str:
        if key.key == "cancel":
            return self._end("cancel")
        if key.key != "again" or self.tries >= TRIES:
            return TOLD
        if not self._asked_for():
            return self._end("granted")
        self.outcome, self.remark = self._why_not(), ""
        if self.outcome:
            self.hub.do(Sound("refused"))
            self._restart_clock()
            return TOLD
        return CHOOSING

    def _left(self, timed_out: m.TimedOut) -> str:
        return self._end("cancel")

    def _opened(self, event: m.Opened) -> str:
        if self.question:
            self._drop()
            self._settle("cancelled")
        return self._end("opened")

    def _end(self, word: str) -> str:
        self.hub.tell(self.owner, m.PartEnded(word, "", self.number))
        return OVER

    HEARS = (m.Chosen, m.Opened, m.TimedOut, ev.IdentityShown, ev.IdentityGranted,
             ev.IdentityEnded)  # fmt: skip
    RULES = {
        # while in  this happens           do this     and go to one of
        (CHOOSING, m.Chosen):            (_choose,   (CHOOSING, WAITING, TOLD, OVER)),
        (CHOOSING, m.TimedOut):          (_left,     (OVER,)),
        (CHOOSING, m.Opened):            (_opened,   (OVER,)),
        (SHOWING,  m.Chosen):            (_key,      (SHOWING, CHOOSING)),
        (SHOWING,  m.TimedOut):          (_faded,    (WAITING, TOLD)),
        (SHOWING,  m.Opened):            (_opened,   (OVER,)),
        (SHOWING,  ev.IdentityShown):    (_shown,    (SHOWING, WAITING)),
        (SHOWING,  ev.IdentityGranted):  (_granted,  (SHOWING, OVER)),
        (SHOWING,  ev.IdentityEnded):    (_failed,   (SHOWING, TOLD)),
        (WAITING,  m.Chosen):            (_key,      (WAITING, CHOOSING)),
        (WAITING,  m.TimedOut):          (_silent,   (TOLD,)),
        (WAITING,  m.Opened):            (_opened,   (OVER,)),
        (WAITING,  ev.IdentityShown):    (_shown,    (SHOWING, WAITING)),
        (WAITING,  ev.IdentityGranted):  (_granted,  (WAITING, OVER)),
        (WAITING,  ev.IdentityEnded):    (_failed,   (WAITING, TOLD)),
        (TOLD,     m.Chosen):            (_after,    (TOLD, CHOOSING, OVER)),
        (TOLD,     m.TimedOut):          (_left,     (OVER,)),
        (TOLD,     m.Opened):            (_opened,   (OVER,)),
    }  # fmt: skip
    IGNORED = (
        ((OVER,), HEARS, "it is over"),
        ((CHOOSING, TOLD), (ev.IdentityShown, ev.IdentityGranted, ev.IdentityEnded),
         "nothing is asked: it came too late"),
    )  # fmt: skip
