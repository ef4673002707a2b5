"""A terminal and the street around it, in words that a test reads like a story.

Each action is one fact told to a real `Terminal`; nothing is faked but the world. Every turn is
shown to `promises.py`, which also replays the journal line by line and compares: so no test has to
ask whether memory and replay agree. The clock starts anew in each life, as a kernel's does.
"""

from terminal import codes, doors, entries, orders, screens
from terminal import effects as fx
from terminal import events as ev
from terminal.books import Books
from terminal.machine import Terminal
from tests.terminal.promises import Promises

KEY = b"the key of a terminal in a test."
EPOCH = 1
SIZES = ((1, "S"), (2, "S"), (3, "M"), (4, "L"))
BORN_MS = 5000
SECOND, MINUTE, HOUR, DAY = 1000, 60000, 3600000, 86400000
TODAY_S = 1800000000  # January 2027


def tag(purpose, text):
    """The tag as the server computes it: HMAC by the letter of RFC 2104, from codes.py."""
    return codes.tag_of(KEY, purpose, EPOCH, text)


def expected(shipment, code="123456", size="S", token="", phone_end="789", phone=""):
    """The line of an announced parcel whose recipient has `code`."""
    hidden = tag("token", token) if token else ""
    whole = tag("phone", phone) if phone else ""
    return entries.Expected(shipment, size, tag("code", code), hidden, phone_end, whole)


def stored(
    compartment, shipment="P1", code="123456", size="S", token="", phone_end="789", phone=""
):
    """The lines of a parcel that was brought in an earlier life."""
    return [
        expected(shipment, code, size, token, phone_end, phone),
        entries.Reserved(compartment, shipment, "Anna"),
        entries.Deposited(compartment, shipment),
    ]


def badge(courier="Anna", text="BADGE1", pin="2468"):
    """The line of a courier's badge with its PIN."""
    return entries.BadgeAdded(courier, tag("badge", text), tag("pin", text + "|" + pin))


def refuses(action, *words):
    """Run `action`, which must raise; returns the text after checking that it has the words."""
    kind, names = words[0], words[1:]
    try:
        action()
    except kind as error:
        for name in names:
            assert name in str(error), (name, str(error))
        return str(error)
    raise AssertionError("it was not refused")


def replay(sizes, lines):
    """The books after these lines."""
    books = Books(sizes)
    for entry, up_ms, wall_s in lines:
        books.apply(entry, up_ms, wall_s)
    return books


