"""The networks' rules: every number has its clause, and a file that is not right is refused."""

import datetime
from pathlib import Path

import pytest

from sim.central import Refused
from sim.central.network import FOLDER, NetworkError, Networks, load, ours
from sim.central.network_file import OPTIONAL, REQUIRED, read
from sim.central.store import StoreError
from tests.sim.hand_terminal import KEY, World

CLAUSES = Path(__file__).parent.parent / "data" / "clauses.txt"
FILES = sorted(FOLDER.glob("*.toml"))
MANY = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def clauses() -> set[str]:
    """Every clause of the documents, such as 002-8.6.6."""
    found = set()
    for line in CLAUSES.read_text("utf-8").splitlines():
        if "|" in line:
            document, numbers = line.split("|")[:2]
            found |= {f"{document.strip()}-{number}" for number in numbers.split()}
    return found


@MANY
def test_every_value_carries_a_clause_that_exists(file: Path) -> None:
    wrong = [rule for rule in read(file).rules.values() if rule.clause not in clauses()]
    assert not wrong


def test_every_value_that_may_stand_in_a_file_stands_in_one() -> None:
    named = set().union(*(read(file).rules for file in FILES))
    assert named == {*REQUIRED, *OPTIONAL}


# A second copy of the documents' numbers, written from the documents.
@pytest.mark.parametrize(
    ("network", "name", "value", "clause"),
    [
        ("latvijas-pasts", "kept.days", 7, "002-8.6.6"),
        ("latvijas-pasts", "storing.days", 7, "002-5.2"),
        ("latvijas-pasts", "reminder.after", 3, "002-8.6.5"),
        ("latvijas-pasts", "after_expiry.kept_days", 30, "002-9.2"),
        ("latvijas-pasts", "after_expiry.goes_to", "sorting centre", "002-9.2"),
        ("latvijas-pasts", "parcel.weight_max_g", 30_000, "002-4.1.2"),
        ("latvijas-pasts", "parcel.outdoor_length_mm", 600, "002-4.1.2"),
        ("latvijas-pasts", "claims.months", 6, "002-12.9"),
        ("latvijas-pasts", "claims.answer_months", 1, "002-12.2"),
        ("latvijas-pasts", "claims.cod_answer_working_days", 15, "002-12.2"),
        ("latvijas-pasts", "operator.sms_sender", "Pasts.lv", "000-5"),
        ("latvijas-pasts", "size.XS", (85, 160, 580), "002-4.1.2"),
        ("latvijas-pasts", "size.S", (85, 380, 580), "002-4.1.2"),
        ("latvijas-pasts", "size.M", (180, 380, 580), "002-4.1.2"),
        ("latvijas-pasts", "size.L", (380, 380, 580), "002-4.1.2"),
        ("unisend-lt", "kept.days", 7, "002-13.3.6"),
        ("unisend-lt", "reminder.after", 48, "002-13.3.5"),
        ("unisend-lt", "after_expiry.goes_to", "sender", "002-13.3.7"),
        ("unisend-lt", "cod.max_cents", 113_830, "002-13.2.1"),
        ("unisend-lt", "claims.insurance_max_cents", 113_830, "002-13.2.2"),
        ("unisend-lt", "claims.insured_by_contract_cents", 27_000, "002-13.2.3"),
        ("unisend-lt", "parcel.weight_max_g", 30_000, "002-13.3.1"),
        ("itella-smartpost", "order.code_hours_min", 24, "003-3.4"),
        ("itella-smartpost", "claims.hidden_damage_days", 7, "003-8.4"),
        ("itella-smartpost", "claims.compensation_max_cents", 50_000, "003-8.5"),
        ("itella-smartpost", "operator.phones", ("+371 67815914",), "003-5.3"),
        ("ekstra-pasts", "kept.days", 10, "004-4.3"),
        ("ekstra-pasts", "reminder.after", 5, "004-4.2"),
        ("ekstra-pasts", "after_expiry.kept_days", 30, "004-4.4"),
        ("ekstra-pasts", "after_expiry.counted_from", "notice", "004-4.4"),
        ("ekstra-pasts", "parcel.weight_max_g", 7_000, "004-3.2"),
        ("ekstra-pasts", "cod.max_cents", 0, "004-2.5"),
        ("ekstra-pasts", "storage_fee.after_working_days", 10, "004-5.5"),
    ],
)
def test_the_documents_numbers(network: str, name: str, value: object, clause: str) -> None:
    rules = [rule for rule in ours().versions(network)[-1].rules() if rule.name == name]
    assert [(rule.value, rule.clause) for rule in rules] == [(value, clause)]


def test_the_two_unisend_networks_differ_in_their_partner_only() -> None:
    lt, ee = (ours().versions(f"unisend-{country}")[-1].rules() for country in ("lt", "ee"))
    assert [a.name for a, b in zip(lt, ee, strict=True) if a != b] == ["operator.name"]


# -- what is not right is refused, with the file and the place -------------------------------


