"""The bench without its page: what can be done, what is shown, and what outlives a restart."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.bench import scene, view
from sim.bench.bench import Bench, BenchError
from sim.bench.deeds import Impossible, obey
from sim.bench.words import SENTENCES, sentence
from sim.mosquitto import AMQTT
from terminal import entries

PATIENCE_MS = 30_000


class Hands:
    """A person at a bench in this process."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.bench = Bench(folder, **options)
        self.bench.start()

    def do(self, what: str, **order: object) -> str:
        return obey(self.bench, {"do": what, **order})

    def wait(self, what: str, is_so: Callable[[], object]) -> None:
        def looked() -> object:
            self.bench.guide.look()
            return is_so()

        self.bench.loop.run_until(looked, PATIENCE_MS, what)

    def see(self, screen: str) -> None:
        self.wait(screen, lambda: self.bench.stand.glass.screen == screen)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("press", key=key)

    def begin_run(self) -> None:
        orders = self.bench.office.central.view.orders
        self.see("Welcome")
        self.wait("orders", lambda: {order.outcome for order in orders()} == {"applied"})
        self.do("scan", text=scene.BADGE)
        self.see("AskPin")
        self.press(*scene.PIN)
        self.see("Run")

    def parcels(self) -> list[str]:
        return [row.shipment for row in self.bench.office.central.view.shipments()]

    def put_first_in(self) -> tuple[str, int]:
        """The first parcel, behind the door that opened for it."""
        parcel = self.parcels()[0]
        self.do("scan", text=parcel)
        self.see("PutIn")
        (door,) = self.bench.stand.open_doors()
        self.do("put_in", door=door)
        return parcel, door

    def close(self, door: int) -> None:
        self.do("close", door=door)
        self.wait("shut", lambda: not self.bench.stand.cabinet.is_open(door))

    def state_of(self, parcel: str) -> str:
        return self.bench.office.central.view.shipments(parcel)[0].state

    def shown(self) -> view.View:
        """What a page would be sent, as JSON and back."""
        shown: view.View = json.loads(json.dumps(view.state(self.bench)))
        return shown


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Hands]:
    hands = Hands(tmp_path)
    yield hands
    hands.bench.close()


def test_a_parcel_that_was_put_in_is_there_after_a_restart(tmp_path: Path) -> None:
    hands = Hands(tmp_path)
    hands.begin_run()
    parcel, door = hands.put_first_in()
    hands.close(door)
    hands.see("Run")
    hands.wait("inside", lambda: hands.state_of(parcel) == "inside")
    hands.press("finish")
    hands.bench.close()

    hands = Hands(tmp_path)
    assert hands.bench.stand.where_is(parcel) == door
    assert hands.bench.stand.open_doors() == []
    hands.see("Welcome")
    code = hands.shown()["messages"][0]["code"]
    hands.press(*code)
    hands.see("TakeOut")
    hands.do("take_out", door=door, parcel=parcel)
    hands.bench.close()

    hands = Hands(tmp_path)  # an open door stands open, and what was taken is gone
    assert hands.bench.stand.open_doors() == [door]
    assert hands.bench.stand.where_is(parcel) == 0
    hands.bench.close()

    hands = Hands(tmp_path, is_fresh=True)
    assert parcel not in hands.parcels() and hands.bench.stand.open_doors() == []
    hands.bench.close()


def test_two_on_one_folder_are_refused_and_halves_that_do_not_fit_too(tmp_path: Path) -> None:
    hands = Hands(tmp_path)
    with pytest.raises(BenchError, match=re.escape("Ctrl-C")):
        Bench(tmp_path)
    hands.bench.close()
    (tmp_path / "terminal" / "terminal.key").unlink()
    bench = Bench(tmp_path)
    with pytest.raises(BenchError, match="--fresh"):
        bench.start()
    bench.close()


def test_it_works_with_amqtt_as_well(tmp_path: Path) -> None:
    hands = Hands(tmp_path, broker=AMQTT)
    hands.begin_run()
    assert "amqtt runs" in hands.shown()["switches"]["network"]["says"]
    hands.bench.close()


def test_the_guide_follows_the_first_story(hands: Hands) -> None:
    guide = hands.bench.guide
    assert guide.at == 0
    hands.begin_run()
    hands.wait("PIN", lambda: guide.at == 2)
    parcel, door = hands.put_first_in()
    hands.wait("put in", lambda: guide.at == 4)
    hands.close(door)
    hands.wait("shut", lambda: guide.at == 5)
    hands.press("finish")
    hands.wait("finish", lambda: guide.at == 6)
    hands.wait("message", lambda: hands.shown()["messages"])
    hands.press(*hands.shown()["messages"][0]["code"])  # without clicking on the message first
    hands.wait("code", lambda: guide.at == 8)
    hands.do("take_out", door=door, parcel=parcel)
    hands.close(door)
    hands.see("Taken")
    hands.press("done")
    hands.wait("the end", lambda: guide.at == 11)
    assert "Now try" in hands.shown()["guide"]["hint"]
    hands.do("begin")
    assert guide.at == 0


