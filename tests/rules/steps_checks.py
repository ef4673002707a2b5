"""Steps about what reached the outside: messages on phones, and what the server knows."""

from sim.scene import Differs, Scene
from tests.rules.vocabulary import step

ENTRIES_MAX = 1 << 30


# -- phones -----------------------------------------------------------------------------------


@step("{recipient} has received {count} message/messages")
def message_count(story, recipient, count):
    got = story.scene.messages(recipient)
    if len(got) != count:
        raise Differs(f"{len(got)}: {' / '.join(m.text_en for m in got)}")


@step("{recipient} has received {count} message/messages about {parcel}")
def message_count_about(story, recipient, count, parcel):
    got = story.scene.messages(recipient, parcel)
    if len(got) != count:
        raise Differs(f"{len(got)}: {' / '.join(m.text_en for m in got)}")


@step("the last message to {recipient} says {text}")
def last_message(story, recipient, text):
    got = story.scene.messages(recipient)
    if not got:
        raise Differs("there is none")
    if text not in got[-1].text and text not in got[-1].text_en:
        raise Differs(f"it says: {got[-1].text} / {got[-1].text_en}")


@step("{recipient} has received a code for {parcel}")
def has_code(story, recipient, parcel):
    if not story.scene.codes(recipient, parcel):
        raise Differs("no message has one")


@step("{recipient} has received no code for {parcel}")
def has_no_code(story, recipient, parcel):
    if story.scene.codes(recipient, parcel):
        raise Differs("there is one")


@step("{recipient} has received {count} different code/codes for {parcel}")
def code_count(story, recipient, count, parcel):
    codes = story.scene.codes(recipient, parcel)
    if len(codes) != count:
        raise Differs(f"{len(codes)}")


@step("{recipient} has received the same code for {parcel} as for {parcel2}")
def same_code(story, recipient, parcel, parcel2):
    codes = [story.scene.codes(recipient, name) for name in (parcel, parcel2)]
    if codes[0][-1:] != codes[1][-1:] or not codes[0]:
        raise Differs(f"{parcel}: {codes[0]}, {parcel2}: {codes[1]}")


@step("no e-mail to {recipient} contains a code")
def email_without_code(story, recipient):
    for message in story.scene.messages(recipient):
        codes = story.scene.codes(recipient, _parcel_named(story.scene, message.shipment))
        if message.channel == "e-mail" and any(code in message.text for code in codes):
            raise Differs(message.text)


def _parcel_named(scene: Scene, shipment: str) -> str:
    return next(p.name for p in scene.parcels.values() if p.shipment == shipment)


# -- the server -------------------------------------------------------------------------------


@step("the server knows {parcel} as {state}")
def known_as(story, parcel, state):
    known = story.scene.shipment(parcel).state
    if known not in state:
        raise Differs(f"it knows it as {known}")


@step("the server knows {parcel} as inside in compartment {door}")
def known_inside(story, parcel, door):
    known = story.scene.shipment(parcel)
    if (known.state, known.compartment) != ("inside", door):
        raise Differs(f"it knows it as {known.state} in {known.compartment}")


@step("{parcels} have the same deadline")
def same_deadline(story, parcels):
    deadlines = [story.scene.shipment(parcel).deadline_s for parcel in parcels]
    if len(set(deadlines)) != 1 or not deadlines[0]:
        raise Differs(f"the server says {deadlines}")


@step("the server knows of every parcel where it lies")
def known_where(story):
    scene = story.scene
    out_of_use = _out_of_use(scene)
    for number in scene.kiosk.cabinet.compartments:
        for name in scene.kiosk.cabinet.contents(number):
            if number in out_of_use:
                continue
            known = scene.shipment(name) if name in scene.parcels else None
            if known is None or known.compartment != number or known.state != "inside":
                raise Differs(f"{name} lies in {number}, and the server knows"
                              f" {known and (known.state, known.compartment)}")  # fmt: skip


@step("the server has stored every entry exactly once")
def stored_once(story):
    scene = story.scene
    stored = sorted((entry.seq, entry.kind, entry.public) for entry in _entries(scene))
    if [row[:2] for row in stored] != [row[:2] for row in scene.kiosk.journal()]:
        raise Differs(f"{len(stored)} are stored, {len(scene.kiosk.journal())} were written")


def _entries(scene: Scene, kind: str = "", compartment: int = 0):
    return [
        entry for entry in scene.central.view.entries(scene.kiosk.name, ENTRIES_MAX)
        if kind in ("", entry.kind) and compartment in (0, entry.public.get("compartment", 0))
    ]  # fmt: skip


@step("the server has {count} {kind} entry/entries")
def entry_count(story, count, kind):
    _count(_entries(story.scene, kind), count)


@step("the server has {count} {kind} entry/entries about compartment {door}")
def entry_count_about(story, count, kind, door):
    _count(_entries(story.scene, kind, story.scene.door(door)), count)