def refused(tmp_path: Path, text: str) -> str:
    file = tmp_path / "a.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(NetworkError) as caught:
        read(file)
    assert str(file) in str(caught.value)
    return str(caught.value)


def places(file: Path) -> list[tuple[int, str]]:
    """The number of each line with a value, and the name of that value."""
    found, section = [], ""
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif "clause" in line and not line.startswith("#"):
            found.append((number, f"{section}.{line.split(' = ')[0]}"))
    return found


def changed(file: Path, number: int, line: str | None) -> str:
    lines = file.read_text("utf-8").splitlines()
    lines[number : number + 1] = [] if line is None else [line]
    return "\n".join(lines)


@MANY
def test_every_line_of_every_file_is_needed_and_looked_at(file: Path, tmp_path: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    assert {name for _, name in places(file)} == set(read(file).rules)
    for number, name in places(file):
        line, key = lines[number], lines[number].split(" = ")[0]
        value, clause = line.split(", clause = ")
        for wrong, why in (
            (f"{value} }}", "clause"),
            (f'{value}, clause = "8.6.6" }}', "its clause is written like"),
            (f"{value}, clause = 2 }}", "its clause is written like"),
            (f"{key} = {{ clause = {clause}", "wanted { value"),
            (f"{line[:-2]}, since = 2 }}", "no more and no less"),
            (f"{key} = 7", "wanted { value"),
            (f"{key} = {{ value = 1.5, clause = {clause}", "cannot be its value"),
            (f"{key} = {{ value = true, clause = {clause}", "cannot be its value"),
            (f"{key} = {{ value = -1, clause = {clause}", "cannot be its value"),
            (f"{key} = {{ value = [], clause = {clause}", "cannot be its value"),
            (f'{key} = {{ value = " ", clause = {clause}', "cannot be its value"),
        ):
            said = refused(tmp_path, changed(file, number, wrong))
            assert f": {name}: " in said and why in said, (wrong, said)
        said = refused(tmp_path, changed(file, number, line.replace(key, f"{key}x", 1)))
        assert f"{name}x: nobody knows this key" in said
        if name in REQUIRED:
            assert f": {name}: missing" in refused(tmp_path, changed(file, number, None))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 5", "version = 0", "version: wanted a number"),
        ("version = 5", 'version = "5"', "version: wanted a number"),
        ("2026-01-01", "2026-01-01T00:00:00", "valid_from: wanted a day"),
        ("valid_from = 2026-01-01", "", "valid_from: wanted a day"),
        ('"latvijas-pasts"', '"Latvijas Pasts"', "network: wanted its name"),
        ("version = 5", "version = 5\ntill = 3", "till: nobody knows this key"),
        ('"calendar day"', '"weeks"', "reminder.counts: 'weeks' cannot be"),
        ('"N13"', '"N18"', "notices.expiry: ['N18'] cannot be"),
        ('"sorting centre"', '"sender"', "after_expiry.kept_days: not where it goes to the sender"),
        ("days = { value = 7,", "days = { value = 0,", "kept.days: 0 cannot be"),
        ("value = 6,", "value = 5,", "code.digits: 5 cannot be"),
        ("[85, 160, 580]", "[85, 160]", "size.XS"),
        ("[kept]", "[kept", "cannot be read"),
        ("[kept]", "[kept]\n[kept]", "cannot be read"),
        ('expiry = { value = ["N13"], clause = "002-9.2" }', "", "notices.expiry: missing"),
    ],
)
def test_what_is_not_right_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "latvijas-pasts.toml").read_text("utf-8")
    assert old in text
    assert said in refused(tmp_path, text.replace(old, new, 1))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="no file of rules"):
        load(tmp_path)
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(NetworkError, match=r"a\.toml: cannot be read"):
        load(tmp_path)


# -- versions and their days -----------------------------------------------------------------


def versions(*wanted: tuple[int, str]) -> Networks:
    rules = read(FOLDER / "latvijas-pasts.toml")
    days = [(version, datetime.date.fromisoformat(day)) for version, day in wanted]
    return Networks(rules._replace(version=version, valid_from=day) for version, day in days)


def test_the_version_of_a_day_is_the_last_that_had_begun() -> None:
    networks = versions((6, "2026-05-01"), (5, "2026-01-01"))
    for day, version in (
        ("2026-01-01", 5), ("2026-04-30", 5), ("2026-05-01", 6), ("2030-01-01", 6),
        ("1970-01-01", 5),
    ):  # fmt: skip
        found = networks.at("latvijas-pasts", datetime.date.fromisoformat(day))
        assert found.version == version, day


@pytest.mark.parametrize(
    "wanted",
    [
        ((5, "2026-01-01"), (5, "2026-05-01")),
        ((5, "2026-01-01"), (6, "2026-01-01")),
        ((5, "2026-01-01"), (6, "2025-01-01")),
    ],
)
def test_versions_that_contradict_each_other_are_refused(
    wanted: tuple[tuple[int, str], ...],
) -> None:
    with pytest.raises(NetworkError):
        versions(*wanted)


