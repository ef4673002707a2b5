"""The card reader as the world meets it: bytes, cards, power, and time.

    wire --feed--> link --messages--> stage (the conversation of now) --> link --due--> wire

It is given the time and never reads a clock.  The one idea: there is one conversation at
a time.  An answer belongs to it; a command begins the next one, or is refused while this
one lasts.  Connections mean nothing to it unless `lost` is called, as the TCP program does.
"""

from collections.abc import Callable
from functools import partial

from sim.agenda import Agenda
from sim.card_reader.apdu import ABORT_BY_REGISTER, STATUS_ENQUIRY, Apdu, no
from sim.card_reader.bank import Bank
from sim.card_reader.cards import Card
from sim.card_reader.debts import debts, settle_alone
from sim.card_reader.memory import Memory
from sim.card_reader.office import COMMANDS
from sim.card_reader.sayings import in_words
from sim.card_reader.serial_link import SerialLink
from sim.card_reader.stage import BY_REGISTER, RED_KEY, Reply, Script, Stage
from sim.card_reader.switches import Switches
from sim.card_reader.tcp_link import TcpLink
from sim.card_reader.works import PowerLost, Works

TCP, SERIAL = "tcp", "serial"
SETTLE_EVERY_MS = 30_000  # a bank that was not reached is called again so often

_NOT_REGISTERED, _PLEASE_WAIT, _NOT_POSSIBLE = 0x6B, 0x9C, 0x83


