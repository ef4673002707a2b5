"""The words for every `why` and `remark` of `terminal/screens.py`: reason, ground and next step.

A refusal says what is the matter, what that rests on (a clause of the operator's terms, or the
plain purpose where no clause speaks), and what to do next.  tests/ui reads the values that the
docstrings of the screens name and finds words for each of them here.
"""

from ui.reason import Reason
from ui.sending_words import SENDERS
from ui.words import mark

TOLD = {
    "expired": Reason(
        "clock",
        mark("The storage time is over"),
        mark("This parcel was not collected in time."),
        mark("Please call us, and we will agree on how to deliver it."),
        "8.6.6, 9.1",
    ),
    "collected": Reason(
        "check",
        mark("Already collected"),
        mark("The parcel with this code has been taken out."),
        mark("If that was not you, please call us at once."),
        "8.6.4",
    ),
    "withdrawn": Reason(
        "parcel",
        mark("Withdrawn by the sender"),
        mark("The sender has called this parcel back."),
        mark("Please ask the sender."),
        "10.3",
    ),
    "recalled": Reason(
        "parcel",
        mark("Called back by the sender"),
        mark("The sender has called this parcel back. It is no longer given out."),
        mark("Please ask the sender."),
        "10.3",
    ),
    "redirected": Reason(
        "parcel",
        mark("It goes to another place"),
        mark("This parcel is being forwarded. It is no longer given out here."),
        mark("You get a new message with a new code when it has arrived."),
        "5.3.2, 8.6.13",
    ),
    "refused": Reason(
        "parcel",
        mark("You do not want this parcel"),
        mark("It goes back to its sender. The code opens nothing any more."),
        mark("If that was not you, please call us at once."),
        "8.4, 9.3",
    ),
    "not mine": Reason(
        "search",
        mark("We are looking into it"),
        mark("We were told that somebody else's parcel lay here. Nobody can open the compartment"
             " until we have looked."),
        mark("Please call us, and we will tell you what we have found."),
        "8.6.11",
    ),
    "out of reach": Reason(
        "note",
        mark("We will help you to get it"),
        mark("Your parcel stays here, and your code stays valid."),
        mark("Please call us, or come back with somebody who can reach it."),
        "8.6.4",
    ),
    "held": Reason(
        "note",
        mark("This parcel is kept back"),
        mark("We have to look into something before it can be given out."),
        mark("Please call us, and we will tell you what is missing."),
        "4.3.2, 7.3",
    ),
    "replaced": Reason(
        "note",
        mark("There is a newer code"),
        mark("This code has been replaced by another one."),
        mark("Please use the code from your latest message."),
        "8.6.3",
    ),
    "taken out": Reason(
        "parcel",
        mark("Taken back by the courier"),
        mark("The parcel is on its way to our sorting centre."),
        mark("Please call us, and we will agree on how to deliver it."),
        "9.1, 9.2",
    ),
    "not found": Reason(
        "search",
        mark("The parcel was not found"),
        mark("Our courier has looked into the compartment, and the parcel was not there."),
        mark("Please call us, and we will tell you what has become of it."),
        "8.6.11, 12.1",
    ),
    "said empty": Reason(
        "search",
        mark("We are looking into it"),
        mark("We were told that this compartment was empty. Nobody can open it until we have"
             " looked."),
        mark("Please call us, and we will tell you what we have found."),
        "8.6.11",
    ),
    "unknown parcel": Reason(
        "search",
        mark("We are looking into it"),
        mark("Something that we do not know lies in this compartment. Nobody can open it until"
             " we have looked."),
        mark("Please call us, and we will tell you what we have found."),
        "8.6.11",
    ),
    "not seen": Reason(
        "alert",
        mark("The lock does not answer"),
        mark("We cannot open this door at the moment. Your code stays valid."),
        mark("Please try again later, or call us."),
        "8.6.13",
    ),
    "no badge": Reason(
        "badge",
        mark("This badge is not valid here"),
        mark("It is unknown to this terminal, or it has been revoked."),
        mark("Please call your dispatcher."),
        ground=mark("Only a courier with a valid badge may load parcels."),
    ),
    "badge locked": Reason(
        "badge",
        mark("This badge is locked"),
        mark("A wrong PIN was entered too many times today."),
        mark("Please call your dispatcher."),
        ground=mark("This keeps a lost badge from opening doors."),
    ),
    "out of service": Reason(
        "alert",
        mark("This compartment is closed"),
        mark("Our technician has closed it, because it is not safe to reach into it."),
        mark("Please call us, and we will bring you your parcel."),
        "8.6.13",
    ),
    "not a code": Reason(
        "scan",
        mark("This barcode opens nothing here"),
        mark("It is neither a code for a parcel at this terminal nor a badge."),
        mark("Please scan the code from your message, or type its 6 digits."),
        "8.6.4",
    ),
} | SENDERS  # fmt: skip

WELCOME = {
    "wrong": Reason(
        "stop",
        mark("This code is not known here"),
        "",
        mark("Please check the digits, and the address in your message."),
        "8.6.4",
    ),
    "wait": Reason(
        "clock",
        mark("Too many wrong codes"),
        "",
        mark("Your code will be tried when the time is up."),
        ground=mark("The pause keeps strangers from guessing codes."),
    ),
    "voided": Reason(
        "note",
        mark("That was more than 6 digits"),
        "",
        mark("Not the phone or parcel number, please: the code from your message."),
        "8.6.2",
    ),
}

