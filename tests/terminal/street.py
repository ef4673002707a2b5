"""A terminal in a street where chance decides: people, couriers, thieves, frost, power cuts.

Each step is one thing that happens, mostly what comes next and sometimes what cannot be. The
numbers come from a `Luck`, so the same street can be walked under every interpreter (`seeded.py`)
and be searched for the shortest story that breaks a promise (`test_core_search.py`).
"""

import hashlib

from terminal import effects as fx
from terminal import entries, identify_screens, orders, screens
from terminal import events as ev
from terminal.compartments import EXPECTED, INSIDE
from terminal.visits import welcome
from tests.terminal.households import phone_tag, recode
from tests.terminal.identities import identity_word
from tests.terminal.keys import ABSURD_KEYS, KEYS, TYPED_ON
from tests.terminal.luck import flat
from tests.terminal.scene import DAY, HOUR, MINUTE, SECOND, TODAY_S, Scene, badge, stored, tag

SIZES = ((1, "XS"), (2, "S"), (3, "S"), (4, "M"), (5, "M"), (7, "L"))
COURIERS = (("Anna", "BADGE1", "2468"), ("Bert", "BADGE2", "1357"))
RUBBISH = ("", "*", "QQQ", "12345", "1234567", "000000", "A B-C", "X" * 600)
PARCELS_MAX, KEPT_TURNS = 24, 40
# Out of ten thousand leaps in time those from here on are at most as long as this.
LEAPS = ((6000, 8 * SECOND), (9000, 45 * SECOND), (9700, 4 * MINUTE), (9940, HOUR),
         (9996, 2 * DAY))  # fmt: skip
BUSY_LEAPS = ((8500, 8 * SECOND), (9700, 70 * SECOND), (9900, 11 * MINUTE))
RULES = (("late_pickup", 1), ("late_pickup", 0), ("guess_ceiling", 5), ("guess_ceiling", 50),
         ("reopenings", 1), ("grace_s", 20), ("grace_s", 600), ("remind_s", 20), ("combine", 0),
         ("dead_code_days", 1), ("grace_s", 5), ("combine", 1), ("nonsense", 1))  # fmt: skip


