"""The words of a technician's screens: for states, reasons, results and remarks of the core.

What is not here, such as the reason that a part gives for failing, is shown as it came: it is for
somebody who repairs, and stands in the parts' own language.
"""

from ui.words import Words, mark

STATES = {
    "empty": mark("empty"),
    "occupied": mark("occupied"),
    "doubt": mark("in doubt"),
    "barred": mark("closed"),
    "sensor": mark("blind"),
    "open": mark("open"),
    "silent": mark("silent"),
    "shut": mark("shut"),
}

REASONS = {
    "lock": mark("the lock"),
    "sensor": mark("the door sensor"),
    "door": mark("the door"),
    "contents": mark("what lies inside"),
    "asked by office": mark("the office asks"),
    "dirty": mark("dirty"),
    "damaged": mark("damaged"),
    "damaged by item": mark("damaged by an item"),
    "unsafe": mark("not safe"),
    "board": mark("the lock board"),
    "wires": mark("its wires"),
    "power": mark("its power"),
    "into service": mark("Into service"),
    "recipient asks": mark("a: recipient asks"),
    "protect contents": mark("b: save the items"),
    "assess damage": mark("b: assess damage"),
    "forbidden goods": mark("c: forbidden goods"),
    "owner unknown": mark("d: owner unknown"),
    "law": mark("e: the law says so"),
    "all": mark("all of it"),
    "in doubt": mark("those in doubt"),
    "usb": mark("to a USB stick"),
    "server": mark("to the server"),
    "touch": mark("touch"),
    "colours": mark("colours"),
    "sound": mark("sound"),
    "scanner": mark("scanner"),
    "keypad": mark("keypad"),
    "accepted": mark("yes"),
    "refused": mark("no"),
    "reminder": mark("reminder"),
    "alarm": mark("alarm"),
    "white": mark("white"),
    "black": mark("black"),
    "red": mark("red"),
    "green": mark("green"),
    "blue": mark("blue"),
}

RESULTS = {
    "opened": mark("opened"),
    "not opened": mark("did not open"),
    "not empty": mark("not empty"),
    "left open": mark("left open"),
}

_BOTH = {
    "counted": mark("All that was looked into is settled."),
    "left": mark("Not everything is settled yet."),
    "tested": mark("The test is over."),
    "done": mark("Noted."),
}

MENU_OF_ALL = {
    **_BOTH,
    "nothing to do": mark("No door is free for that."),
    "exported": mark("The log was copied."),
    "not exported": mark("The log was not copied."),
    "replaced": mark("Noted. Now a stocktake is due."),
    "doors open": mark("Doors stand open. Press again to leave all the same."),
}

MENU_OF_ONE = {
    **_BOTH,
    "not opened": mark("It did not open."),
    "busy": mark("Somebody still has this compartment. Try again in a minute."),
}

ONETIME = {
    "wrong": mark("This code is not right."),
    "used": mark("This code was used before. Wait for the next one."),
    "no clock": mark("The clock is not trusted: call the office for the answer."),
}

WITNESS = {
    "same person": mark("This is your own badge. A second person is needed."),
    "no badge": mark("This badge is not valid here"),
}

COUNT = {
    "not a parcel": mark("No parcel number. Press “No number” for such a thing."),
    "twice": mark("This one is counted already."),
    "elsewhere": mark("Somebody collects this parcel just now."),
    "empty": mark("Noted as empty. Close the door."),
}

STUCK = {
    "jammed": mark("The lock was pulsed, the door did not move."),
    "not sent": mark("The order did not reach the lock board."),
    "refused": mark("The lock board refused."),
    "unknown": mark("Nobody knows whether it opened."),
    "not seen": mark("The lock board does not answer."),
    "said shut": mark("The door is shut, and its sensor is not believed."),
    "unseen": mark("Its sensor is not believed."),
    "stopped": mark("It was stopped."),
}

TITLES = {
    "test": mark("Why must it be opened?"),
    "bar": mark("Why does it go out of service?"),
    "official": mark("On which ground (11.2)?"),
    "replaced": mark("Which board is new?"),
    "boards": mark("Which board goes out of service, or back?"),
    "board": mark("Why does the whole board go out of service?"),
    "export": mark("Copy the log"),
    "tests": mark("What is to be tested?"),
    "stocktake": mark("Which doors?"),
}

SURE = {
    "test": mark("Open a compartment that is not known to be empty?"),
    "replaced": mark("Has this board been replaced?"),
    "by hand": mark("Was this door opened by hand?"),
    "stocktake": mark("Open every door, one by one?"),
}

LABELS = {
    "s10": mark("postal number (S10)"),
    "gs1": mark("GS1 label"),
    "pickup number": mark("pick-up number"),
    "code": mark("code of 6 digits"),
    "token": mark("secret of a message"),
    "unknown": mark("nothing that we know"),
}

FAULTS = {
    "not a label": mark("not a label"),
    "no parcel number": mark("names no parcel"),
    "web address": mark("a web address"),
    "cut off": mark("cut off"),
    "wrong check digit": mark("wrong check digit"),
    "unknown field": mark("an unknown field"),
    "garbled": mark("garbled"),
}


def reason_in(words: Words, reason: str) -> str:
    """A reason, choice or device in words; a board's name stays as it is."""
    return words.say(REASONS[reason]) if reason in REASONS else reason


def words_for(words: Words, table: dict[str, str], value: str) -> str:
    """What a table says of a value; what it does not know stays as it came."""
    return words.say(table[value]) if value in table else value