STUCK = {
    "jammed": Reason(
        "push",
        mark("The door did not open"),
        mark("Frost can hold it: press the door gently, then try again."),
        "",
        "8.6.13",
    ),
    "not sent": Reason(
        "alert",
        mark("The door did not open"),
        mark("The lock could not be reached. Please try again."),
        "",
        "8.6.13",
    ),
    "refused": Reason(
        "clock",
        mark("The lock needs a rest"),
        mark("Please wait a few seconds, then try again."),
        "",
        "8.6.13",
    ),
    "unknown": Reason(
        "door",
        mark("Is the door open?"),
        mark("The lock gave no answer. Please look, and tell us."),
        "",
        "8.6.13",
    ),
    "said shut": Reason(
        "push",
        mark("The door is still shut"),
        mark("Press the door gently, then try again."),
        "",
        "8.6.13",
    ),
    "paid back": Reason(
        "alert",
        mark("The door did not open"),
        mark("The money goes back to your card. You can try again."),
        "",
        "5.3.1",
    ),
    "not seen": Reason(
        "alert",
        mark("The lock does not answer"),
        mark("Please try again in a minute, or come back later."),
        "",
        "8.6.13",
    ),
}

OUT_OF_SERVICE = {
    "starting": Reason(
        "clock",
        mark("Just a moment"),
        mark("The terminal is starting and looks at its doors."),
        mark("You can enter your code as soon as the keypad appears."),
        ground=mark("No door is opened before we know how each one stands."),
    ),
    "journal": Reason(
        "alert",
        mark("Out of service"),
        mark("We cannot keep our records safely, so we open no doors."),
        mark("Your code stays valid. Please come back later, or call us."),
        "8.6.13",
    ),
    "locks": Reason(
        "alert",
        mark("Out of service"),
        mark("The locks do not answer. Your parcel is safe behind its door."),
        mark("Your code stays valid. Please come back later, or call us."),
        "8.6.13",
    ),
}

PIN = {
    "wrong": Reason(
        "stop",
        mark("That PIN is not right"),
        "",
        mark("Please try again. After too many wrong PINs the badge is locked for the day."),
    ),
    "idle": Reason(
        "clock",
        mark("Your run was paused"),
        "",
        mark("Nothing happened for a while. Enter your PIN to go on."),
    ),
}

# A run's remarks: title with {shipment} and {compartment}, then what to do.
RUN_GOOD = {
    "stored": Reason("check", mark("Stored in {compartment}"), "{shipment}", ""),
    "inspected": Reason("check", mark("Compartment {compartment} is settled"), "", ""),
    "reported": Reason(
        "note",
        mark("Door {compartment} is reported"),
        "",
        mark("It stays out of use until somebody has looked."),
    ),
    "left inside": Reason(
        "note",
        mark("It still lies in {compartment}"),
        "",
        mark("It stays on your list."),
    ),
    "not deposited": Reason(
        "note",
        mark("Not stored"),
        "{shipment}",
        mark("Scan it again whenever you like."),
    ),
}

RUN_BAD = {
    "not expected": Reason(
        "stop",
        mark("Not expected here"),
        "{shipment}",
        mark("Please take the parcel back with you."),
        ground=mark("The server has not announced it for this terminal."),
    ),
    "already inside": Reason(
        "search",
        mark("It should lie in {compartment}"),
        "{shipment}",
        mark("Please look into that compartment; it is on your list."),
        ground=mark("A parcel cannot be in two places."),
    ),
    "no room": Reason(
        "stop",
        mark("No free compartment for it"),
        "{shipment}",
        mark("Please take the parcel back; it will go to a terminal nearby."),
        "8.6.13",
    ),
    "deposits stopped": Reason(
        "stop",
        mark("No parcels can be taken now"),
        "",
        mark("Please take the parcels back, and tell your dispatcher."),
        ground=mark("The terminal has no more room for its records."),
    ),
    "not opened": Reason(
        "alert",
        mark("Door {compartment} did not open"),
        "{shipment}",
        mark("Please scan the parcel again for another door."),
        "8.6.13",
    ),
    "doors open": Reason(
        "door",
        mark("Door {compartment} stands open"),
        "",
        mark("Please close it, then finish."),
        ground=mark("A run ends when all its doors are shut or reported."),
    ),
    "not a parcel": Reason(
        "stop",
        mark("That is not a parcel number"),
        "",
        mark("Please scan the barcode on the label."),
    ),
    "misread": Reason(
        "scan",
        mark("The label was misread"),
        "",
        mark("Its check digit is wrong. Please scan it again, flat and whole."),
    ),
}

# "not opened" without a parcel in the hand: an inspection.
NOT_INSPECTED = Reason(
    "alert",
    mark("Door {compartment} did not open"),
    "",
    mark("It stays on your list. Try again, or go on."),
    "8.6.13",
)

PUT_IN = {
    "close first": Reason(
        "door",
        mark("Close this door first"),
        "",
        mark("Then scan the next parcel."),
        ground=mark("One open door at a time."),
    ),
    "take out": Reason(
        "parcel",
        mark("Take your parcel out again"),
        "",
        mark("Close the door, and we will find another place."),
    ),
}
