"""The words of commissioning on the glass: a heading for each question, and what its keys say.

The sentences beneath a heading come from whoever asks, in English, as at a shell.  The one idea:
a question that is not named here is no question of the glass; a test looks for those of the
guided run.
"""

from ui.words import mark

TITLES = {
    "port": mark("Where do the lock boards hang?"),
    "no port": mark("No serial port was found"),
    "kind": mark("Which make are the lock boards?"),
    "id": mark("Name of the terminal"),
    "place": mark("Its place"),
    "phones": mark("Telephone"),
    "begin": mark("Ready to begin?"),
    "door": mark("Which door?"),
    "size": mark("Size"),
    "shut": mark("Shut the door"),
    "still open": mark("Is it open?"),
    "hold": mark("Hold it shut"),
    "let go": mark("Let go"),
    "touched": mark("Was it another door?"),
    "mend": mark("Something to mend"),
    "columns": mark("Columns of doors"),
    "stop": mark("Stop here?"),
    "failed": mark("That did not work"),
    "stopped": mark("Stopped"),
}

# What the glass itself says, besides what whoever asks says.
TEXTS = {
    "port": mark("Choose the adapter that their cable is plugged into."),
    "no port": mark("Plug in the adapter of the lock boards, wait a moment and look again."),
    "kind": mark("It is printed on each board."),
    "failed": mark("Nothing was written. Mend this, then try again."),
    "stopped": mark("No lock was tried, and nothing was written."),
    "stop": mark("What was found so far is kept. The locks that follow are not tried."),
}

# Question -> (answer, label, look) of its keys.
YES, NO = ("yes", mark("Yes"), "plain"), ("no", mark("No"), "plain")
ANSWERS = {
    "port": (("again", mark("Look again"), "plain"), ("end", mark("End"), "plain")),
    "no port": (("again", mark("Look again"), "main"), ("end", mark("End"), "plain")),
    "kind": (("end", mark("End"), "plain"),),
    "begin": (("yes", mark("Begin"), "main"),),
    "size": (),
    "shut": (("", mark("It is shut"), "main"),),
    "still open": (
        ("yes", mark("Yes, it is open"), "plain"), ("no", mark("No, it is shut"), "plain"),
    ),
    "hold": (("", mark("I hold it shut"), "main"),),
    "let go": (("", mark("It is shut"), "main"),),
    "touched": (YES, NO),
    "mend": (("", mark("It is mended"), "main"),),
    "stop": (("stop", mark("Stop"), "main"), ("go on", mark("Go on"), "plain")),
    "failed": (("again", mark("Try again"), "main"), ("end", mark("End"), "plain")),
    "stopped": (("again", mark("Begin again"), "plain"), ("end", mark("End"), "main")),
}  # fmt: skip

# Question -> rows of (key, label) beneath what is typed: before anything is typed, and after.
BEFORE_TYPING = {
    "door": (
        (("answer ", mark("No door opened")), ("answer again", mark("Once more"))),
        (("answer rest", mark("No more locks on this board")),),
    ),
    "columns": ((("answer ", mark("One column")),),),
    "phones": ((("type +", "+"),),),
}
AFTER_TYPING = {
    "door": ((("type  ", mark("And another door")),),),
    "columns": ((("type  ", mark("Next column")),),),
    "phones": ((("type  ", mark("Space")), ("type , ", mark("Another number"))),),
}

# What the run must not be stopped at: it is over, or not begun.
WITHOUT_STOP = ("port", "no port", "kind", "columns", "stop", "failed", "stopped")

# Planes of the keyboard: three rows of signs each.
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm,.-")
_SIGNS = ("1234567890", "-/:;()&\"'", ".,+_!?№#@")
PLANES = {
    "abc": _LETTERS,
    "ABC": tuple(row.upper() for row in _LETTERS),
    "āčē": ("āčēģīķļņšū", "žąęėįųäöü", "õ"),
    "ĀČĒ": ("ĀČĒĢĪĶĻŅŠŪ", "ŽĄĘĖĮŲÄÖÜ", "Õ"),
    "123": _SIGNS,
}
NEAR_PLANES = {
    "abc": ("ABC", "āčē", "123"), "ABC": ("abc", "ĀČĒ", "123"), "āčē": ("abc", "ĀČĒ", "123"),
    "ĀČĒ": ("ABC", "āčē", "123"), "123": ("abc", "ABC", "āčē"),
}  # fmt: skip
ID_PLANES = {
    "abc": ("qwertyuiop", "asdfghjkl", "zxcvbnm-_"),
    "ABC": ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM-_"),
    "123": ("1234567890", "-_"),
}
BY_LETTERS = {"id": ID_PLANES, "place": PLANES}

SENSORS = {
    "good": mark("sensor right"),
    "inverted": mark("sensor inverted"),
    "latch only": mark("feels the latch"),
    "dead": mark("sensor dead"),
    "swapped": mark("sensor swapped"),
    "unclear": mark("sensor unclear"),
    "shared": mark("address shared"),
}