class Scene:
    """One terminal; `lines` are in its journal already, `open_doors` stand open at the start."""

    def __init__(self, lines=(), sizes=SIZES, open_doors=(), is_outdoor=True):
        self.sizes, self.is_outdoor = sizes, is_outdoor
        self.is_open = {number: number in open_doors for number, _size in sizes}
        self.lines = []  # (entry, up_ms, wall_s): the journal
        self.turns = []  # the effects of each turn
        self.marked = 0
        self.unlocks = []
        self.unanswered = []
        self.screen = None
        self.picture = 0
        self.rows = []
        self.promises = Promises(sizes)
        for entry in lines:
            self.lines.append((entry, 0, 0))
            self.promises.books.apply(entry, 0, 0)
        self.power_on()

    # -- lives ----------------------------------------------------------------------------

    def power_on(self):
        """A new life from the journal, with every door read once."""
        books = replay(self.sizes, self.lines)
        assert books.state() == self.promises.books.state()
        self.now_ms = BORN_MS
        self.terminal = Terminal(books, KEY, EPOCH, self.is_outdoor, self.now_ms)
        self.unanswered = []
        self.tell(ev.Booted())
        self.promises.booted(self.terminal)
        for number, _size in self.sizes:
            self.tell(ev.DoorSeen(number, self.reading(number)))
        self.mark()

    def reading(self, number):
        """What the sensor of a door says."""
        return self.is_open[number]

    def cut(self):
        """The power goes; hands still move the doors (see `moves`), nobody sees it."""
        self.promises.cut(self.terminal)

    def power_cut(self):
        """Off and on again."""
        self.cut()
        self.power_on()

    def moves(self, number, is_open):
        """A door moves while nobody looks."""
        self.is_open[number] = is_open

    # -- facts ----------------------------------------------------------------------------

    def tell(self, event):
        """One fact, one turn."""
        turn = self.terminal.handle(event, self.now_ms)
        self.promises.see(self.terminal, turn)
        self.rows += self.terminal.rows_taken
        self.turns.append(turn)
        for effect in turn:
            if type(effect) is fx.Journal:
                self.lines.append((effect.entry, effect.up_ms, effect.wall_s))
            elif type(effect) is fx.Show:
                self.screen, self.picture = effect.screen, effect.picture
            elif type(effect) is fx.Unlock:
                self.unlocks.append((effect.compartment, effect.opening))
                self.unanswered.append(effect)
        return turn

    def after(self, ms):
        """Time goes by; deadlines are told when they come."""
        end_ms = self.now_ms + ms
        while True:
            wake_at_ms = self.terminal.wake_at_ms()
            if wake_at_ms is None or wake_at_ms > end_ms:
                break
            self.now_ms = max(self.now_ms, wake_at_ms)
            self.tell(ev.TimePassed())
            self.promises.time_passed(self.terminal, self.now_ms)
        self.now_ms = end_ms

    def press(self, digits):
        """Digit keys, one after the other, on the picture that is shown."""
        for digit in digits:
            self.tell(ev.Pressed(digit, self.picture))

    def enter(self, code):
        """A whole code, and the moment of rest after it."""
        self.press(code)
        self.after(400)

    def choose(self, key):
        """Any other key on the picture that is shown."""
        return self.tell(ev.Pressed(key, self.picture))

    def scan(self, text):
        return self.tell(ev.Scanned(text))

    def answer(self, kind, number=0):
        """The board's answer of class `kind` to the oldest pulse (of door `number`)."""
        for pulse in self.unanswered:
            if number in (0, pulse.compartment):
                self.unanswered.remove(pulse)
                return self.tell(kind(pulse.compartment, pulse.opening))
        raise AssertionError("no pulse waits for an answer")

    def door_opens(self, number):
        """The pulse, if one waits, is confirmed and the door swings open."""
        if [pulse for pulse in self.unanswered if pulse.compartment == number]:
            self.answer(ev.UnlockDone, number)
        self.is_open[number] = True
        return self.tell(ev.DoorOpened(number))

    def door_shuts(self, number):
        self.is_open[number] = False
        return self.tell(ev.DoorClosed(number))

    def jams(self, number):
        """Every pulse of the ladder is confirmed, the door stays shut; ends in the last watch."""
        while self.door(number) != doors.LATE:
            if [pulse for pulse in self.unanswered if pulse.compartment == number]:
                self.answer(ev.UnlockDone, number)
            self.after(100)

    def order(self, order, number=None):
        """The server's next order (or order `number`); returns the entries of the turn."""
        if number is None:
            number = self.terminal.books.last_order + 1
        return journalled(self.tell(ev.OrderArrived(number, order)))

    def clock_is_right(self):
        self.tell(ev.ClockRead(TODAY_S, True))

    # -- whole episodes -------------------------------------------------------------------

    def begin_run(self, text="BADGE1", pin="2468"):
        """A courier shows the badge and types the PIN."""
        self.scan(text)
        self.press(pin)

    def announce(self, shipment, code="123456", size="S", sides_mm=(), token="", phone=""):
        hidden, whole = [tag(*pair) if pair[1] else ""
                         for pair in (("token", token), ("phone", phone))]  # fmt: skip
        expect = orders.Expect(shipment, size, sides_mm, tag("code", code), hidden, "789", whole)
        return self.order(expect)

    def collect(self, number, code="123456"):
        """The right code, the door opens and is shut: the grace time runs."""
        self.enter(code)
        self.door_opens(number)
        self.door_shuts(number)

    def no_server(self):
        """The server cannot be asked about the code just typed, and says so at once."""
        asked = [x for turn in self.turns for x in turn if type(x) is fx.AskServer]
        self.tell(ev.Answered(asked[-1].question, -1))

    def guess(self, code="999999"):
        """One wrong try as soon as one is taken, with no server to ask."""
        if self.screen.until_ms > self.now_ms:
            self.after(self.screen.until_ms - self.now_ms)
        self.enter(code)
        if self.is_shown(screens.Checking):
            self.no_server()

    # -- looking --------------------------------------------------------------------------

    def mark(self):
        """What `noted` and `did` tell begins here."""
        self.marked = len(self.turns)

    def journal(self):
        """All entries of all lives."""
        return [entry for entry, _up_ms, _wall_s in self.lines]

    def noted(self, kind=None):
        """The entries (of one class) since the mark."""
        found = journalled([x for turn in self.turns[self.marked :] for x in turn])
        return [entry for entry in found if kind is None or type(entry) is kind]

    def did(self, kind):
        """The effects of one class since the mark."""
        return [x for turn in self.turns[self.marked :] for x in turn if type(x) is kind]

    def tunes(self):
        return [sound.tune for sound in self.did(fx.Sound)]

    def room(self, number):
        """What the books say of a compartment."""
        return self.terminal.books.compartment(number)

    def shipment(self, number):
        return self.terminal.books.shipment(number)

    def door(self, number):
        """The state of a door's machine."""
        return self.terminal.door(number).state

    def front(self):
        """The state of the conversation at the glass."""
        return self.terminal.front.state

    def is_shown(self, kind):
        return type(self.screen) is kind


def journalled(turn):
    """The entries among these effects."""
    return [effect.entry for effect in turn if type(effect) is fx.Journal]
