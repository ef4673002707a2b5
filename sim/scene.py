"""One terminal with its server, its couriers and recipients, in virtual time, in people's words.

Whoever tells a story about a terminal (the rules in tests/rules, first of all) builds it from
here: parcels and people have names, and what somebody does is one call.  It decides nothing and
expects nothing.  The one idea: everything goes through the six seams and nothing through the
core, so that a story is told from where people stand: keys and texts on the glass, barcodes,
doors and what lies behind them, the server's orders and messages, network, disk, clock, power.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sim.broker import Hub
from sim.central import Central, Link, code_in
from sim.central.views import Message, Shipment
from sim.kiosk import Kiosk
from sim.world import HOUR_MS, MINUTE_MS, Sleeper, World

TERMINAL = "terminal"
# A quick finger, slow enough not to be taken for a slip (decision 18 voids what is quicker).
KEY_MS = 250
# After each act everybody looks for a moment at what has come of it.
LOOK_MS = 2_000
GLANCE_MS = 500
# Stories begin in the evening, 18:00 in Riga: so the seven days of a deadline are the shortest.
BEGIN_MS = 15 * HOUR_MS
WAYS = 24  # of each lock board
DOORS = ((1, "S"), (2, "S"), (3, "M"), (4, "L"))
# More than this within one millisecond is not life.
ACTS_MAX = 10_000
LANGUAGES = {"English": "en", "Latvian": "lv"}


class Differs(AssertionError):
    """What a story tells is not so; the text says what is."""


class Dark(Differs):
    """The power is gone: whoever stands at the glass can only stop."""


@dataclass
class Person:
    """Somebody with a phone and two hands; couriers have a badge and a PIN too."""

    name: str
    phone: str
    email: str = ""
    badge: str = ""
    pin: str = ""
    hands: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Parcel:
    """A thing with a label: `name` is the story's, `shipment` the number on the label."""

    name: str
    shipment: str
    recipient: str