class CardReader:
    """One PT on one line; a `Board` to the world, so it can hang on a `Chain`."""

    def __init__(self, bank: Bank, *, framing: str = TCP, name: str = "card reader",
                 terminal_id: int = 48_011_203, memory: Memory | None = None,
                 switches: Switches | None = None) -> None:
        """`name` is what the bank knows it by, so two readers need two."""
        self.switches = switches or Switches()
        self.memory = memory or Memory()
        self.bank = bank
        self.is_on = True
        self._link: TcpLink | SerialLink = SerialLink() if framing == SERIAL else TcpLink()
        self._agenda = Agenda()
        self._stage = Stage(self._say, self._delay_ms, self._reach)
        self._works = Works(name, terminal_id, bank, self.memory, self.switches,
                            lambda: self._stage.now_ms)
        self._out: list[bytes] = []  # what has left it and was not fetched yet
        self._out_ms = 0
        self._connection = 0
        self._talks_on = 0  # the connection that the conversation of now began on
        self._ready_ms = 0
        self._power_back_ms: int | None = None
        self._settle_ms: int | None = None

    # What can be seen of it.

    @property
    def asks_cents(self) -> int | None:
        """What its display asks a person to pay by card; None while it asks for nothing."""
        return self._works.asks_cents

    def is_awake(self, now_ms: int) -> bool:
        """It has power and has started."""
        return self.is_on and now_ms >= self._ready_ms

    def on_event(self, teller: Callable[[str, int], None]) -> None:
        """Be told in words, and when, what it hears, says and does."""
        self._works.tellers.append(teller)

    # What people do with it.

    def present(self, card: Card, now_ms: int) -> bool:
        """Hold a card to it; False when it did not ask for one."""
        return self._meet(card, now_ms)

    def press_red_key(self, now_ms: int) -> bool:
        """Stop a payment on the reader itself; False when it waits for nobody."""
        return self._meet(RED_KEY, now_ms)

    def _meet(self, came: Card | str, now_ms: int) -> bool:
        self.advance(now_ms)
        if not self.is_awake(now_ms) or self.asks_cents is None:
            return False
        return self._live(partial(self._stage.meet, came, now_ms))

    # Its power and its line.

    def power_off(self, now_ms: int) -> None:
        """Take its power: only its memory stays, and what had left it already."""
        self.advance(now_ms)
        self._power_back_ms = None
        if self.is_on:
            self._lose_power(now_ms)

    def power_on(self, now_ms: int) -> None:
        """Give it power. What was not settled is given back once it has started."""
        if self.is_on:
            return
        self.is_on = True
        self._power_back_ms = None
        self._ready_ms = self._settle_ms = now_ms + self.switches.boot_ms
        self._stage.now_ms = now_ms
        self._works.tell("the power is back")

    def lost(self, now_ms: int) -> None:
        """The TCP connection is gone: what it still says of this conversation, nobody hears."""
        self.advance(now_ms)
        self._connection += 1
        self._link.clear()
        self._out.clear()

    # Bytes and time.

    def feed(self, data: bytes, now_ms: int) -> None:
        self.advance(now_ms)
        if not self.is_awake(now_ms) or self.switches.deaf:
            return
        for apdu in self._link.feed(data, now_ms):
            if self.is_on:
                self._live(partial(self._hear, apdu, now_ms))
        self._fetch(now_ms)

    def due(self, now_ms: int) -> list[bytes]:
        """What it has said up to now, each piece in one breath."""
        self.advance(now_ms)
        out, self._out = self._out, []
        return out

    def wake_at_ms(self) -> int | None:
        if self._out:
            return self._out_ms
        return self._wake_inside_ms()

    def advance(self, now_ms: int) -> None:
        """Do what is due up to now."""
        while (wake_ms := self._wake_inside_ms()) is not None and wake_ms <= now_ms:
            if not self.is_on:
                self.power_on(wake_ms)
            else:
                self._live(partial(self._act, wake_ms))

    def _wake_inside_ms(self) -> int | None:
        if not self.is_on:
            return self._power_back_ms
        wakes = (self._stage.wake_at_ms(), self._agenda.wake_at_ms(), self._link.wake_at_ms(),
                 self._settle_ms)
        return min((wake for wake in wakes if wake is not None), default=None)

    def _act(self, at_ms: int) -> bool:
        """Everything that is due at this very moment."""
        self._link.advance(at_ms)
        self._agenda.advance(at_ms)
        self._stage.advance(at_ms)
        if self._settle_ms is not None and self._settle_ms <= at_ms:
            self._settle_ms = None
            if self._stage.is_free and debts(self._works):
                self._stage.begin(settle_alone(self._works), at_ms)
        self._fetch(at_ms)
        return True

    def _live(self, act: Callable[[], bool]) -> bool:
        """Do something at one of whose steps the power may fail."""
        try:
            done = act()
        except PowerLost as lost:
            self._works.tell(f"the power fails at {lost}")
            self._lose_power(self._stage.now_ms)
            return True
        if self._settle_ms is None and self._stage.is_free and debts(self._works):
            self._settle_ms = self._stage.now_ms + SETTLE_EVERY_MS
        return done

    def _lose_power(self, now_ms: int) -> None:
        self._fetch(now_ms)
        self._stage.now_ms = now_ms
        self.is_on = False
        self._stage.end()
        self._agenda.clear()
        self._link.clear()
        self._settle_ms = None
        self._works.configuration = self._works.asks_cents = None
        self._works.tell("the power is off")
        if self.switches.power_back_ms:
            self._power_back_ms = now_ms + self.switches.power_back_ms

    # Hearing and saying.

    def _hear(self, apdu: Apdu, now_ms: int) -> bool:
        self._stage.now_ms = now_ms
        self._works.tell(f"hears {in_words(apdu)}")
        if apdu.is_answer:
            # What arrives before our question was acknowledged, or on another connection,
            # answers something else.
            if self._link.is_heard and self._talks_on == self._connection:
                self._stage.hear(apdu, now_ms)
        elif apdu.control == ABORT_BY_REGISTER:
            if self.switches.refuses_abort or not self._stage.meet(BY_REGISTER, now_ms):
                self._say_aside(no(_NOT_POSSIBLE), now_ms)
        else:
            self._begin(apdu, now_ms)
        return True

    def _begin(self, apdu: Apdu, now_ms: int) -> None:
        if self._stage.is_ending:
            self._stage.end()
        if self._stage.is_free:
            self._talks_on = self._connection
            self._stage.begin(self._conversation(apdu), now_ms)
        elif not self.switches.ignores_interruptions:
            self._say_aside(no(_PLEASE_WAIT), now_ms)

    def _conversation(self, apdu: Apdu) -> Script[None]:
        known = COMMANDS.get(apdu.control)
        if self.switches.busy and apdu.control != STATUS_ENQUIRY:
            yield Reply(no(_PLEASE_WAIT))
        elif known is None:
            yield Reply(no(_NOT_POSSIBLE))
        elif known[1] and self._works.configuration is None:
            yield Reply(no(_NOT_REGISTERED))
        else:
            yield from known[0](self._works, apdu.body)

    def _say(self, apdu: Apdu, now_ms: int) -> None:
        self._stage.now_ms = now_ms
        if self._talks_on == self._connection:
            self._speak(apdu, now_ms)

    def _speak(self, apdu: Apdu, now_ms: int) -> None:
        if not self.switches.silent:
            self._works.tell(f"says {in_words(apdu)}")
        self._link.say(apdu, now_ms)

    def _say_aside(self, apdu: Apdu, now_ms: int) -> None:
        """Say something that is not part of the conversation."""
        connection = self._connection

        def say(at_ms: int) -> None:
            if connection == self._connection:
                self._speak(apdu, at_ms)

        self._agenda.plan(now_ms + self._delay_ms(), say)

    def _delay_ms(self) -> int:
        return self.switches.answer_ms + self.switches.late_ms

    def _reach(self, step: str) -> None:
        # What was said before the step has left the reader, whatever happens at the step.
        self._fetch(self._stage.now_ms)
        self._works.reach(step)

    def _fetch(self, now_ms: int) -> None:
        said = self._link.take()
        if said and not self.switches.silent:
            self._out_ms = now_ms if not self._out else self._out_ms
            self._out += said
