"""People without a moment to lose, before a stand of the bench: for tests that kill the program.

They load parcels, collect them and look into what is in doubt, and do at once whatever the glass
and the doors invite them to, so that they go on after any power cut as people do.  What they
see and touch is real; they know nothing of the program.  The one idea: what somebody does
depends only on what is to be seen now and on what is in their hands.
"""

from collections.abc import Callable

from sim.bench.stand import Stand
from sim.central import Central, code_in
from sim.luck import Stream

BADGE, PIN = "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "4821"
LOOK_AGAIN_MS = 1500
VAN_LEAST = 2


class People:
    """Everybody who ever comes to one terminal, one at a time."""

    def __init__(self, stand: Stand, central: Central, luck: Stream) -> None:
        self.stand, self.central, self._luck = stand, central, luck
        self.van: list[str] = []  # not in the cabinet yet
        self.hand = ""  # the courier's
        self.codes: dict[str, str] = {}  # parcel -> code, as the messages said
        self.collected: set[str] = set()  # in the hands of the one whose code was typed
        self.given_up: set[str] = set()
        self.wrongs: list[str] = []  # what must never happen and did
        self.visits = 0
        self.is_going_home = False  # nobody new comes
        self._who = ""  # the parcel whose recipient is here, "" for a courier
        self._door = 0  # the one that was shut last
        self._last_message = 0
        self._seen: object = None
        self._seen_at_ms = 0

    @property
    def is_quiet(self) -> bool:
        """Nobody is here, and every door is shut."""
        return self.stand.glass.screen == "Welcome" and not self.stand.open_doors()

    def look(self, now_ms: int) -> None:
        """Do what there is to do, once for each thing seen, and again if nothing came of it."""
        glass, cabinet = self.stand.glass, self.stand.cabinet
        leaves = tuple(cabinet.leaf(number) for number in cabinet.compartments)
        said = glass.texts if glass.screen == "Run" else ()
        seen = (glass.screen, glass.number, said, leaves)
        if seen == self._seen and now_ms < self.wake_at_ms():
            return
        self._seen, self._seen_at_ms = seen, now_ms
        act = ACTS.get(glass.screen)
        if act is not None:
            act(self, now_ms)

    def forget(self) -> None:
        """The glass went dark: whatever is seen next is new."""
        self._seen = None

    def wake_at_ms(self) -> int:
        """When to look again although nothing has changed."""
        return self._seen_at_ms + LOOK_AGAIN_MS

    # -- before the glass ---------------------------------------------------------------------

    def _welcome(self, now_ms: int) -> None:
        if self._shut_all(now_ms):
            return
        self._read_messages()
        waiting = [parcel for parcel in self.codes if self.stand.where_is(parcel)]
        if self.is_going_home:
            return
        self.visits += 1
        if waiting and self._luck.chance(600):
            self._who = self._luck.pick(waiting)
            self.stand.press(*self.codes[self._who], "ok")
        else:
            self._who = ""
            while len(self.van) < VAN_LEAST:
                self.van.append(self.central.register(self.stand.name, self._phone(), "S"))
            self.stand.scan(BADGE)

    def _phone(self) -> str:
        """Everybody's own: parcels of one recipient would share a compartment (002-8.6.7)."""
        return f"26{self._luck.below(10**6):06d}"

    def _read_messages(self) -> None:
        for message in self.central.view.messages(after=self._last_message):
            self._last_message = message.number
            if self.stand.where_is(message.shipment):
                self.codes[message.shipment] = code_in(message.text)

    def _shut_all(self, now_ms: int) -> bool:
        doors = self.stand.open_doors()
        for door in doors:
            self._shut(door, now_ms)
        return bool(doors)

    def _shut(self, door: int, now_ms: int) -> None:
        self._door = door
        self.stand.cabinet.push_shut(door, now_ms)

    def _told(self, now_ms: int) -> None:
        if self._who:  # whoever is refused calls the operator and does not come again
            self.codes.pop(self._who, None)
            self.given_up.add(self._who)
        self.stand.press("ok")

    # -- couriers -----------------------------------------------------------------------------

    def _pin(self, now_ms: int) -> None:
        self.stand.press(*PIN)

    def _run(self, now_ms: int) -> None:
        if self._shut_all(now_ms):
            return
        tasks = [key.name for key in self.stand.glass.keys if key.name.startswith("inspect ")]
        if self.is_going_home or not (tasks or self.van or self.hand):
            self.stand.press("finish")
        elif tasks and (not self.van or self._luck.chance(600)):
            self._door = int(tasks[0].split(" ")[1])
            self.stand.press(tasks[0])
        elif self._luck.chance(250):
            self.stand.press("finish")
        else:
            self.hand = self.hand or self.van.pop(0)
            self.stand.scan(self.hand)

    def _put_in(self, now_ms: int) -> None:
        for door in self.stand.open_doors():
            inside = self.stand.cabinet.contents(door)
            if self.hand and inside:
                self.wrongs.append(f"a courier was sent to compartment {door}, where {inside} lies")
            if self.hand:
                self.stand.cabinet.put_in(door, self.hand)
                self.hand = ""
            self._shut(door, now_ms)

    def _is_it_out(self, now_ms: int) -> None:
        self.stand.press("yes" if self.hand else "no")

    def _look_in(self, now_ms: int) -> None:
        self._shut_all(now_ms)

    def _verdict(self, now_ms: int) -> None:
        inside = self.stand.cabinet.contents(self._door)
        said = " ".join(self.stand.glass.texts)
        strange = [parcel for parcel in inside if parcel not in said]
        self.stand.press("something_else" if strange else "as_listed" if inside else "empty")

    # -- recipients ---------------------------------------------------------------------------

    def _stuck(self, now_ms: int) -> None:
        self.stand.press("again" if self._luck.chance(800) else "cancel")

    def _ask_open(self, now_ms: int) -> None:
        self.stand.press("yes" if self.stand.open_doors() else "no")

    def _take_out(self, now_ms: int) -> None:
        for door in self.stand.open_doors():
            for parcel in self.stand.cabinet.contents(door):
                if parcel != self._who:
                    self.wrongs.append(f"the door to {parcel} opened for the code of {self._who}")
                    continue
                self.stand.cabinet.take_out(door, parcel)
                self.collected.add(parcel)
                self.codes.pop(parcel)
            self._shut(door, now_ms)

    def _taken(self, now_ms: int) -> None:
        # A door that was shut on the parcel is opened once more; nobody says "done" to that.
        self.stand.press("again" if self.stand.where_is(self._who) else "done")


Act = Callable[[People, int], None]
ACTS: dict[str, Act] = {
    "Welcome": People._welcome, "Told": People._told, "AskPin": People._pin, "Run": People._run,
    "PutIn": People._put_in, "IsItOut": People._is_it_out, "Look": People._look_in,
    "Verdict": People._verdict, "Stuck": People._stuck, "AskOpen": People._ask_open,
    "TakeOut": People._take_out, "TakeUnseen": People._taken, "Taken": People._taken,
}  # fmt: skip
