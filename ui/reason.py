"""What a refusal is made of: reason, ground and next step (001-21).

The refusals themselves stand beside the screens that need them (`reasons.py`,
`sending_words.py`); here is only their shape, and how the ground is said.
"""

from dataclasses import dataclass

from ui.words import Words


@dataclass(frozen=True, slots=True)
class Reason:
    """`clauses` of the operator's terms; where there are none, `ground` says it in words."""

    icon: str
    title: str
    text: str
    next_step: str
    clauses: str = ""
    ground: str = ""

    def ground_in(self, words: Words) -> str:
        if self.clauses:
            return words.say("Ground: terms of service, {clauses}", clauses=self.clauses)
        return words.say(self.ground) if self.ground else ""
