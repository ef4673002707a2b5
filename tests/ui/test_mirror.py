"""A bench looks on through a socket, and touches; whoever is slow or rude is let go."""

import base64
import json
import os
import select
import socket
import stat

import pytest

from sim.display import SimDisplay
from terminal import effects, screens
from terminal.events import Pressed
from ui import mirror as mirror_module
from ui import samples
from ui.mirror import Mirror, MirrorError
from ui.presenter import Presenter
from ui.pygame_display import PygameDisplay
from ui.theme import Panel

WAIT_S = 10


class Onlooker:
    """A client as a bench would write it: a socket, lines of JSON, a deadline."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(WAIT_S)
        self.socket.connect(str(path))
        self.file = self.socket.makefile("rb")

    def read(self):
        return json.loads(self.file.readline())

    def say(self, message):
        self.socket.sendall(json.dumps(message).encode() + b"\n")

    def is_cut_off(self):
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionResetError:
            pass
        return True


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mirror"


@pytest.fixture
def display():
    return SimDisplay()


@pytest.fixture
def presenter(display, path):
    presenter = Presenter(Mirror(display, path), samples.SITE)
    presenter.perform(effects.Show(7, screens.Stuck(3, "jammed")), 0)
    yield presenter
    presenter.close()


def serve(presenter, now_ms=0):
    """What the loop does: wait until the part is readable, then poll."""
    readable, _, _ = select.select([presenter.fileno()], [], [], WAIT_S)
    assert readable, "the loop would have slept on"
    return presenter.poll(now_ms)


def look(presenter, path):
    onlooker = Onlooker(path)
    serve(presenter)
    return onlooker, onlooker.read()


def test_who_connects_is_told_at_once_what_is_on_the_glass(presenter, path):
    _, message = look(presenter, path)
    assert message["screen"] == "Stuck"
    assert message["picture"] == 7
    assert message["language"] == "lv"
    assert "Durvis neatvērās" in " ".join(message["texts"])
    again = next(key for key in message["keys"] if key["key"] == "again")
    assert again["w_mm"] >= 15.0
    assert message["panel"] == {"w_mm": 222.61, "h_mm": 130.43}
    assert "png" not in message


def test_every_change_is_told_and_nothing_twice(presenter, path):
    onlooker, _ = look(presenter, path)
    for now_ms in range(5):
        presenter.poll(now_ms)
    presenter.perform(effects.Show(8, screens.TakeOut(3, (samples.PARCEL,), False, "")), 10)
    assert onlooker.read()["screen"] == "TakeOut"


def test_a_touch_from_outside_is_a_press_like_any_other(presenter, path):
    onlooker, message = look(presenter, path)
    key = next(key for key in message["keys"] if key["key"] == "again")
    onlooker.say({"touch": [key["x_mm"] + key["w_mm"] / 2, key["y_mm"] + key["h_mm"] / 2]})
    assert serve(presenter) == [Pressed("again", 7)]
    assert onlooker.read()["pressed"] == "again"


def test_pictures_come_to_those_who_ask(path):
    real = PygameDisplay(Panel(), driver="offscreen")
    presenter = Presenter(Mirror(real, path), samples.SITE)
    presenter.perform(effects.Show(1, screens.Checking()), 0)
    plain, first = look(presenter, path)
    onlooker, _ = look(presenter, path)
    onlooker.say({"pictures": True})
    serve(presenter)
    assert base64.b64decode(onlooker.read()["png"])[:8] == b"\x89PNG\r\n\x1a\n"
    presenter.perform(effects.Show(2, screens.Opening(3)), 0)
    assert "png" in onlooker.read()
    assert "png" not in plain.read()
    assert "png" not in first
    presenter.close()


def test_tunes_are_told(presenter, path):
    onlooker, _ = look(presenter, path)
    presenter.perform(effects.Sound("accepted"), 0)
    assert onlooker.read() == {"tune": "accepted"}


def test_several_look_on_and_one_may_leave(presenter, path):
    first, _ = look(presenter, path)
    second, _ = look(presenter, path)
    first.file.close()
    first.socket.close()
    serve(presenter)
    presenter.perform(effects.Show(8, screens.Checking()), 0)
    assert second.read()["screen"] == "Checking"


def test_nobody_can_crowd_the_terminal(presenter, path):
    kept = [look(presenter, path)[0] for _ in range(mirror_module.CLIENTS_MAX)]
    late = Onlooker(path)
    serve(presenter)
    assert late.is_cut_off()
    presenter.perform(effects.Show(8, screens.Checking()), 0)
    assert [onlooker.read()["screen"] for onlooker in kept] == ["Checking"] * len(kept)


@pytest.mark.parametrize(
    "nonsense",
    [b"hello\n", b"[1, 2]\n", b'{"touch": 5}\n', b'{"touch": [1]}\n', b'{"touch": ["a", "b"]}\n',
     b'{"touch": null}\n', b"\xff\xfe\n", b"x" * 5_000],
)  # fmt: skip
def test_nonsense_ends_the_connection_and_nothing_else(presenter, path, nonsense):
    onlooker, _ = look(presenter, path)
    other, _ = look(presenter, path)
    onlooker.socket.sendall(nonsense)
    serve(presenter)
    assert onlooker.is_cut_off()
    presenter.perform(effects.Show(8, screens.Checking()), 0)
    assert other.read()["screen"] == "Checking"


def test_a_message_in_pieces_is_one_message(presenter, path):
    onlooker, _ = look(presenter, path)
    for part in (b'{"pict', b'ures": fal', b"se}\n"):
        onlooker.socket.sendall(part)
        serve(presenter)
    assert onlooker.read()["screen"] == "Stuck"


def test_who_does_not_read_is_dropped_and_slows_nobody(presenter, path, display):
    sleeper, _ = look(presenter, path)
    reader, _ = look(presenter, path)
    for number in range(8, 3_000):
        presenter.perform(effects.Show(number, screens.Stuck(1 + number % 2, "jammed")), 0)
        assert reader.read()["picture"] == number
    assert sleeper.is_cut_off()


def test_who_reads_late_is_told_the_rest_when_there_is_room(presenter, path):
    onlooker, _ = look(presenter, path)
    for number in range(8, 208):
        presenter.perform(effects.Show(number, screens.Stuck(1 + number % 2, "jammed")), 0)
    seen = []
    while seen[-1:] != [207]:
        presenter.poll(0)
        seen.append(onlooker.read()["picture"])
    assert seen == list(range(8, 208))


def test_the_loop_sleeps_while_nobody_does_anything(presenter, path):
    look(presenter, path)
    presenter.poll(0)
    assert select.select([presenter.fileno()], [], [], 0) == ([], [], [])


def test_the_socket_is_for_its_owner_alone(presenter, path):
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_it_takes_the_place_of_a_dead_program_and_leaves_none_behind(presenter, path):
    again = Mirror(SimDisplay(), path)
    again.close()
    assert not path.exists()


def test_a_file_that_is_no_socket_is_left_alone(path):
    path.write_text("precious")
    with pytest.raises(MirrorError, match="cannot listen at"):
        Mirror(SimDisplay(), path)
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(MirrorError, match="name a path in a folder that this program may write to"):
        Mirror(SimDisplay(), tmp_path / "nowhere" / "mirror")
