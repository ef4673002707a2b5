"""Steps of people before the terminal: whole visits, the glass, the scanner, doors and parcels."""

from sim.scene import Differs, Scene
from tests.rules import visits
from tests.rules.vocabulary import step

SLOW_MS = 1_000
QUICK_MS = 100
WRONG_CODES_MAX = 200


# -- whole visits -----------------------------------------------------------------------------


@step("courier {courier} starts a run")
def starts_run(story, courier):
    visits.start_run(story.scene, courier)


@step("courier {courier} loads {parcels}")
def loads(story, courier, parcels):
    scene = story.scene
    if scene.kiosk.screen != "Run":
        visits.start_run(scene, courier)
    for parcel in parcels:
        visits.load(scene, courier, parcel)


@step("courier {courier} has loaded {parcels}")
def has_loaded(story, courier, parcels):
    loads(story, courier, parcels)
    visits.finish(story.scene)


@step("courier {courier} finishes the run")
def finishes(story, courier):
    visits.finish(story.scene)


@step("courier {courier} loads {parcel}, whatever it takes")
def loads_somehow(story, courier, parcel):
    visits.load_somehow(story.scene, courier, parcel)


@step("courier {courier} looks into everything that is in doubt")
def looks_into_all(story, courier):
    visits.look_into_all(story.scene, courier)


@step("courier {courier} looks into compartment {door} and says what is there")
def looks_into(story, courier, door):
    scene = story.scene
    if scene.kiosk.screen != "Run":
        visits.start_run(scene, courier)
    scene.press(f"inspect {door}")
    scene.look()
    visits.look_into(scene, courier)


@step("{who} opens the door of {parcel}")
def opens(story, who, parcel):
    visits.open_up(story.scene, who, parcel)


@step("{who} collects {parcel}")
def collects(story, who, parcel):
    visits.collect(story.scene, who, parcel)


@step("{who} has collected {parcel}")
def has_collected(story, who, parcel):
    visits.collect(story.scene, who, parcel)
    if not story.scene.wait_while(lambda: story.scene.kiosk.screen == "Taken"):
        raise Differs("the grace time does not end")


@step("{who} gets {parcel}, whatever it takes")
def gets_somehow(story, who, parcel):
    visits.get_somehow(story.scene, who, parcel)


# -- at the glass -----------------------------------------------------------------------------


@step("{who} presses {key}")
def presses(story, who, key):
    story.scene.press(key)
    story.scene.look()


@step("{who} presses {key} twice in the same moment")
def presses_twice(story, who, key):
    kiosk = story.scene.kiosk
    if not kiosk.press(key):
        raise Differs(f'there is no key "{key}" on the glass')
    kiosk.press(key)
    story.scene.look()


@step("{who} types {digits}")
def types(story, who, digits):
    story.scene.type(digits)
    story.scene.look()


@step("{who} types {digits} slowly")
def types_slowly(story, who, digits):
    story.scene.type(digits, SLOW_MS)
    story.scene.look()


@step("{who} types {digits} quickly")
def types_quickly(story, who, digits):
    story.scene.type(digits, QUICK_MS)
    story.scene.look()


@step("{who} types the code of {parcel}")
def types_code(story, who, parcel):
    types(story, who, visits.code_of(story.scene, who, parcel))


@step("{who} types the code of {parcel} quickly")
def types_code_quickly(story, who, parcel):
    types_quickly(story, who, visits.code_of(story.scene, who, parcel))


@step("{who} types the code of {parcel} and one digit more")
def types_too_much(story, who, parcel):
    types(story, who, visits.code_of(story.scene, who, parcel) + "7")


@step("{who} types the first code of {parcel}")
def types_first_code(story, who, parcel):
    types(story, who, visits.code_of(story.scene, who, parcel, 0))


