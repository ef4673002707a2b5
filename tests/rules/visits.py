"""Whole visits: what somebody does who knows the way, and what somebody does who takes what comes.

The first kind stops at the first thing that is not as it should be; the second reads the glass,
as a person does after a power cut, and does what it asks until there is nothing left to do.
"""

from sim.scene import LOOK_MS, Dark, Differs, Scene

FIRST_COURIER = "morning-courier"
PATIENCE = 60


def expect_screen(scene: Scene, screen: str) -> None:
    if scene.kiosk.screen != screen:
        raise Differs(f'the glass should show "{screen}"')


# -- couriers who know the way ----------------------------------------------------------------


def bring(scene: Scene, parcels: list[str]) -> None:
    """A courier comes before the story begins, loads these and goes."""
    if FIRST_COURIER not in scene.people:
        scene.engage(FIRST_COURIER)
    start_run(scene, FIRST_COURIER)
    for parcel in parcels:
        load(scene, FIRST_COURIER, parcel)
    finish(scene)
    scene.wait(5_000)


def start_run(scene: Scene, courier: str) -> None:
    person = scene.person(courier)
    if not person.badge:
        raise Differs(f"{courier} has no badge; say before: courier {courier} has a badge")
    scene.scan(person.badge)
    scene.look()
    expect_screen(scene, "AskPin")
    scene.type(person.pin)
    scene.look()
    expect_screen(scene, "Run")


def load(scene: Scene, courier: str, parcel: str) -> None:
    """One parcel, from the scan to the shut door; it may be in the hand already."""
    hold(scene, courier, parcel)
    scene.scan(scene.parcel(parcel).shipment)
    scene.look()
    scene.put(courier, parcel, door_for_parcel(scene))
    scene.shut(door_for_parcel(scene))
    scene.look()
    expect_screen(scene, "Run")


def hold(scene: Scene, courier: str, parcel: str) -> None:
    """A parcel that is nowhere yet comes out of the van."""
    scene.parcel(parcel)
    has_it = [person for person in scene.people.values() if parcel in person.hands]
    if not has_it and not scene.where(parcel):
        scene.person(courier).hands.append(parcel)
    elif has_it and has_it[0].name != courier:
        raise Differs(f"{has_it[0].name} has {parcel}")


def door_for_parcel(scene: Scene) -> int:
    """The open door that the screen asks to put something in."""
    expect_screen(scene, "PutIn")
    shown = [n for n in scene.kiosk.doors_shown() if n in scene.open_doors()]
    if not shown:
        raise Differs(f"the screen speaks of {scene.kiosk.doors_shown()}, which is shut")
    return shown[0]


def finish(scene: Scene) -> None:
    scene.press("finish")
    scene.look()
    expect_screen(scene, "Welcome")


# -- recipients who know the way --------------------------------------------------------------


def code_of(scene: Scene, name: str, parcel: str, place: int = -1) -> str:
    codes = scene.codes(name, parcel)
    if not codes:
        raise Differs(f"no message on the phone of {name} has a code for {parcel}")
    return codes[place]


def open_up(scene: Scene, name: str, parcel: str) -> None:
    """From the code to the open door."""
    scene.type(code_of(scene, name, parcel))
    scene.look()
    expect_screen(scene, "TakeOut")
    if scene.where(parcel) not in scene.open_doors():
        raise Differs(f"the door before {parcel} is shut")


def collect(scene: Scene, name: str, parcel: str) -> None:
    """From the code to the shut door; the grace time has begun then."""
    open_up(scene, name, parcel)
    number = scene.where(parcel)
    scene.take(name, parcel)
    scene.shut(number)
    expect_screen(scene, "Taken")


# -- people who take what comes ---------------------------------------------------------------


def get_somehow(scene: Scene, name: str, parcel: str) -> None:
    """Somebody who wants a parcel, tries what the glass offers, and gives up after a while."""
    for _look in range(PATIENCE):
        number = scene.where(parcel)
        if number in scene.open_doors():
            scene.take(name, parcel)
            scene.wait(LOOK_MS)
            scene.shut(number)
        elif parcel in scene.person(name).hands or not _do_as_recipient(scene, name, parcel):
            break
        scene.look()
    _leave_glass(scene)