def test_cables_can_be_pulled_out_and_put_back(hands: Hands) -> None:
    hands.see("Welcome")
    hands.do("locks", on=False)
    hands.see("OutOfService")
    hands.do("locks", on=True)
    hands.see("Welcome")
    assert "dark" in hands.do("scanner", on=False) + hands.do("scan", text="x")
    assert not hands.shown()["switches"]["scanner"]["on"]
    hands.do("scanner", on=True)
    hands.wait("scanner", lambda: _reads(hands))


def _reads(hands: Hands) -> bool:
    hands.do("scan", text="no code of ours")
    return hands.bench.stand.glass.screen == "Told"


def test_with_the_network_cut_it_goes_on_and_tells_later(hands: Hands) -> None:
    hands.begin_run()
    hands.do("network", on=False)
    parcel, door = hands.put_first_in()
    hands.close(door)
    hands.see("Run")
    assert hands.state_of(parcel) in ("expected", "being loaded")
    server = hands.shown()["server"]["terminal"]
    assert not server["is_online"] and "cut off" in server["says"]
    hands.do("network", on=True)
    hands.wait("inside", lambda: hands.state_of(parcel) == "inside")


def test_a_program_that_dies_unasked_is_shown_with_its_last_words(hands: Hands) -> None:
    hands.see("Welcome")
    # Libraries catch what the processor says (SIGSEGV and its like), now and then in time.
    os.kill(hands.bench.stand.program.pid, signal.SIGABRT)
    hands.wait("death", lambda: not hands.bench.stand.is_on)
    assert "SIGABRT" in hands.shown()["switches"]["power"]["says"]
    assert view.glass(hands.bench)["screen"] == ""
    hands.do("power", on=True)
    hands.see("Welcome")
    assert "2nd time" in hands.shown()["switches"]["power"]["says"]


def test_a_site_that_cannot_be_is_told_in_its_own_words(hands: Hands) -> None:
    hands.see("Welcome")
    hands.do("power", on=False)
    site = hands.bench.stand.folder / "site.toml"
    site.write_text(site.read_text().replace("poll_ms", "pole_ms"))
    hands.do("power", on=True)
    hands.wait("death", lambda: hands.bench.stand.program.why_gone)
    power = hands.shown()["switches"]["power"]
    assert "code 2" in power["says"] and "pole_ms is not known" in " ".join(power["words"])


@pytest.mark.parametrize(("order", "why"), [
    ({"do": "fly"}, "does not know"),
    ({}, "does not know"),
    ({"do": "close", "door": 99}, "no door 99"),
    ({"do": "close"}, "makes no sense"),
    ({"do": "close", "door": "x"}, "makes no sense"),
    ({"do": "touch", "x_mm": None}, "makes no sense"),
    ({"do": "put_in", "door": 1}, "no parcel in your hand"),
    ({"do": "put_in", "door": 1, "parcel": "CE1"}, "is shut"),
    ({"do": "take_out", "door": 1, "parcel": "CE1"}, "is shut"),
    ({"do": "sensor", "door": 1, "kind": "psychic"}, "one of"),
    ({"do": "register", "size": "XXL", "phone": "26123456"}, "A size is XS"),
    ({"do": "register", "size": "S", "phone": "1"}, "phone number"),
    ({"do": "settle", "incident": 7}, "no open incident"),
])  # fmt: skip
def test_what_cannot_be_done_is_answered_with_a_sentence(
    quiet: Bench, order: dict[str, object], why: str
) -> None:
    before = view.state(quiet)
    with pytest.raises(Impossible, match=why):
        obey(quiet, order)
    assert view.state(quiet) == before


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench whose terminal stays off: for what needs none."""
    bench = Bench(tmp_path_factory.mktemp("bench"))
    bench.office.central.add_terminal(bench.stand.name, bench.stand.key)
    yield bench
    bench.close()


def test_every_kind_of_entry_has_a_sentence() -> None:
    kinds = {re.sub("(?<!^)([A-Z])", r"_\1", kind.__name__).lower(): kind for kind in entries.ALL}
    assert set(SENTENCES) == set(kinds)
    for name, kind in kinds.items():
        public = {field: 7 for field in kind.fields if field not in getattr(kind, "personal", ())}
        assert sentence(name, public) and SENTENCES[name].format_map(public), name


def test_an_entry_of_a_newer_terminal_is_told_all_the_same() -> None:
    assert sentence("door_painted", {"compartment": 3}) == "door painted compartment 3"
