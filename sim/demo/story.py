"""The story: a courier, five recipients, and what can go wrong on one day.

Each chapter does what people would do and waits for what must come of it; a chapter that does
not come out raises, and the demonstration fails.  The chapters follow one another, because what
lies in the cabinet at the end of one is what the next begins with.
"""

from sim.central import code_in
from sim.demo.teller import Teller

BADGE, PIN, COURIER = "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "4821", "Jānis"
REMIND_S = 20
LATER_MS = 60_000
# size, phone, whose
PARCELS = (
    ("S", "+371 26000001", "Anna"),
    ("M", "+371 26000002", "Bērtulis"),
    ("?", "+371 26000003", "Cilda"),
    ("L", "+371 26000004", "Dainis"),
    ("S", "+371 26000005", "Elza"),
)
PAID_FOR = 4  # the parcel that is owed for
OWED = [("cod", 2490), ("storage", 60)]


class Story:
    """`tell` it; afterwards `parcels` are the numbers in the order of PARCELS."""

    def __init__(self, teller: Teller) -> None:
        self._at = teller
        self.stand, self.office = teller.stand, teller.office
        self.central, self.terminal = teller.office.central, teller.stand.name
        self.parcels: list[str] = []
        self.codes: dict[str, str] = {}

    def tell(self) -> None:
        self._wake_up()
        self._load()
        self._collect()
        self._pay()
        self._jam_and_walk_away()
        self._cut_while_loading()
        self._collect_alone()
        self._end()

    # -- chapters -----------------------------------------------------------------------------

    def _wake_up(self) -> None:
        at = self._at
        at.chapter("The terminal starts")
        self.central.set_policy(self.terminal, 1, {"remind_s": REMIND_S, "grace_s": 20})
        self.central.add_courier("janis", BADGE, PIN, self.terminal)
        for size, phone, name in PARCELS:
            self.parcels.append(self.central.register(self.terminal, phone, size))
            at.say(f"The operator expects parcel {self.parcels[-1]} for {name}, size {size}.")
        self.central.set_dues(self.parcels[PAID_FOR], OWED)
        at.say("For Elza's parcel 24.90 € are owed on delivery, and 0.60 € for storage.")
        self.stand.power_on(at.now_ms)
        at.see("Welcome", "The power is on; the glass asks for a code.")
        at.wait("all orders to be applied", lambda: {
            order.outcome for order in self.central.view.orders()} == {"applied"})  # fmt: skip
        at.say("The terminal has its orders: what to expect, and who may load.")

    def _load(self) -> None:
        at = self._at
        at.chapter("A courier loads four parcels, with no tap between them")
        self._log_in()
        loaded = [0, 1, 2, PAID_FOR]
        for parcel, (size, _, name) in [(self.parcels[n], PARCELS[n]) for n in loaded]:
            self.stand.scan(parcel)
            if size == "?":
                at.see("ChooseSize", "Nobody knows the size of this one; the courier is asked.")
                self.stand.press("size M")
            self._put_in(parcel, name)
            at.see("Run", f"{COURIER} closes the door, and that was all: {name}'s parcel is in.")
        self._finish()
        for number in loaded:
            self._read_message(self.parcels[number])

    def _collect(self) -> None:
        at, parcel = self._at, self.parcels[0]
        at.chapter("Anna collects her parcel")
        wrong = self.codes[parcel][::-1]
        at.type(f"{(int(wrong) + 500_000) % 1_000_000:06d}")
        at.see("Welcome", "Anna types a wrong code. The terminal says so and counts it.",
               words="not known here")  # fmt: skip
        self._type_code(parcel)
        at.see("TakeOut")
        at.say(f"Now the right one: door {at.opened_door(parcel)} opens.")
        self._take_and_shut(parcel)
        at.see("Taken", "She takes the parcel and closes the door.", key="done")
        self.stand.press("done")
        at.see("Welcome", "“All is well,” she says, and goes.")
        self._await_delivery(parcel, "Anna")

    def _pay(self) -> None:
        at, parcel, pay = self._at, self.parcels[PAID_FOR], self.stand.pay
        at.chapter("Elza pays at the door")
        self._type_code(parcel)
        at.see("Pay", "Her code is right, and the door stays shut: first what is owed, as one sum.")
        self.stand.press("pay")
        at.see("Paying", "The card reader asks for it.", words="Hold your card")
        at.wait("the reader to ask", lambda: pay.asks_cents)
        pay.hold("refused", at.now_ms)
        at.see("Pay", "Her bank says no. Nothing was charged.", words="declined",
               patience_ms=LATER_MS)  # fmt: skip
        self.stand.press("pay")
        at.wait("the reader to ask again", lambda: pay.asks_cents)
        pay.hold("visa", at.now_ms)
        at.see("TakeOut", "With another card it says yes; the money is held, and the door opens.",
               patience_ms=LATER_MS)  # fmt: skip
        at.wait("the money", pay.bank.charged_cents)
        at.say("Only now that the door is seen open does the reader keep the money.")
        self._take_and_shut(parcel)
        at.see("Taken", "She takes the parcel and closes the door.", key="done")
        self.stand.press("done")
        self._await_delivery(parcel, "Elza")

    def _jam_and_walk_away(self) -> None:
        at, parcel = self._at, self.parcels[1]
        at.chapter("Bērtulis meets a door that jams, and forgets to close it")
        door = self.stand.where_is(parcel)
        self.stand.cabinet.jam(door)
        at.say(f"The bolt of door {door} is frozen.")
        self._type_code(parcel)
        at.see("Opening", "He types his code. The lock is given a pulse, and nothing moves.")
        at.see("Stuck", "Three pulses, no more: the coil must not burn. His code stays valid.",
               patience_ms=LATER_MS)  # fmt: skip
        self.stand.cabinet.unjam(door)
        self.stand.press("again")
        at.say("He presses the door gently and touches “Try again”.")
        at.see("TakeOut", f"Door {door} opens.")
        self.stand.cabinet.take_out(door, parcel)
        at.say("He takes his parcel and walks away; the door stands open.")
        at.see("TakeOut", f"After {REMIND_S} s the terminal reminds, and lets the next one by.",
               key="leave", patience_ms=LATER_MS)  # fmt: skip
        at.shut(door)
        at.see("Taken", "A child pushes the door shut. Nobody says “done”; the grace time runs.")
        self._await_delivery(parcel, "Bērtulis", LATER_MS)
        at.see("Welcome", "The grace time is over: the code is dead, the compartment free.")

    def _cut_while_loading(self) -> None:
        at, parcel = self._at, self.parcels[3]
        at.chapter("The power fails while a parcel is put in")
        self._log_in()
        self.stand.scan(parcel)
        door = self._put_in(parcel, "Dainis", is_shut=False)
        self.stand.cut_power(at.now_ms)
        at.say("The power is cut in the middle of it: the program is killed, the glass is dark.")
        at.shut(door)
        at.say(f"{COURIER} closes the door all the same. Nobody saw it.")
        self.stand.power_on(at.now_ms)
        at.see("Welcome", "The power is back. The terminal reads its journal.")
        self._log_in()
        at.wait("a task", lambda: self.stand.glass.has(f"inspect {door}"))
        at.say(f"It does not guess: compartment {door} is in doubt, and somebody has to look.")
        self.stand.press(f"inspect {door}")
        at.see("Look", f"{COURIER} looks: door {door} opens.")
        at.shut(door)
        at.see("Verdict", "What lies inside? “As listed.”")
        self.stand.press("as_listed")
        at.see("Run", "Now it is known, and the recipient can be told.")
        self._finish()
        self._read_message(parcel)

    def _collect_alone(self) -> None:
        at, parcel = self._at, self.parcels[2]
        at.chapter("Cilda collects with no network at all")
        self.office.cut_network()
        at.say("The network is cut: the broker's process is killed.")
        self._type_code(parcel)
        at.see("TakeOut", "Cilda's code opens her door: the terminal asks nobody's leave.")
        self._take_and_shut(parcel)
        at.see("Taken", "She takes the parcel and closes the door.", key="done")
        self.stand.press("done")
        at.see("Welcome", f"The server still believes that it is “{at.state_of(parcel)}”.")
        self.office.restore_network()
        at.say("The network is back. The terminal tells what has happened meanwhile.")
        self._await_delivery(parcel, "Cilda", LATER_MS)
        parcel = self.parcels[3]
        self.stand.scan(self._qr(parcel))
        at.see("TakeOut", "Dainis holds the QR code of his message before the scanner.")
        self._take_and_shut(parcel)
        at.see("Taken", "He takes the parcel and closes the door.", key="done")
        self.stand.press("done")
        self._await_delivery(parcel, "Dainis")

    def _end(self) -> None:
        at = self._at
        at.chapter("The end of the day")
        states = {parcel: at.state_of(parcel) for parcel in self.parcels}
        assert set(states.values()) == {"delivered"}, states
        cabinet = self.stand.cabinet
        inside = {n: cabinet.contents(n) for n in cabinet.compartments if cabinet.contents(n)}
        assert inside == {} and self.stand.open_doors() == [], (inside, self.stand.open_doors())
        at.say("Five parcels are delivered, the cabinet is empty, every door is shut.")

    # -- what happens in several chapters -----------------------------------------------------

    def _log_in(self) -> None:
        self.stand.scan(BADGE)
        self._at.see("AskPin", f"{COURIER} the courier shows his badge and is asked for the PIN.")
        self._at.type(PIN)
        self._at.see("Run", "The PIN is right: the terminal waits for parcels.")

    def _finish(self) -> None:
        self.stand.press("finish")
        self._at.see("Welcome", f"{COURIER} touches “Finish”.")

    def _put_in(self, parcel: str, name: str, *, is_shut: bool = True) -> int:
        at = self._at
        at.see("PutIn", f"{COURIER} scans {parcel} for {name}; a door opens.")
        door = at.opened_door()
        self.stand.cabinet.put_in(door, parcel)
        at.say(f"He puts it into compartment {door}.")
        if is_shut:
            at.shut(door)
        return door

    def _type_code(self, parcel: str) -> None:
        self._at.type(self.codes[parcel])

    def _take_and_shut(self, parcel: str) -> None:
        door = self._at.opened_door(parcel)
        self.stand.cabinet.take_out(door, parcel)
        self._at.shut(door)

    def _read_message(self, parcel: str) -> None:
        view = self.central.view

        def texts() -> list[str]:
            return [m.text_en for m in view.messages() if m.shipment == parcel and m.qr]

        self._at.wait(f"a message about {parcel}", texts)
        self.codes[parcel] = code_in(texts()[-1])
        name = PARCELS[self.parcels.index(parcel)][2]
        self._at.say(f"{name}'s phone: “{texts()[-1]}”")

    def _qr(self, parcel: str) -> str:
        return next(m.qr for m in self.central.view.messages() if m.shipment == parcel and m.qr)

    def _await_delivery(self, parcel: str, name: str, patience_ms: int = 20_000) -> None:
        self._at.wait(
            f"{parcel} to be delivered", lambda: self._at.state_of(parcel) == "delivered",
            patience_ms,
        )  # fmt: skip
        self._at.say(f"The server knows: {name}'s parcel is delivered.")