def _do_as_recipient(scene: Scene, name: str, parcel: str) -> bool:
    """One act; False: there is nothing to be done any more."""
    screen, acts = scene.kiosk.screen, {"Stuck": "again", "AskOpen": "no", "Taken": "again"}
    if screen == "Welcome":
        scene.type(code_of(scene, name, parcel))
    elif screen == "AskPhone":
        scene.type(scene.person(name).phone[-3:])
    elif screen == "Told":
        return False
    elif screen in acts and acts[screen] in scene.keys:
        scene.press(acts[screen])
    return True


def _leave_glass(scene: Scene) -> None:
    """Whoever goes waits until the next one can begin."""
    scene.wait_while(lambda: scene.kiosk.screen != "Welcome", 6 * 60_000)


def load_somehow(scene: Scene, courier: str, parcel: str) -> None:
    """A courier who wants to be rid of a parcel."""
    hold(scene, courier, parcel)
    for _look in range(PATIENCE):
        if parcel not in scene.person(courier).hands and scene.kiosk.screen == "Run":
            break
        _do_as_courier(scene, courier, parcel)
        scene.look()
    scene.press("finish")
    _leave_glass(scene)


def _do_as_courier(scene: Scene, courier: str, parcel: str) -> None:
    person, screen = scene.person(courier), scene.kiosk.screen
    if screen in ("Welcome", "Taken", "Told"):
        scene.scan(person.badge)
    elif screen == "AskPin":
        scene.type(person.pin)
    elif screen == "Run":
        scene.scan(scene.parcel(parcel).shipment)
    elif screen == "ChooseSize":
        scene.press("size L")
    elif screen == "PutIn":
        number = door_for_parcel(scene)
        if parcel in person.hands:
            scene.put(courier, parcel, number)
        scene.shut(number)


def look_into_all(scene: Scene, courier: str) -> None:
    """A courier shuts what stands open and looks into everything that the screen names."""
    for number in scene.open_doors():
        scene.shut(number)
    scene.wait(5_000)
    start_run(scene, courier)
    done: list[str] = []
    while tasks := [k for k in scene.keys if k.startswith("inspect ") and k not in done]:
        done.append(tasks[0])
        scene.press(tasks[0])
        scene.look()
        look_into(scene, courier)
    finish(scene)


def look_into(scene: Scene, courier: str) -> None:
    """From the open door to the verdict, which is the truth."""
    if scene.kiosk.screen == "Opening":  # it takes more than one attempt
        scene.wait_while(lambda: scene.kiosk.screen == "Opening")
    if scene.kiosk.screen == "Run":
        return  # it does not open
    if not scene.kiosk.is_on:
        raise Dark("the glass is dark")
    number = scene.kiosk.doors_shown()[0]
    if scene.kiosk.screen == "Look":
        is_removal = "not_there" in scene.keys
        found = [thing for thing in scene.kiosk.cabinet.contents(number)
                 if scene.kiosk.must_take_out(_label(scene, thing))]  # fmt: skip
        for thing in found:
            scene.take(courier, thing)
        if is_removal and not found:
            scene.press("not_there")
        scene.shut(number)
        if is_removal:
            return
    expect_screen(scene, "Verdict")
    scene.press(_verdict(scene, number))
    scene.look()


def _label(scene: Scene, name: str) -> str:
    """What stands on a thing: the number of a parcel."""
    return scene.parcels[name].shipment if name in scene.parcels else name


def _verdict(scene: Scene, number: int) -> str:
    inside = scene.kiosk.cabinet.contents(number)
    if not inside:
        return "empty"
    labels = [_label(scene, name) for name in inside]
    text = " ".join(scene.kiosk.texts())
    is_listed = all(label in text for label in labels) and "as_listed" in scene.keys
    return "as_listed" if is_listed else "something_else"
