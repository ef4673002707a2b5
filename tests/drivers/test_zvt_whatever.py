"""A ZVT reader that says anything at any time, a terminal that wants anything: what holds then."""

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal import effects
from terminal.record import Record
from tests.drivers.payment_promises import Promises
from tests.drivers.zvt_stage import ABORT, ACK, BUSY, CHARGE, DONE, GOOD, VENDING, Stage, result

# What a reader says, well or badly; ACK and GOOD often, because all begins with them.
WORDS = (
    ACK, ACK, ACK, GOOD, GOOD, GOOD, GOOD, DONE, DONE, VENDING, "061E016C", "061E01CC",
    "040F02276C", "040F022705", "040F022700", result(cents=300), result(original=471, trace=472),
    "04FF010A",
    "04FF020A01", "04FF0105", "848300", "849C00", "84B500", "060F01DF", "060F019C", "060F0151",
    "061E0183", "06D10101", "040D00", "040F042700870A", "FF0000", "060F021900",
)  # fmt: skip
GOODS = (GOOD, "040F022700", result(cents=300), result(trace=470))
WAITS_MS = (1, 2_000, 3_000, 5_000, 10_000, 15_000, 30_000, 50_000, 180_000)
# Beginnings, so that the interesting states are reached often.
BEGINNINGS: tuple[tuple[str, ...], ...] = (
    (), ("ready",), ("ready", "charge"), ("ready", "charge", ACK),
    ("ready", "charge", ACK, GOOD), ("ready", "charge", ACK, GOOD, "out"),
    ("ready", "charge", ACK, GOOD, "not out"), ("ready", "charge", ACK, "drop"),
    ("ready", "reverse", ACK), ("ready", "check", ACK),
)  # fmt: skip
WISHES = ("charge", "out", "not out", "drop", "check", "reverse", "close")
LINES = ("lose", "find", "forget")

actions = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(WISHES),
    st.sampled_from(WAITS_MS), st.sampled_from(LINES),
    st.binary(max_size=20).map(lambda body: f"040F{len(body):02X}{body.hex()}"),
)  # fmt: skip
MANY = settings(max_examples=6 * settings().max_examples)


class World:
    """The stage, and what may be seen of it from outside."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.promises = Promises()
        self.is_up = False
        self.sale = 0
        self.are_out: set[int] = set()  # sales whose goods are out, said the terminal
        # As the reader sees it: the command that it has, and whether it has taken it.
        self.command = ""
        self.is_taken = False

    def do(self, action: str | int) -> None:
        if isinstance(action, int):
            for _, apdu in self.stage.wait(action):
                self.hear(apdu)
            if self.stage.talk.broken is not None:
                self.lose(self.stage.talk.broken)
        elif action in WISHES:
            self.wish(action)
        elif action == "ready":
            self.is_up = True
            self.stage.be_ready()
        elif action == "lose":
            self.lose("gone")
        elif action == "find":
            self.find()
        elif action == "forget":
            self.forget()
        else:
            self.say(action)
        self.note()

    def say(self, message: str) -> None:
        """The reader says something, if it can."""
        if not self.is_up:
            return
        self.note()
        is_sale = self.command == CHARGE and self.is_taken
        are_out = is_sale and next(iter(self.promises.open)) in self.are_out
        is_answer = message[:2] in ("80", "84")
        is_end = message[:4] in ("060F", "061E")
        if self.command and not self.is_taken:
            if message == ACK:
                self.is_taken = True
            elif is_answer:
                self.command = ""
        elif is_end:
            self.command = ""
        self.note()
        answers = self.stage.reader(message)
        if is_answer:
            assert all(answer[:2] in ("05", "06") for answer in answers), answers
        elif message in GOODS:
            self.check_answer_to_good(answers, is_sale, are_out)
        elif "2700" in message:  # made up, and perhaps good
            assert answers != [ACK] or not is_sale or are_out or "37" in message
        else:
            assert answers[0] in (ACK, "846600", "848300", "849A00"), (message, answers)
            if is_end:
                assert answers[0] == ACK
        for answer in answers:
            self.hear(answer)

    def check_answer_to_good(self, answers: list[str], is_sale: bool, are_out: bool) -> None:
        """The heart of it: money is kept only for goods that are out."""
        assert len(answers) <= 1
        if is_sale:
            assert answers in ([], [BUSY], ["846600"], [ACK])
            assert answers != [ACK] or are_out
        elif not self.command or not self.is_taken:
            assert answers == ["846600"]

    def wish(self, wish: str) -> None:
        if wish == "charge":
            self.sale += 1
        effect: Record = {
            "charge": effects.Charge(self.sale, 349),
            "out": effects.AnswerGoods(self.sale, True),
            "not out": effects.AnswerGoods(self.sale, False),
            "drop": effects.DropCharge(self.sale),
            "check": effects.CheckSale(self.sale),
            "reverse": effects.ReverseSale(self.sale, 471),
            "close": effects.CloseDay(),
        }[wish]
        self.note()
        if not self.promises.may_want(effect):
            return
        self.promises.wanted(effect)
        said = self.stage.want(effect)
        if wish == "out":
            assert said in ([], [ACK])
            self.are_out.add(self.sale)
        elif wish == "not out":
            assert said in ([], ["846600"])
        for apdu in said:
            self.hear(apdu)

    def hear(self, apdu: str) -> None:
        """The reader hears this of us."""
        if apdu[:2] in ("05", "06") and apdu != ABORT:
            assert not self.command, "a command while another is under way"
            self.command, self.is_taken = apdu, False
        if apdu == ABORT:
            assert self.command == CHARGE
            assert self.is_taken

    def lose(self, why: str) -> None:
        if self.is_up:
            self.is_up = False
            self.command = ""
            self.stage.lose(why)

    def find(self) -> None:
        if not self.is_up:
            self.is_up = True
            for apdu in self.stage.find():
                self.hear(apdu)

    def forget(self) -> None:
        self.note()
        # A core that forgot has not heard that the reader failed.
        self.promises.is_failed = False
        self.stage.talk.forget()
        self.note()
        if self.stage.talk.broken == "":
            self.lose("")

    def note(self) -> None:
        for fact in self.stage.facts():
            self.promises.told(fact)


@MANY
@given(st.sampled_from(BEGINNINGS), st.lists(actions, max_size=30))
def test_whatever_comes_the_promises_are_kept(
    beginning: tuple[str, ...], later: list[str | int]
) -> None:
    world = World()
    for action in (*beginning, *later):
        world.do(action)
    # In the end the reader is silent, and then away: every order has had its outcome.
    world.do("lose")
    world.do(10_000)
    world.promises.settle()


@MANY
@given(st.lists(actions, max_size=30))
def test_after_whatever_came_a_good_reader_sells(later: list[str | int]) -> None:
    world = World()
    for action in later:
        world.do(action)
    world.do("lose")
    world.do(10_000)
    world.do("find")
    for message in (ACK, VENDING, ACK, DONE, ACK, result(trace=470), DONE):
        world.do(message)
    for action in ("charge", ACK, GOOD, "out", DONE):
        world.do(action)
    assert world.sale in world.are_out
    world.promises.settle()
