"""The words for senders: why a parcel cannot be put in, and what to mind at the open door.

Values as in the docstrings of `terminal/screens.py` (Told) and `terminal/send_screens.py`.  The
one idea: whoever stands there with a parcel in hand is told what to do with it now.
"""

from ui.reason import Reason
from ui.words import mark

SENDERS = {
    "not announced": Reason(
        "search",
        mark("We do not know this parcel"),
        mark("Nothing has told this terminal that it will be sent from here."),
        mark("Please check the number. Register it on our site, or take it to a post office."),
        "6.2.1",
    ),
    "lapsed": Reason(
        "clock",
        mark("The time for sending is over"),
        mark("This parcel should have been put in earlier. Its compartment is no longer kept."),
        mark("Please call us, or order the sending anew."),
        "003-3.3, 3.4",
    ),
    "no phone": Reason(
        "phone",
        mark("The recipient's phone is missing"),
        mark("Without it we cannot tell anybody that the parcel waits."),
        mark("Please add it where you have registered the parcel, then come back."),
        "8.2",
    ),
    "deposits stopped": Reason(
        "stop",
        mark("No parcels can be taken in now"),
        mark("The terminal has no more room for its records."),
        mark("Please use another terminal nearby, or come back later."),
        "8.6.13",
    ),
    "no room": Reason(
        "stop",
        mark("No free compartment for it"),
        mark("All compartments of this size and larger are taken."),
        mark("Please use another terminal nearby, or come back later."),
        "8.6.13",
    ),
    "not opened": Reason(
        "alert",
        mark("No door has opened"),
        mark("We have tried several compartments, and none has opened."),
        mark("Please keep your parcel and use another terminal. If you have paid, call us."),
        "8.6.13; 003-5.4",
    ),
    "put in": Reason(
        "check",
        mark("It lies here already"),
        mark("The parcel with this code has been put in."),
        mark("If it was not you, please call us at once."),
        "5.2",
    ),
    "sent": Reason(
        "check",
        mark("It is on its way"),
        mark("The parcel with this code or number has been handed in here."),
        mark("Follow it on our site by its number. If it was not you, please call us."),
        "6.2.1",
    ),
}

NUMBER = {
    "misread": Reason(
        "scan",
        mark("The label was misread"),
        "",
        mark("Please scan it again, flat and whole."),
    ),
    "two": Reason(
        "search",
        mark("Several numbers have these digits"),
        "",
        mark("Please scan the label, or call us."),
    ),
}

HAND_IN = {
    "take out": Reason(
        "parcel",
        mark("Take your parcel out again"),
        "",
        mark("Then close the door. We ask whether you have it."),
    ),
    "right label": Reason("check", mark("That is its label"), "", ""),
    "other label": Reason(
        "alert",
        mark("This label has another number"),
        "",
        mark("Please remove old labels."),
    ),
    "misread": NUMBER["misread"],
}

THEN = {
    "send": mark("Our courier takes it along with the next collection."),
    "return": mark("Our courier takes it back to the shop."),
    "storage": mark("Its recipient gets the code at once; without a network, when it is back."),
}
