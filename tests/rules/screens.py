"""What features call the screens of the terminal, and what a display list calls them."""

from sim.scene import Differs

SCREENS = {
    "enter your code": "Welcome",
    "phone digits": "AskPhone",
    "checking": "Checking",
    "refusal": "Told",
    "opening": "Opening",
    "did not open": "Stuck",
    "is it open": "AskOpen",
    "take out": "TakeOut",
    "take out unseen": "TakeUnseen",
    "what is wrong": "Trouble",
    "put back": "PutBack",
    "sign": "Sign",
    "who are you": "ChooseWay",
    "identification": "Identify",
    "not identified": "NotShown",
    "thank you": "Taken",
    "out of service": "OutOfService",
    "PIN": "AskPin",
    "run": "Run",
    "send": "SendNumber",
    "hand in": "HandIn",
    "handed in": "HandedIn",
    "choose size": "ChooseSize",
    "put in": "PutIn",
    "is it out": "IsItOut",
    "look inside": "Look",
    "what lies inside": "Verdict",
    "one-time code": "AskOnetime",
    "technician": "Care",
    "doors": "Doors",
    "one door": "OneDoor",
    "choose": "Choose",
    "are you sure": "Sure",
    "second badge": "Witness",
    "copying": "Exporting",
    "parts": "Parts",
    "touch test": "TouchTest",
    "colour test": "ColourTest",
    "sound test": "SoundTest",
    "scanner test": "ScannerTest",
    "keypad test": "KeypadTest",
    "trying doors": "Cycle",
    "count": "Count",
    "counted": "CountVerdict",
    "count stuck": "CountStuck",
    "help": "Topics",
    "help topic": "Topic",
    "feedback": "Feedback",
    "rating": "Rating",
    "feedback noted": "Thanks",
}


def screen_named(name: str) -> str:
    """The display list's name; Differs where there is none."""
    if name not in SCREENS:
        raise Differs(f'no screen is called "{name}"; there are: {", ".join(SCREENS)}')
    return SCREENS[name]


def spoken_name(screen: str) -> str:
    """The opposite; a glass that shows nothing is dark."""
    return next((name for name, known in SCREENS.items() if known == screen), screen or "dark")