class Street(Scene):
    """A scene in which chance decides; `luck` is set anew for each step by the search."""

    def __init__(self, luck):
        self.luck = luck
        self.digest = hashlib.sha256()
        self.counts = {}  # (machine, state, event) -> how often the row was taken
        self.turn_count = self.entry_count = self.cut_count = 0
        self.silent = []
        self.to_swing = []  # doors that will give way after a pulse
        self.frozen = []  # doors that will not
        self.lying = {}  # door -> what its sensor says whatever it does
        self.recent = []  # the last facts, to tell a failure
        self.is_late = False  # facts are told before the deadlines that are due
        given = [badge(*courier) for courier in COURIERS]
        given += stored(2, "P1", code_of(1), phone_end="789") + stored(4, "P2", code_of(2), "M")
        self.parcels, self.last_parcel = ["P1", "P2"], 2  # the newest
        Scene.__init__(self, given, SIZES)

    # -- what the scene does not keep -----------------------------------------------------

    def tell(self, event):
        self.recent = self.recent[-KEPT_TURNS:] + [(self.now_ms, event)]
        turn = Scene.tell(self, event)
        self.turn_count += 1
        text = "%d %s %s\n" % (self.now_ms, flat(tuple(turn)), self.terminal.wake_at_ms())
        self.digest.update(text.encode())
        for row in self.rows:
            self.counts[row] = self.counts.get(row, 0) + 1
        self.rows = []
        self.turns = self.turns[-KEPT_TURNS:]
        self._forget_before_checkpoint(turn)
        if self.is_late:
            self._late_deadlines()
        return turn

    def _forget_before_checkpoint(self, turn):
        for effect in turn:
            if type(effect) is fx.Journal:
                self.entry_count += 1
                if type(effect.entry) is entries.Checkpoint:
                    self.lines = [(effect.entry, effect.up_ms, effect.wall_s)]

    def _late_deadlines(self):
        self.is_late = False
        for _round in range(20):
            wake_at_ms = self.terminal.wake_at_ms()
            if wake_at_ms is None or wake_at_ms > self.now_ms:
                return
            self.tell(ev.TimePassed())
            self.promises.time_passed(self.terminal, self.now_ms)
        raise AssertionError("deadlines without end")

    # -- time and power -------------------------------------------------------------------

    def step(self):
        """Time goes by and something happens, mostly what comes next."""
        self.time_goes_by()
        if self.unanswered and self.luck.chance(70):
            return self.board_answers()
        if self.to_swing and self.luck.chance(60):
            return self.door_swings()
        if self._is_busy() and self.luck.chance(60):
            return self.somebody_answers()
        self.luck.pick(self.PLAN)(self)

    def _is_busy(self):
        return bool(self.unanswered) or self.front() not in (welcome.IDLE, welcome.TOLD)

    def time_goes_by(self):
        luck = self.luck.below(10000)
        longest_ms = 1500
        for threshold, limit_ms in BUSY_LEAPS if self._is_busy() else LEAPS:
            if luck >= threshold:
                longest_ms = limit_ms
        passed_ms = self.luck.below(longest_ms)
        if self.luck.chance(8) and longest_ms < HOUR:
            self.now_ms += passed_ms  # the loop was slow: the next fact goes first
            self.is_late = True
        else:
            self.after(passed_ms)

    def power_fails(self):
        self.cut_count += 1
        self.cut()
        for number, _size in self.sizes:
            if self.luck.chance(15):
                self.moves(number, not self.is_open[number])
        self.silent, self.to_swing, self.is_late = [], [], False
        self.power_on()

    # -- doors ----------------------------------------------------------------------------

    def board_answers(self):
        if not self.unanswered:
            return self.door_swings()
        pulse = self.unanswered[0]
        fate = self.luck.below(100)
        if fate < 6:
            self.unanswered.remove(pulse)
        elif fate < 20:
            self.answer(ev.UnlockNotSent if fate < 13 else ev.UnlockRefused)
        elif fate < 28:
            self.answer(ev.UnlockUnknown)
            if self.luck.chance(50):
                self.to_swing.append(pulse.compartment)
        elif fate < 38:
            self.to_swing.append(pulse.compartment)
            self.door_swings()
        else:
            self.answer(ev.UnlockDone)
            if self.luck.chance(90) and pulse.compartment not in self.frozen:
                self.to_swing.append(pulse.compartment)

    def door_swings(self):
        if not self.to_swing:
            return self.hand_shuts()
        number = self.to_swing.pop(0)
        if not self.is_open[number]:
            self._hand_moves(number)

    def hand_shuts(self):
        ajar = [n for n, _size in self.sizes if self.is_open[n]]
        if ajar:
            self._hand_moves(self.luck.pick(ajar))

    def thief_pulls(self):
        self._hand_moves(self.luck.pick(self.sizes)[0])

    def _hand_moves(self, number):
        self.is_open[number] = not self.is_open[number]
        if number not in self.silent and number not in self.lying:
            moved = ev.DoorOpened if self.is_open[number] else ev.DoorClosed
            self.tell(moved(number))

    def frost_comes(self):
        self.frozen = [n for n, _size in self.sizes if self.luck.chance(50)]

    def frost_goes(self):
        self.frozen = []

    def reading(self, number):
        return self.lying.get(number, self.is_open[number])

    def sensor_sticks(self):
        number = self.luck.pick(self.sizes)[0]
        self.lying[number] = self.reading(number)

    def sensors_heal(self):
        for number in sorted(self.lying):
            told = self.lying.pop(number)
            if told != self.is_open[number] and number not in self.silent:
                self.tell(ev.DoorOpened(number) if self.is_open[number] else ev.DoorClosed(number))

    def line_fails(self):
        chosen = [n for n, _size in self.sizes if n not in self.silent and self.luck.chance(40)]
        for number in chosen:
            self.silent.append(number)
            self.tell(ev.DoorSilent(number))
            if self.luck.chance(10):
                self.tell(ev.DoorSilent(number))

    def line_mends(self):
        for number in self.silent:
            self.tell(ev.DoorSeen(number, self.reading(number)))
        self.silent = []

    def board_babbles(self):
        """Readings and answers that fit nothing, of doors that we have and have not."""
        number = self.luck.pick((1, 2, 3, 4, 5, 7, 7, 6, 0, 99))
        opening = self.luck.below(self.promises.openings + 3)
        kind = self.luck.below(6)
        if kind < 4:
            answers = (ev.UnlockDone, ev.UnlockNotSent, ev.UnlockRefused, ev.UnlockUnknown)
            due = [pulse for pulse in self.unanswered if pulse.opening == opening]
            if not due:
                self.tell(answers[kind](number, opening))
        elif self.is_open.get(number) is not None and number not in self.silent:
            again = ev.DoorOpened if self.reading(number) else ev.DoorClosed
            self.tell(again(number) if kind == 4 else ev.DoorSeen(number, self.reading(number)))

    # -- people ---------------------------------------------------------------------------

    def somebody_types(self):
        if type(self.screen) not in TYPED_ON and self.luck.chance(95):
            return self.somebody_answers()
        if self.is_shown(screens.Welcome) and self.screen.typed and self.luck.chance(90):
            self.choose("cancel")
        inside = [s for s in self.parcels if self._is_standing(s, INSIDE)]
        fate = self.luck.below(100)
        if inside and fate < 88:
            code = code_of(int(self.luck.pick(inside)[1:]))
        elif self.parcels and fate < 91:
            code = code_of(int(self.luck.pick(self.parcels)[1:]))
        else:
            code = "9%05d" % self.luck.below(99999)
        self.press(code + "1" if fate in (50, 96) else code[: 3 if fate == 97 else 6])
        if self.luck.chance(85):
            self.after(400)

    def _is_standing(self, number, standing):
        return getattr(self.shipment(number), "standing", "") == standing

    def somebody_answers(self):
        """Somebody does what the screen asks for, or nearly."""
        if self.is_shown(screens.AskPhone):
            return self.press(self.luck.pick(("789", "789", "123", "78")))
        if self.is_shown(screens.AskPin):
            courier = self.terminal.front.courier
            pins = [pin for name, _text, pin in COURIERS if name == courier]
            return self.press("0000" if not pins or self.luck.chance(8) else pins[0])
        if self.is_shown(screens.Sign) and self.luck.chance(60):
            return self.press(code_of(int(self.terminal.front.shipments[0][1:])))
        if self.is_shown(screens.Run) and self.luck.chance(70):
            return self.courier_works()
        if self.is_shown(identify_screens.Identify) and self.luck.chance(60):
            return self.server_identifies()
        if type(self.screen) in (screens.Welcome, screens.Told) and self.luck.chance(60):
            return self.somebody_types()
        if self.luck.chance(35):
            return self.hand_shuts()
        keys = KEYS.get(type(self.screen), ())
        key = self.luck.pick(keys) if keys else ""
        if key:
            self.choose(key)

    def courier_works(self):
        if self.is_shown(screens.Run) and self.screen.tasks and self.luck.chance(50):
            return self.choose("inspect %d" % self.luck.pick(self.screen.tasks)[0])
        waiting = [s for s in self.parcels if self._is_standing(s, EXPECTED)]
        if waiting and self.luck.chance(80):
            return self.scan(self.luck.pick(waiting))
        self.somebody_scans()

    def courier_comes(self):
        if self._is_busy() and self.luck.chance(90):
            return self.somebody_answers()
        courier = self.luck.pick(COURIERS)
        self.scan(courier[1])
        self.press(courier[2])

    def somebody_scans(self):
        fate = self.luck.below(100)
        if fate < 30:
            self.scan(self.luck.pick(COURIERS)[1])
        elif fate < 60 and self.parcels:
            self.scan(self.luck.pick(self.parcels).lower())
        elif fate < 80 and self.parcels:
            self.scan("TOKEN" + self.luck.pick(self.parcels))
        else:
            self.scan(self.luck.pick(RUBBISH))

    def somebody_fumbles(self):
        """Keys that the screen does not offer, and presses on pictures that are gone."""
        picture = self.picture - self.luck.below(2)
        key = self.luck.pick(ABSURD_KEYS + tuple("0123456789") + ("erase", "cancel", "ok"))
        is_stale = picture != self.picture
        turn = self.tell(ev.Pressed(key, picture))
        if is_stale:
            assert not [x for x in turn if type(x) in (fx.Unlock, fx.Sound, fx.AskServer)], turn

    # -- the server -----------------------------------------------------------------------

    def server_announces(self):
        self.last_parcel += 1
        number = "P%d" % self.last_parcel
        self.parcels = (self.parcels + [number])[-PARCELS_MAX:]
        size = self.luck.pick(("XS", "S", "S", "M", "L", ""))
        sides_mm = (100, 200, 300) if not size and self.luck.chance(50) else ()
        token = tag("token", "TOKEN" + number) if self.luck.chance(50) else ""
        code = tag("code", code_of(self.last_parcel))
        end = self.luck.pick(("789", ""))
        self.order(orders.Expect(number, size, sides_mm, code, token, end, phone_tag(self.luck)))
        if self.luck.chance(15):
            self.order(orders.SetIdentification(number, "qualified"))

    def server_orders(self):
        number = self.luck.pick(self.parcels + ["P0", "P99999"])
        code = tag("code", code_of(self.luck.below(400)))
        kind = self.luck.below(12)
        if kind > 9:
            order = orders.SetIdentification(number, self.luck.pick(("qualified", "", "advanced")))
        elif kind > 7:
            hold = orders.SetHold(number, self.luck.pick(("", "contents")))
            order = orders.Recall(number, "recalled") if kind == 8 else hold
        elif kind == 0:
            order = orders.Withdraw(number)
        elif kind in (1, 2):
            order = orders.SetDeadline(number, TODAY_S + self.luck.below(7) * 30000 - 30000)
        elif kind == 3:
            order = recode(self, number, code)
        elif kind == 4:
            courier, text, pin = self.luck.pick(COURIERS)
            name = "Carl" if self.luck.chance(20) else courier
            order = orders.AddBadge(name, tag("badge", text), tag("pin", text + "|" + pin))
        elif kind == 5:
            order = orders.RevokeBadge(self.luck.pick(("Bert", "Carl", "Carl", "Nobody")))
        elif kind == 6:
            order = orders.Expect(number, "S", (), code, "", "789", "")
        else:
            version = self.terminal.books.policy_version + self.luck.below(3)
            order = orders.SetPolicy(version, (self.luck.pick(RULES), ("rating", 1)))
        self.order(order, self.luck.below(self.terminal.books.last_order + 4))
        if self.luck.chance(70):
            self.order(order)

    def server_answers(self):
        question = self.luck.below(4) - 1
        last_order = self.luck.below(self.terminal.books.last_order + 3) - 1
        asked = [x for turn in self.turns[-3:] for x in turn if type(x) is fx.AskServer]
        if asked and self.luck.chance(80):
            question = asked[-1].question
        self.tell(ev.Answered(question, last_order))

    def server_identifies(self):
        self.tell(identity_word(self.luck, self.turns[-6:]))

    # -- the machine itself ---------------------------------------------------------------

    def clock_reads(self):
        true_s = TODAY_S + self.now_ms // 1000
        wall_s = self.luck.pick((true_s, true_s, true_s, 0, 1000, true_s + 400000, true_s - 100000))
        self.tell(ev.ClockRead(wall_s, self.luck.chance(85)))

    def machine_ails(self):
        kind = self.luck.below(5)
        part = self.luck.pick(("scanner", "screen", "locks"))
        if kind == 0:
            self.tell(ev.PartFailed(part, "no answer"))
        elif kind == 1:
            self.tell(ev.PartMended(part))
        elif kind == 2:
            self.tell(ev.DiskRoom(self.luck.pick((20, 60, 74, 75, 79, 80, 95))))
        elif kind == 3:
            self.tell(ev.LinkChanged(self.luck.chance(50)))
        else:
            self.tell(ev.AckDisputed(self.luck.below(1000)))


def code_of(number):
    """Six digits for the parcel with this number; below 900000, where the guesses are."""
    return "%06d" % (number * 7919 % 900000)


# weight, what happens
STEPS = (
    (60, Street.somebody_answers), (30, Street.board_answers), (20, Street.door_swings),
    (70, Street.hand_shuts), (90, Street.somebody_types), (25, Street.somebody_scans),
    (60, Street.courier_comes), (60, Street.courier_works), (45, Street.server_announces),
    (25, Street.server_orders), (15, Street.server_answers), (25, Street.server_identifies),
    (14, Street.somebody_fumbles),
    (5, Street.thief_pulls), (4, Street.line_fails), (20, Street.line_mends),
    (8, Street.board_babbles), (10, Street.clock_reads), (8, Street.machine_ails),
    (4, Street.power_fails), (5, Street.frost_comes), (8, Street.frost_goes),
    (6, Street.sensor_sticks), (12, Street.sensors_heal),
)  # fmt: skip
Street.PLAN = tuple([step for weight, step in STEPS for _time in range(weight)])