def test_a_parcel_keeps_what_was_promised_on_the_day_of_its_notice(tmp_path: Path) -> None:
    """On the day after its deposit a new version keeps parcels for less time and elsewhere."""
    text = (FOLDER / "latvijas-pasts.toml").read_text("utf-8")
    (tmp_path / "5.toml").write_text(text, "utf-8")
    text = text.replace("version = 5\n", "version = 6\n").replace("2026-01-01", "2026-03-03")
    text = text.replace("value = 7,", "value = 2,").replace("value = 30,", "value = 4,")
    text = text.replace('["N13"]', '["N11"]')
    (tmp_path / "6.toml").write_text(text, "utf-8")
    world = World(networks=load(tmp_path))
    old = world.inside(1)
    world.wall_s += 86_400
    new = world.inside(2)
    day = {name: world.central.view.shipments(name)[0].deadline_s // 86_400 for name in (old, new)}
    noon = world.wall_s // 86_400
    assert day == {old: noon + 6, new: noon + 2}
    world.wall_s += 8 * 86_400
    world.terminal.write("taken_out", compartment=1, shipments=[old], courier="ann")
    world.terminal.write("taken_out", compartment=2, shipments=[new], courier="ann")
    world.talk()
    sent = {m.shipment: m.notice for m in world.central.view.messages() if m.kind != "arrived"}
    assert sent == {old: "N13", new: "N11"}
    plans = world.central.view.plans()
    back = {plan.shipment: (plan.at_s - world.wall_s) // 86_400 for plan in plans}
    assert back == {old: 30, new: 4}


# -- a terminal belongs to one ---------------------------------------------------------------


def test_a_terminal_belongs_to_a_network_that_is_there() -> None:
    world = World()
    with pytest.raises(Refused, match=r"A terminal belongs to one of .*unisend-lt.*'dpd' is none"):
        world.central.add_terminal("T2", KEY, network="dpd")
    with pytest.raises(Refused, match="registered already, and differently"):
        world.central.add_terminal("T1", KEY, "Brīvības iela 1, Rīga", network="unisend-lt")


def test_a_server_whose_terminals_lost_their_rules_does_not_start() -> None:
    world = World(network="unisend-ee")
    with pytest.raises(StoreError, match="Terminal T1 belongs to the network 'unisend-ee'"):
        World(db=world.db, networks=versions((5, "2026-01-01")))


@pytest.mark.parametrize(
    ("network", "wish", "said"),
    [
        ("latvijas-pasts", {"weight_g": 30_001}, "at most 30000 grams .*002-4.1.2"),
        ("latvijas-pasts", {"weight_g": -1}, "at most 30000 grams"),
        ("ekstra-pasts", {"weight_g": 7_001}, "at most 7000 grams .*004-3.2"),
        ("unisend-lt", {"phone": "+4915112345678"}, r"\+371, \+370, \+372 only .*002-13.3.3"),
    ],
)
def test_what_a_network_does_not_take_is_refused(
    network: str, wish: dict[str, object], said: str
) -> None:
    world = World(network=network)
    before = list(world.db.iterdump())
    with pytest.raises(Refused, match=said):
        world.central.register("T1", **{"phone": "29000111", **wish})  # type: ignore[arg-type]
    assert list(world.db.iterdump()) == before


@pytest.mark.parametrize("phone", ["29000111", "+37061200111", "+3725100111"])
def test_the_heaviest_that_a_network_takes_and_each_of_its_phones(phone: str) -> None:
    world = World(network="unisend-ee")
    assert world.central.register("T1", phone, weight_g=30_000)


@pytest.mark.parametrize(
    ("network", "most"), [("unisend-lt", 113_830), ("unisend-ee", 113_830), ("ekstra-pasts", 0)]
)
def test_cash_on_delivery_up_to_the_limit(network: str, most: int) -> None:
    world = World(network=network)
    shipment = world.expected()
    with pytest.raises(Refused, match=f"at most {most} cents .*00[24]-"):
        world.central.set_dues(shipment, [("cod", most + 1)])
    if most:
        with pytest.raises(Refused, match="at most"):
            world.central.set_dues(shipment, [("cod", most), ("cod", 1)])
        world.central.set_dues(shipment, [("cod", most), ("storage", 1)])
    world.central.set_dues(shipment, [("duty", most + 1)])


def test_where_the_rules_name_no_limit_there_is_none_of_the_networks() -> None:
    world = World()
    world.central.set_dues(world.expected(), [("cod", 900_000)])


def test_anybody_may_read_the_rules() -> None:
    world = World()
    rules = {rule.name: rule for rule in world.central.rules("unisend-lt")}
    assert rules["cod.max_cents"].value == 113_830 and len(rules) > 20
    assert world.central.rules("unisend-lt", 5) == world.central.rules("unisend-lt")
    for network, version in (("dpd", 0), ("unisend-lt", 9)):
        with pytest.raises(Refused):
            world.central.rules(network, version)