def _count(found, count):
    if len(found) != count:
        raise Differs(f"it has {len(found)}: {', '.join(str(e.public) for e in found[:5])}")


@step("the server has an incident {incident}")
def incident(story, incident):
    if not _incidents(story.scene, incident):
        raise Differs(_open_incidents(story.scene))


@step("the server has an incident {incident} about compartment {door}")
def incident_about(story, incident, door):
    if not [i for i in _incidents(story.scene, incident) if i.compartment == door]:
        raise Differs(_open_incidents(story.scene))


@step("the server has no incident {incident}")
def no_incident(story, incident):
    if _incidents(story.scene, incident):
        raise Differs(_open_incidents(story.scene))


@step("the server has no incidents")
def no_incidents(story):
    if story.scene.central.view.incidents():
        raise Differs(_open_incidents(story.scene))


def _incidents(scene: Scene, kind: str):
    return [i for i in scene.central.view.incidents(with_settled=True)
            if i.kind == kind and not i.settled_s]  # fmt: skip


def _open_incidents(scene: Scene) -> str:
    rows = [f'"{i.kind}" ({i.compartment or ""} {i.shipment} {i.place}: {i.why})'
            for i in scene.central.view.incidents()]  # fmt: skip
    return f"open are: {', '.join(rows) or 'none'}"


@step("the terminal has refused what came on {topic} because of {place}")
def refused_at(story, topic, place):
    wanted = f"{topic} {place}"
    places = [i.place for i in _incidents(story.scene, "payload of ours refused")]
    if wanted not in places:
        raise Differs(f"refused was: {', '.join(places) or 'nothing'}")


@step("the last order {kind} was applied")
def order_applied(story, kind):
    order = _last_order(story.scene, kind)
    if order.outcome != "applied":
        raise Differs(f"it is {order.outcome} {order.why}")


@step("the last order {kind} was refused because {why}")
def order_refused(story, kind, why):
    order = _last_order(story.scene, kind)
    if order.outcome not in ("refused", "too late") or why not in (order.outcome, order.why):
        raise Differs(f"it is {order.outcome} {order.why}")


def _last_order(scene: Scene, kind: str):
    orders = [order for order in scene.central.view.orders() if order.kind == kind]
    if not orders:
        raise Differs("there is none")
    return orders[-1]


# -- what the terminal reports of itself ------------------------------------------------------


def _status(scene: Scene):
    return scene.central.view.terminals(scene.kiosk.name)[0].status


def _out_of_use(scene: Scene):
    return {row["compartment"]: row["why"] for row in _status(scene).get("out_of_use", [])}


@step("the terminal reports compartment {door} out of use")
def out_of_use(story, door):
    if door not in _out_of_use(story.scene):
        raise Differs(f"it reports: {_out_of_use(story.scene) or 'none'}")


@step("the terminal reports compartment {door} out of use because {why}")
def out_of_use_because(story, door, why):
    if _out_of_use(story.scene).get(door) != why:
        raise Differs(f"it reports: {_out_of_use(story.scene) or 'none'}")


@step("the terminal reports no compartment out of use")
def none_out_of_use(story):
    if _out_of_use(story.scene):
        raise Differs(f"it reports: {_out_of_use(story.scene)}")


@step("the terminal reports {count} free compartment/compartments of size {size}")
def reports_free(story, count, size):
    free = _status(story.scene).get("free", {})
    if free.get(size, 0) != count:
        raise Differs(f"it reports: {free}")


@step("the terminal reports that {part} has failed")
def reports_failed(story, part):
    failed = [row["part"] for row in _status(story.scene).get("failed", [])]
    if part not in failed:
        raise Differs(f"it reports: {', '.join(failed) or 'none'}")


@step("the terminal does not start, and says {text}")
def does_not_start(story, text):
    scene = story.scene
    if scene.kiosk.is_on or text not in scene.last_words:
        raise Differs(f"it is on: {scene.kiosk.is_on}; its last words: {scene.last_words}")


@step("the server sees the terminal online")
def online(story):
    if not story.scene.central.view.terminals(story.scene.kiosk.name)[0].is_online:
        raise Differs("it does not")


@step("the server sees the terminal offline")
def offline(story):
    if story.scene.central.view.terminals(story.scene.kiosk.name)[0].is_online:
        raise Differs("it sees it online")


# -- what must always hold --------------------------------------------------------------------


@step("no lock was pulsed more often than the journal says")
def pulses_recorded(story):
    scene = story.scene
    for number in scene.kiosk.cabinet.compartments:
        written = [row for _seq, kind, row in scene.kiosk.journal()
                   if kind == "opening" and row["compartment"] == number]  # fmt: skip
        pulsed = len(scene.kiosk.cabinet.pulses(number))
        if pulsed > len(written):
            raise Differs(f"door {number}: {pulsed} pulses, {len(written)} written openings")
