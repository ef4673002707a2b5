"""The server's side of an identification, for streets of chance: mostly what was asked for."""

from terminal import effects as fx
from terminal import events as ev

OUTCOMES = ("refused", "timed out", "wrong code", "no account", "not qualified", "other person",
            "document", "not supported", "failed", "unavailable", "offline",
            "interrupted")  # fmt: skip


def identity_word(luck, turns):
    """What the server says next to the last question, or to one that nobody asked."""
    asked = [x for turn in turns for x in turn if type(x) is fx.AskIdentity]
    question, compartment = luck.below(6), 1 + luck.below(7)
    if asked and luck.chance(85):
        question, compartment = asked[-1].question, asked[-1].compartment
    if luck.chance(10):
        compartment += 1
    fate = luck.below(100)
    if fate < 40:
        texts = luck.pick((("https://example.com/x", "7180"), ("https://example.com/y", ""),
                           ("", "7180"), ("", "")))  # fmt: skip
        return ev.IdentityShown(question, 1000 * luck.below(60), texts[0], texts[1])
    if fate < 70:
        return ev.IdentityGranted(question, compartment, luck.pick((60, 60, 5, 1)))
    return ev.IdentityEnded(question, luck.pick(OUTCOMES))
