"""Whatever bytes come, whenever, and however late a turn is: our lock board burns no coil.

What is written here is counted apart from the firmware: from the coil that it says should have
current, turn by turn.  `--hypothesis-profile=search` looks further.
"""

from hypothesis import given
from hypothesis import strategies as st

from drivers.lockboard.board import Board
from tests.drivers.lockboard_rig import frame, order, question

LOCKS = 4
LONGEST_TURN_MS = 60  # a program that does not run for longer is restarted: see the watchdog
REST_MS, COLD_BURST = 1_000, 6

orders = st.integers(1, LOCKS).map(order)
dangerous = st.sampled_from([
    frame(0x8A, 1, 0x00, 0x11), frame(0x90, 1, 0x0F, 0x0F, 0x0F), frame(0x9A, 1, 0x01, 0x11),
    frame(0x9B, 1, 0x01, 0x11), order(1) + order(2), order(1)[:3],
])  # fmt: skip
heard = st.one_of(
    st.just(b""), orders, orders, orders, st.integers(0, LOCKS + 1).map(question), dangerous,
    st.binary(max_size=14), st.tuples(st.binary(max_size=3), orders).map(b"".join),
)  # fmt: skip
# Mostly the turns of the real loop, and long stretches of them.
moments = st.lists(
    st.tuples(heard, st.sampled_from([4, 20, 60, 300, 700, 1_200, 4_000]),
              st.integers(0, (1 << LOCKS) - 1), st.sampled_from([2, 3, 20, LONGEST_TURN_MS])),
    min_size=1, max_size=60,
)  # fmt: skip


class Watched:
    """A board and, counted apart from it, what its coils had."""

    def __init__(self, pulse_ms: int) -> None:
        self.board = Board(1, LOCKS, pulse_ms)
        self.now_ms = 0
        self.pulses: list[tuple[int, int, int]] = []  # lock, from, until
        self._coil, self._since_ms = 0, 0

    def turn(self, elapsed_ms: int, data: bytes, closed: int) -> bytes:
        self.now_ms += elapsed_ms
        answer = self.board.turn(elapsed_ms, data, closed)
        if self.board.coil != self._coil:
            if self._coil:
                self.pulses.append((self._coil, self._since_ms, self.now_ms))
            self._coil, self._since_ms = self.board.coil, self.now_ms
        return answer


def lived(story: list[tuple[bytes, int, int, int]], pulse_ms: int) -> Watched:
    """The story told, and then silence until nothing can be on any more."""
    watched = Watched(pulse_ms)
    for data, for_ms, closed, turn_ms in [*story, (b"", 3_000, 0, 2)]:
        watched.turn(0, data, closed)
        for _ in range(0, for_ms, turn_ms):
            watched.turn(turn_ms, b"", closed)
    return watched


@given(moments, st.sampled_from([100, 500, 1_000]))
def test_no_coil_is_on_too_long_too_often_or_beside_another(story, pulse_ms):
    watched = lived(story, pulse_ms)
    assert watched.board.coil == 0
    last_until_ms = 0
    until_ms = dict.fromkeys(range(1, LOCKS + 1), 0)
    for lock, since, until in watched.pulses:
        assert pulse_ms <= until - since <= pulse_ms + LONGEST_TURN_MS
        assert since >= last_until_ms
        assert since - until_ms[lock] >= REST_MS
        last_until_ms = until_ms[lock] = until
    for lock in range(1, LOCKS + 1):
        mine = [(since, until) for pulsed, since, until in watched.pulses if pulsed == lock]
        for first in range(len(mine)):
            for last in range(first, len(mine)):
                on_ms = (last - first + 1) * pulse_ms
                # A cold burst and then 5 % of the time; heat is counted in steps of 100 ms.
                span_ms = mine[last][0] - mine[first][0] + 200
                assert on_ms <= COLD_BURST * 500 + span_ms // 20 + 5, mine


@given(moments)
def test_no_coil_moves_without_its_own_order(story):
    asked = [data for data, *_ in story]
    pulsed = [lock for lock, _, _ in lived(story, 500).pulses]
    for lock in pulsed:
        assert any(order(lock) in data for data in asked) or was_said_in_pieces(lock, asked)


@given(st.lists(st.one_of(dangerous, st.binary(max_size=14)), max_size=40))
def test_noise_and_dangerous_orders_move_nothing(said):
    only = [data for data in said if not any(order(lock) in data for lock in range(1, LOCKS + 1))]
    watched = lived([(b"", 1_500, 0, 2)] + [(data, 60, 0, 2) for data in only], 500)
    assert watched.pulses == []


@given(moments)
def test_every_answer_is_one_whole_frame_of_this_board(story):
    board = Board(1, LOCKS, 500)
    for data, for_ms, closed, turn_ms in story:
        for at_ms in range(0, for_ms, turn_ms):
            answer = board.turn(turn_ms, b"" if at_ms else data, closed)
            if answer:
                assert frame(*answer[:-1]) == answer
                assert len(answer) in (5, 7) and answer[0] in (0x80, 0x82, 0x8A)


def was_said_in_pieces(lock, asked):
    """Two pieces with no silence between them are one frame."""
    return order(lock) in b"".join(asked)
