"""Steps about the place, the parcels that are announced, couriers, and the operator's wishes."""

from sim.scene import LANGUAGES, Differs
from tests.rules import visits
from tests.rules.story import Story
from tests.rules.vocabulary import step

COD_CENTS = 1_990


def _not_begun(story: Story) -> None:
    if story.scene.has_begun:
        raise Differs("the terminal is running already; say this before everything else")


@step("a cabinet with the compartments {doors}")
def cabinet(story, doors):
    _not_begun(story)
    story.scene.doors = doors


@step("the cabinet stands indoors")
def indoors(story):
    _not_begun(story)
    story.scene.is_outdoor = False


@step("the sensor of door {door} feels only the latch, as the site's file says")
def latch_only(story, door):
    _not_begun(story)
    story.scene.latch_only.append(door)
    story.scene.kiosk.cabinet.break_sensor(story.scene.door(door), "latch_only")


@step("the terminal speaks {language}")
def speaks(story, language):
    _not_begun(story)
    story.scene.language = LANGUAGES[language]


# -- parcels ----------------------------------------------------------------------------------


@step("{recipient} has the phone {phone}")
def phone(story, recipient, phone):
    story.scene.person(recipient).phone = phone


@step("{recipient} has the e-mail {email}")
def email(story, recipient, email):
    story.scene.person(recipient).email = email


@step("a parcel {parcel} of size {size} for {recipient}")
def parcel(story, parcel, size, recipient):
    story.scene.register(parcel, size, recipient)


@step("a parcel {parcel} of size {size} for {recipient} lies inside")
def parcel_inside(story, parcel, size, recipient):
    story.scene.register(parcel, size, recipient)
    visits.bring(story.scene, [parcel])


@step("parcels of size {size} for other people lie in the compartments {numbers}")
def others_inside(story, size, numbers):
    scene = story.scene
    names = [f"other-{len(scene.parcels) + place}" for place in range(len(numbers))]
    for name in names:
        scene.register(name, size, f"recipient-of-{name}")
    visits.bring(scene, names)
    lies_in = sorted(scene.where(name) for name in names)
    if lies_in != sorted(numbers):
        raise Differs(f"the terminal gave them the compartments {lies_in}")


# -- couriers ---------------------------------------------------------------------------------


@step("courier {courier} has a badge")
def badge(story, courier):
    story.scene.engage(courier)


@step("courier {courier} has a badge with the PIN {digits}")
def badge_with_pin(story, courier, digits):
    story.scene.engage(courier, pin=digits)


@step("courier {courier} has the badge {text} with the PIN {digits}")
def badge_named(story, courier, text, digits):
    story.scene.engage(courier, badge=text, pin=digits)


@step("the operator revokes the badge of {courier}")
def revoked(story, courier):
    story.scene.revoke(courier)


# -- the operator -----------------------------------------------------------------------------


@step("the operator sets the rule {rule} to {n}")
def rule(story, rule, n):
    story.scene.set_rule(rule, n)


@step("the operator extends the deadline of {parcel} by {time}")
def extended(story, parcel, time):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.extend(shipment, time // 3_600_000))


@step("the sender withdraws {parcel}")
def withdrawn(story, parcel):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.withdraw(shipment))


@step("the operator sends {parcel} on to another place")
def redirected(story, parcel):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.redirect(shipment))


@step("{parcel} is to be paid for when it is collected")
def owed(story, parcel):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.set_dues(shipment, [("cod", COD_CENTS)]))


@step("the operator holds {parcel} because of {why}")
def held(story, parcel, why):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.hold(shipment, why))


@step("the operator no longer holds {parcel}")
def released(story, parcel):
    shipment = story.scene.parcel(parcel).shipment
    story.scene.order(lambda central: central.hold(shipment))


@step("the sender corrects the phone of {parcel} to that of {recipient}")
def corrected(story, parcel, recipient):
    scene = story.scene
    shipment, to = scene.parcel(parcel).shipment, scene.person(recipient).phone
    scene.order(lambda central: central.correct_phone(shipment, to))


@step("this arrives on {topic}")
def arrives(story, topic, beneath):
    """NEXT stands for the number of the next order, A' for the shipment number of parcel A."""
    scene = story.scene
    name = scene.kiosk.name
    known = scene.central.view.terminals(name)[0].orders
    text = beneath.replace("NEXT", str(known + 1))
    for parcel in scene.parcels.values():
        text = text.replace(f"{parcel.name}'", parcel.shipment)
    scene.send_raw(topic, text.encode())
