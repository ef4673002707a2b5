"""What the help says: for each topic of `visits.help` its words, its ground and where to read on.

A text names values of the operator ("{email}"): one that names a value which the site's file leaves
empty is left out, so that nothing is promised that is not there.  Every topic says what holds,
why (the ground), and what to do next, in letters for reading from half a metre.
"""

from dataclasses import dataclass

from ui.words import Words, mark

STANDARD = mark("Ground: eParaksts standard of customer care")


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` stands on its key; `lines` are told, then `next_steps` in bold.

    `clauses` of the operator's terms or `ground` in words.  link: "" or what its QR code leads
    to: "site", "email", "eid".
    """

    icon: str
    name: str
    title: str
    lines: tuple[str, ...]
    next_steps: tuple[str, ...]
    clauses: str = ""
    ground: str = ""
    link: str = ""

    def ground_in(self, words: Words) -> str:
        if self.clauses:
            return words.say("Ground: terms of service, {clauses}", clauses=self.clauses)
        return words.say(self.ground)


TOPICS = {
    "no code": Topic(
        "search",
        mark("I have no code"),
        mark("No code received?"),
        (mark("We send a code again, and correct a phone number, only when the sender asks us to."
              " Nobody can look it up here."),),
        (mark("Please ask the sender to contact us."),),
        "8.6.3",
    ),
    "genuine": Topic(
        "eye",
        mark("Is my message genuine?"),
        mark("A genuine message?"),
        (mark("Our messages come from the sender {sender}."),
         mark("We never ask you to tell us your code.")),
        (mark("In doubt? Please call us."), mark("Or write: {email}")),
        ground=mark("Ground: how we notify recipients"),
    ),
    "complaints": Topic(
        "note",
        mark("Complaints"),
        mark("Complaints"),
        (mark("Complain in writing, at a post office or by e-mail. We answer within 1 month, about"
              " uncollected cash on delivery within 15 working days."),),
        (mark("Lost or damaged? Only the sender can claim, within 6 months."),),
        "12.1, 12.2, 12.4, 12.9",
        link="email",
    ),
    "feedback": Topic("check", mark("Feedback"), mark("Your feedback"), (), ()),
    "eid": Topic(
        "badge",
        mark("eParaksts support"),
        mark("eParaksts support"),
        (mark("Questions: {eid_phone}, on working days 9.00 to 18.00. Calls are recorded."),),
        (mark("To suspend your eParaksts: the same number, 24 hours a day."),),
        ground=STANDARD,
        link="eid",
    ),
    "answer time": Topic(
        "clock",
        mark("How long an answer takes"),
        mark("How long an answer takes"),
        (mark("Complaints: at most 1 month."),
         mark("Applications to eParaksts: 1 working day. What comes outside working hours is begun"
              " on the next working day.")),
        (mark("Call us: if we cannot answer at once, we say how long it takes."),),
        ground=mark("Ground: terms of service, 12.2; eParaksts standard"),
    ),
    "rules": Topic(
        "note",
        mark("Rules and prices"),
        mark("Rules and prices"),
        (mark("Rules in force: {rules}"), mark("Price list in force: {prices}"),
         mark("Settings of this terminal: version {version}")),
        (mark("The full text, and every change, is published on {site}."),),
        "3.4, 3.8",
        link="site",
    ),
    "privacy": Topic(
        "camera",
        mark("Privacy and video"),
        mark("Privacy and video"),
        (mark("We film here at all times, to protect property and prevent crime."),
         mark("This terminal keeps neither your name nor your whole phone number.")),
        (mark("Our privacy policy is on {site}."),),
        "3.6, 3.7",
        link="site",
    ),
    "contacts": Topic(
        "parcel",
        mark("Who we are"),
        "{name}",
        (mark("Reg. No. {registration}"), "{address}", "{email}", "{site}"),
        (),
        "1",
    ),
}  # fmt: skip

KINDS = {
    "suggestion": mark("Suggestion"),
    "praise": mark("Praise"),
    "complaint about the service": mark("Complaint about the service"),
    "complaint about customer service": mark("Complaint about customer service"),
}
EID_SITE = "eparaksts.lv"