@step("{who} types the code of {parcel} with two neighbouring digits swapped")
def types_swapped(story, who, parcel):
    code = visits.code_of(story.scene, who, parcel)
    place = next(i for i in range(5) if code[i] != code[i + 1])
    types(story, who, code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@step("{who} types a wrong code")
def types_wrong(story, who):
    types(story, who, _wrong_code(story.scene))


@step("{who} types {n} wrong code/codes as fast as the terminal allows")
def types_many_wrong(story, who, n):
    scene = story.scene
    for _guess in range(n):
        scene.wait_while(lambda: _is_waiting(scene), 3_600_000)
        scene.type(_wrong_code(scene))
        scene.look()


def _is_waiting(scene: Scene) -> bool:
    """The screen makes somebody wait for as long as it counts down."""
    picture = scene.kiosk.display.picture
    now_ms = scene.kiosk.clock.monotonic_ms()
    return picture is not None and picture.screen == "Welcome" and picture.until_ms > now_ms


def _wrong_code(scene: Scene) -> str:
    """Six digits that stand in nobody's message, another each time."""
    luck = scene.world.luck.stream("guesses")
    known = " ".join(message.text for message in scene.central.view.messages())
    for _draw in range(WRONG_CODES_MAX):
        code = f"{luck.below(10**6):06d}"
        if code not in known:
            return code
    raise AssertionError("luck knows no other code")


@step("{who} types the last three digits of the phone")
def types_phone(story, who):
    types(story, who, story.scene.person(who).phone[-3:])


@step("{who} types three wrong digits of a phone")
def types_wrong_phone(story, who):
    ends = {person.phone[-3:] for person in story.scene.people.values()}
    types(story, who, next(d for d in ("111", "222", "333", "444") if d not in ends))


@step("courier {courier} types the PIN")
def types_pin(story, courier):
    types(story, courier, story.scene.person(courier).pin)


@step("courier {courier} types a wrong PIN")
def types_wrong_pin(story, courier):
    pin = story.scene.person(courier).pin
    types(story, courier, "0000" if pin != "0000" else "1111")


# -- the scanner ------------------------------------------------------------------------------


@step("{who} scans {text}")
def scans(story, who, text):
    story.scene.scan(text)
    story.scene.look()


@step("{who} scans the badge")
def scans_badge(story, who):
    badge = story.scene.person(who).badge
    if not badge:
        raise Differs(f"{who} has no badge")
    scans(story, who, badge)


@step("{who} scans the badge of courier {courier}")
def scans_others_badge(story, who, courier):
    scans_badge(story, courier)


@step("{who} scans {parcel}")
def scans_parcel(story, who, parcel):
    scene = story.scene
    if scene.person(who).badge:
        visits.hold(scene, who, parcel)
    scans(story, who, scene.parcel(parcel).shipment)


@step("{who} scans the picture in the message about {parcel}")
def scans_token(story, who, parcel):
    pictures = [m.qr for m in story.scene.messages(who, parcel) if m.qr]
    if not pictures:
        raise Differs(f"no message on the phone of {who} has a picture for {parcel}")
    scans(story, who, pictures[-1])


@step("{who} scans the code of {parcel} as a barcode")
def scans_code(story, who, parcel):
    scans(story, who, visits.code_of(story.scene, who, parcel))


@step("the scanner babbles")
def babbles(story):
    luck = story.scene.world.luck.stream("babble")
    for _burst in range(5):
        story.scene.scan_bytes(bytes(luck.below(256) for _ in range(200)))
    story.scene.look()


# -- doors and parcels ------------------------------------------------------------------------


@step("{who} takes {parcel}")
def takes(story, who, parcel):
    story.scene.take(who, parcel)


@step("{who} takes {thing} out")
def takes_thing(story, who, thing):
    story.scene.take(who, thing)


@step("{who} puts {parcel} into compartment {door}")
def puts(story, who, parcel, door):
    story.scene.put(who, parcel, door)


@step("{who} puts {thing} into compartment {door}")
def puts_thing(story, who, thing, door):
    story.scene.person(who).hands.append(thing)
    story.scene.put(who, thing, door)


@step("courier {courier} puts {parcel} in")
def puts_in(story, courier, parcel):
    scene = story.scene
    visits.hold(scene, courier, parcel)
    scene.put(courier, parcel, visits.door_for_parcel(scene))


@step("{who} closes door {door}")
def closes(story, who, door):
    story.scene.shut(door)


@step("{who} closes the door")
def closes_only(story, who):
    open_doors = story.scene.open_doors()
    if len(open_doors) != 1:
        raise Differs(f"not one door is open but {len(open_doors)}; say which: closes door 1")
    story.scene.shut(open_doors[0])


@step("{who} slams door {door} so that it rebounds")
def slams(story, who, door):
    story.scene.shut(door, is_slammed=True)


@step("{who} pulls at door {door}")
def pulls(story, who, door):
    scene = story.scene
    scene.kiosk.cabinet.pull_open(scene.door(door), scene.world.now_ms)
    scene.wait(5_000)


@step("{who} forces door {door} open")
def forces(story, who, door):
    scene = story.scene
    scene.kiosk.forced(scene.door(door))
    scene.wait(5_000)


@step("{who} leans on door {door} for {time}")
def leans(story, who, door, time):
    scene = story.scene
    scene.kiosk.cabinet.lean(scene.door(door), scene.world.now_ms + time)


@step("{who} walks away")
def walks_away(story, who):
    story.scene.look()


# -- time -------------------------------------------------------------------------------------


@step("{time} pass/passes")
def passes(story, time):
    story.scene.wait(time)


@step("{who} waits {time}")
def waits(story, who, time):
    story.scene.wait(time)


@step("it is {time} before the deadline of {parcel}")
def before_deadline(story, time, parcel):
    _until(story.scene, story.scene.shipment(parcel).deadline_s * 1_000 - time)


@step("it is {time} after the deadline of {parcel}")
def after_deadline(story, time, parcel):
    _until(story.scene, story.scene.shipment(parcel).deadline_s * 1_000 + time)


def _until(scene: Scene, wall_ms: int) -> None:
    ms = wall_ms - scene.world.wall_s() * 1_000
    if ms < 0:
        raise Differs("that moment is past")
    scene.wait(ms)


@step("somebody waits until the screen is {screen}")
def waits_for_screen(story, screen):
    if not story.scene.wait_while(lambda: story.scene.kiosk.screen != screen, 3_600_000):
        raise Differs("it did not come within an hour")