class Scene:
    """Say first how the place is; it begins with the first thing that needs a terminal."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.doors: tuple[tuple[int, str], ...] = DOORS
        self.language, self.is_outdoor = "en", True
        self.latch_only: list[int] = []  # compartments, as the site's file names them
        self.people: dict[str, Person] = {}
        self.parcels: dict[str, Parcel] = {}
        self.rules: dict[str, int] = {}
        self.last_words = ""  # of a program that did not start
        self._policy = 0
        self._pulses_before: dict[int, int] = {}
        self._tunes_before = 0
        self._kiosk: Kiosk | None = None
        self._on_event: Callable[[], None] = lambda: None
        self.world = World(seed)
        self.world.run_until(BEGIN_MS)
        luck = self.world.luck
        self.hub = Hub(lambda: self.world.now_ms, luck.stream("network"))
        self.central = Central(
            lambda: sqlite3.connect(":memory:", isolation_level=None), self.world.wall_s,
            luck.stream("central"), lambda line: self._on_event(),
        )  # fmt: skip
        self._key = b"".join(luck.stream("key").bits().to_bytes(8, "big") for _ in range(4))
        self.central.add_terminal(TERMINAL, self._key, address="Brīvības iela 1, Rīga")
        self.outsider = self.hub.attach("outsider")
        self._start_server()

    # -- the place ------------------------------------------------------------------------

    @property
    def has_begun(self) -> bool:
        return self._kiosk is not None

    @property
    def kiosk(self) -> Kiosk:
        """The terminal, built and switched on when it is first needed."""
        if self._kiosk is None:
            self._kiosk = Kiosk(self.world, self.hub, self.folder, self._site(), self._key)
            self._kiosk.power_on()
            self.outsider.connect("", b"")
            self.wait(20_000)
            self.outsider.poll(self.world.now_ms)
        return self._kiosk

    def _start_server(self) -> None:
        broker = self.hub.attach("central")
        link = Link(self.central, broker)

        def serve() -> int:
            link.poll(self.world.now_ms)
            link.poll(self.world.now_ms)  # what the first brought about
            return link.wake_at_ms()

        self.server = Sleeper(self.world, serve)
        broker.on_due = self.server.wake_by
        self.server.wake_by(0)

    def _site(self) -> dict[str, object]:
        doors = [[number, size, 1 + place // WAYS, 1 + place % WAYS]
                 for place, (number, size) in enumerate(self.doors)]  # fmt: skip
        return {
            "terminal": {"id": TERMINAL, "place": "Brīvības iela 1", "outdoor": self.is_outdoor},
            # Asked seldom while nothing happens: stories last for days.
            "bus": [{"port": "simulated", "poll_ms": 2000, "latch_only": self.latch_only}],
            "scanner": {"port": "simulated"},
            "screen": {"language": self.language},
            "operator": {"phones": ["+371 67008001", "+371 27008001"], "prices": "2026-07"},
            "column": [{"doors": doors[at : at + 8]} for at in range(0, len(doors), 8)],
        }

    def close(self) -> None:
        """Give back files; safe to call twice."""
        if self._kiosk is not None:
            self._kiosk.power_off()
            self._kiosk = None
        self.central.close()

    # -- time -----------------------------------------------------------------------------

    def wait(self, ms: int) -> None:
        """Nobody does anything."""
        self.kiosk.wake()
        self.world.run_while(_Watch(self.world).goes_on, ms)

    def look(self) -> None:
        """The moment that everybody takes after an act."""
        self.wait(LOOK_MS)

    def wait_while(self, goes_on: Callable[[], bool], limit_ms: int = 3 * MINUTE_MS) -> bool:
        """Nobody does anything while that holds, then all look; False if it outlasts the limit."""
        self.kiosk.wake()
        has_ended = self.world.run_while(_Watch(self.world, goes_on).goes_on, limit_ms)
        self.look()
        return has_ended

    # -- people and parcels ---------------------------------------------------------------

    def person(self, name: str) -> Person:
        """Whoever is named exists; phones differ."""
        if name not in self.people:
            self.people[name] = Person(name, f"+3712600{1000 + 37 * len(self.people):04d}")
        return self.people[name]

    def parcel(self, name: str) -> Parcel:
        """A parcel that was registered."""
        if name not in self.parcels:
            known = ", ".join(self.parcels) or "none"
            raise Differs(f"there is no parcel {name}; registered are: {known}")
        return self.parcels[name]

    def register(self, name: str, size: str, recipient: str) -> Parcel:
        """The server gets a shipment of that name and tells the terminal to expect it."""
        if name in self.parcels:
            raise Differs(f"there is a parcel {name} already")
        to = self.person(recipient)
        shipment = self.central.register(TERMINAL, to.phone, size, to.email)
        self.parcels[name] = Parcel(name, shipment, recipient)
        self._serve_now()
        return self.parcels[name]

    def engage(self, name: str, badge: str = "", pin: str = "4821") -> Person:
        """The server gives somebody a courier's badge for this terminal."""
        courier = self.person(name)
        courier.badge, courier.pin = badge or f"BADGE-{len(self.people):03d}-{name.upper()}", pin
        self.central.add_courier(_plain(name), courier.badge, pin, TERMINAL)
        self._serve_now()
        return courier

    def revoke(self, name: str) -> None:
        """The courier's badge is dead."""
        self.central.revoke_courier(_plain(name), TERMINAL)
        self._serve_now()

    def set_rule(self, name: str, value: int) -> None:
        """The server changes one number of the service rules."""
        self._policy += 1
        self.rules[name] = value
        self.central.set_policy(TERMINAL, self._policy, dict(self.rules))
        self._serve_now()

    def order(self, wish: Callable[[Central], object]) -> None:
        """The operator wants something."""
        wish(self.central)
        self._serve_now()

    def send_raw(self, tail: str, payload: bytes) -> None:
        """Somebody who has got at the broker sends this to the terminal."""
        self.outsider.publish(f"pakomats/v1/{TERMINAL}/{tail}", payload)
        self.look()

    def _serve_now(self) -> None:
        self.server.wake_by(self.world.now_ms)
        self.look()

    # -- what stands on phones and at the server -------------------------------------------

    def messages(self, name: str, parcel: str = "") -> list[Message]:
        """What somebody's phone and e-mail received, oldest first."""
        person, view = self.person(name), self.central.view
        found = view.messages(person.phone) + (view.messages(person.email) if person.email else [])
        shipment = self.parcel(parcel).shipment if parcel else ""
        return [m for m in found if shipment in ("", m.shipment)]

    def codes(self, name: str, parcel: str) -> list[str]:
        """The codes for a parcel on somebody's phone, each once, oldest first."""
        codes = [code_in(message.text) for message in self.messages(name, parcel)]
        return list(dict.fromkeys(code for code in codes if code))

    def shipment(self, parcel: str) -> Shipment:
        """What the server knows of a parcel."""
        return self.central.view.shipments(self.parcel(parcel).shipment)[0]

    def is_all_told(self) -> bool:
        """Whether the server has every entry that was ever committed."""
        stored = self.central.view.terminals(TERMINAL)[0].stored
        return stored == len(self.kiosk.disk.committed)

    # -- at the glass ---------------------------------------------------------------------

    @property
    def keys(self) -> dict[str, str]:
        """The keys on the glass: their names by name, and by what is written on them."""
        picture = self.kiosk.display.picture
        shown = picture.keys_shown() if picture is not None else ()
        labels = {" ".join(getattr(item, "text", "") for item in key.inside).strip(): key.name
                  for key in shown}  # fmt: skip
        return labels | {key.name: key.name for key in shown}

    def press(self, key: str) -> None:
        """Touch a key that is on the glass."""
        self._be_lit()
        if key not in self.keys:
            raise Differs(f'there is no key "{key}" on the glass')
        self.kiosk.press(self.keys[key])
        self.wait(KEY_MS)

    def type(self, digits: str, pause_ms: int = KEY_MS) -> None:
        """Type on the glass, or on the keypad beside it where the glass shows no digits."""
        for digit in digits:
            self._be_lit()
            picture = self.kiosk.display.picture
            if picture is None or not picture.takes(digit):
                raise Differs("nobody can type digits here")
            if not self.kiosk.press(digit):
                self.kiosk.display.type(digit)
            self.wait(pause_ms)

    def scan(self, text: str) -> None:
        """Hold a barcode before the scanner."""
        self._be_lit()
        self.kiosk.scan(text)
        self.wait(KEY_MS)

    def scan_bytes(self, noise: bytes) -> None:
        """The scanner says something that no barcode says."""
        self.kiosk.scan_cable.far.write(noise)
        self.wait(KEY_MS)

    def _be_lit(self) -> None:
        if not self.kiosk.is_on:
            raise Dark("the glass is dark")

    # -- doors and what lies behind them ---------------------------------------------------

    def open_doors(self) -> tuple[int, ...]:
        """The doors that truly stand open."""
        cabinet = self.kiosk.cabinet
        return tuple(n for n in cabinet.compartments if cabinet.is_open(n))

    def where(self, parcel: str) -> int:
        """The compartment that a thing lies in, 0 where in none."""
        cabinet = self.kiosk.cabinet
        return next((n for n in cabinet.compartments if parcel in cabinet.contents(n)), 0)

    def door(self, number: int) -> int:
        """A compartment of this cabinet."""
        if number not in self.kiosk.cabinet.compartments:
            known = ", ".join(map(str, self.kiosk.cabinet.compartments))
            raise Differs(f"there is no compartment {number} here, only {known}")
        return number

    def shut(self, number: int, *, is_slammed: bool = False) -> None:
        """Push a door to; slammed, it touches the frame and stands open again."""
        cabinet = self.kiosk.cabinet
        if not cabinet.is_open(self.door(number)):
            raise Differs(f"door {number} is shut already")
        push = cabinet.slam if is_slammed else cabinet.push_shut
        push(number, self.world.now_ms)
        self.look()

    def take(self, name: str, parcel: str) -> None:
        """Take a thing out of the compartment that it lies in."""
        if not (number := self.where(parcel)):
            raise Differs(f"{parcel} lies in no compartment")
        self._be_open(number)
        self.kiosk.cabinet.take_out(number, parcel)
        self.person(name).hands.append(parcel)
        self._on_event()

    def put(self, name: str, parcel: str, number: int) -> None:
        """Put a thing out of one's hands into an open compartment."""
        if parcel not in (hands := self.person(name).hands):
            raise Differs(f"{name} does not have {parcel}")
        self._be_open(self.door(number))
        self.kiosk.cabinet.put_in(number, parcel)
        hands.remove(parcel)
        self._on_event()

    def _be_open(self, number: int) -> None:
        if not self.kiosk.cabinet.is_open(number):
            raise Differs(f"door {number} is shut")

    # -- power ----------------------------------------------------------------------------

    def power_on(self) -> None:
        """Where it is off; a program that cannot start says why and stops."""
        self.last_words = ""
        try:
            if not self.kiosk.is_on:
                self.kiosk.power_on()
        except OSError as error:
            self.last_words = str(error)

    def watch(self, on_event: Callable[[], None]) -> None:
        """Tell whenever anything is written, shown, opened, moved or heard by the server."""
        kiosk = self.kiosk
        self._on_event = on_event
        kiosk.disk.on_commit = lambda row: on_event()
        kiosk.display.on_draw = lambda screen: on_event()
        kiosk.cabinet.on_change(lambda compartment, is_open, now_ms: on_event())
        kiosk.cabinet.on_contact(lambda compartment, is_closed, now_ms: on_event())
        kiosk.cabinet.on_pulse(lambda compartment, pulse: on_event())

    # -- counting -------------------------------------------------------------------------

    def count_anew(self) -> None:
        """Pulses and sounds are counted from here."""
        cabinet = self.kiosk.cabinet
        self._pulses_before = {n: len(cabinet.pulses(n)) for n in cabinet.compartments}
        self._tunes_before = len(self.kiosk.display.tunes)

    def pulses(self, number: int) -> int:
        """How often a lock was pulsed."""
        return len(self.kiosk.cabinet.pulses(number)) - self._pulses_before.get(number, 0)

    def sounds(self, tune: str) -> int:
        """How often a tune was played."""
        return self.kiosk.display.tunes[self._tunes_before :].count(tune)


class _Watch:
    """Looks twice a second whether to go on, and that time passes, for a spin would stop it."""

    def __init__(self, world: World, wanted: Callable[[], bool] = lambda: True) -> None:
        self._world, self._wanted = world, wanted
        self._now_ms, self._acts, self._looked_ms = world.now_ms, 0, -GLANCE_MS

    def goes_on(self) -> bool:
        now_ms = self._world.now_ms
        self._acts = self._acts + 1 if now_ms == self._now_ms else 0
        self._now_ms = now_ms
        if self._acts > ACTS_MAX:
            raise Differs("the program spins: it is always awake, and no time passes")
        if now_ms - self._looked_ms < GLANCE_MS:
            return True
        self._looked_ms = now_ms
        return self._wanted()


def _plain(name: str) -> str:
    """A name as the server takes it."""
    return "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in name)
