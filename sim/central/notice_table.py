"""Every notice that this server sends, in one table: what causes it, to whom, how, which words.

The numbers N1 to N17 are those of the list of notifications that was drawn from the
service rules; the clause stands beside each.  Which of them a network sends on
arrival, as a reminder and after expiry stands in its file in `networks/`; when they
are sent is decided by `shipments.py` and `plans.py`.  The one idea: this file holds
no rule, so that what people are told can be read from top to bottom.
"""

from typing import NamedTuple

SMS, EMAIL, PAPER = "SMS", "e-mail", "paper"
RECIPIENT, SENDER, CLIENT = "recipient", "sender", "client"


class Notice(NamedTuple):
    """One row; the texts are templates.

    `{code_line}` is the sentence with the code where that channel may carry it, else where
    the code was sent.  A row without channels is a sentence that is added to every notice
    with a `{code_line}`.  Two rows of one number go to different people.
    """

    number: str
    kind: str
    trigger: str
    to: str
    channels: tuple[str, ...]
    clauses: tuple[str, ...]
    text: str
    text_en: str

    @property
    def carries_code(self) -> bool:
        return "{code_line}" in self.text


_ARRIVED = "Sūtījums {shipment} ir pakomātā {address}. {code_line} Izņemiet līdz {until}."
_ARRIVED_EN = (
    "Parcel {shipment} is in the parcel locker at {address}. {code_line} Collect it by {until}."
)
_AGAIN = (
    "Atgādinām: sūtījums {shipment} gaida pakomātā {address}. {code_line} Izņemiet līdz {until}."
)
_AGAIN_EN = (
    "Reminder: parcel {shipment} is waiting in the parcel locker at {address}. {code_line}"
    " Collect it by {until}."
)
_HELP, _HELP_EN = " Palīdzība: {support}.", " Help: {support}."
_DOOR = (
    "pakomāts {address}, nodalījums {compartment}, durvju kods {pin}. Kods der līdz {until}."
    " Palīdzība: {support}."
)
_DOOR_EN = (
    "parcel locker {address}, compartment {compartment}, door code {pin}. The code is valid"
    " until {until}. Help: {support}."
)

TABLE = (
    Notice(
        "N1", "arrived", "a parcel lies inside and the door is shut", RECIPIENT, (SMS,),
        ("002-2", "002-8.6.2"), _ARRIVED, _ARRIVED_EN,
    ),
    Notice(
        "N2", "arrived", "the same, where the e-mail is known", RECIPIENT, (EMAIL,),
        ("002-8.6.2",), _ARRIVED + _HELP, _ARRIVED_EN + _HELP_EN,
    ),
    Notice(
        "N3", "arrived", "the same in a Unisend terminal", RECIPIENT, (SMS, EMAIL),
        ("002-13.3.3",), _ARRIVED, _ARRIVED_EN,
    ),
    Notice(
        "N4", "identity", "the sender ordered the recipient to be identified", RECIPIENT, (),
        ("002-5.3.3",),
        " Pirms izņemšanas pie pakomāta būs jāapliecina identitāte ar Smart-ID vai eParaksts"
        " mobile.",
        " Before you collect it you will be asked to identify yourself with Smart-ID or eParaksts"
        " mobile.",
    ),
    Notice(
        "N5", "amount due", "something is to be paid before the door opens", RECIPIENT, (),
        ("002-5.3.1",),
        " Pirms izņemšanas pie pakomāta ar karti jāsamaksā {due} EUR.",
        " Before you collect it, {due} EUR is to be paid by card at the parcel locker.",
    ),
    Notice(
        "N6", "stored", "a parcel was put in to be collected at the same terminal", RECIPIENT,
        (SMS,), ("002-5.2",),
        "Jums atstāts sūtījums {shipment} pakomātā {address}. {code_line} Izņemiet līdz {until},"
        " pēc tam to atgriezīs sūtītājam.",
        "Parcel {shipment} was left for you in the parcel locker at {address}. {code_line}"
        " Collect it by {until}; after that it goes back to its sender.",
    ),
    Notice(
        "N7", "joined", "it was put to others of the same recipient, under the same code",
        RECIPIENT, (SMS,), ("002-8.6.7",),
        "Sūtījums {shipment} ielikts pie jūsu citiem sūtījumiem pakomātā {address}. {code_line}"
        " Visus izņemiet līdz {until}.",
        "Parcel {shipment} was put to your other parcels in the parcel locker at {address}."
        " {code_line} Collect all of them by {until}.",
    ),
    Notice(
        "N8", "reminder", "the third calendar day has come", RECIPIENT, (SMS,),
        ("002-8.6.5",), _AGAIN, _AGAIN_EN,
    ),
    Notice(
        "N9", "reminder", "48 hours have passed in a Unisend terminal", RECIPIENT, (SMS, EMAIL),
        ("002-13.3.5",), _AGAIN, _AGAIN_EN,
    ),
    Notice(
        "N10", "reminder", "5 days have passed with Ekstra Pasts", RECIPIENT, (SMS,),
        ("004-4.2",), _AGAIN, _AGAIN_EN,
    ),
    Notice(
        "N11", "moved", "10 days have passed with Ekstra Pasts and a courier took it", RECIPIENT,
        (SMS,), ("004-4.3",),
        "Sūtījums {shipment} no pakomāta {address} nogādāts jūsu adreses pasta nodaļā, jo to"
        " neizņēma laikā. Lūdzam saņemt to pasta nodaļā līdz {away_until}. Palīdzība: {support}.",
        "Parcel {shipment} was not collected in time and was taken from the parcel locker at"
        " {address} to the post office that serves your address. Please collect it there by"
        " {away_until}. Help: {support}.",
    ),
    Notice(
        "N12", "redirected", "it was sent on because the first terminal was full or broken",
        RECIPIENT, (SMS, EMAIL), ("002-8.6.13",),
        "Sūtījums {shipment} nogādāts citā pakomātā nekā izvēlēts, jo izvēlētajā to ievietot"
        " nevarēja. Tas ir pakomātā {address}. {code_line} Izņemiet līdz {until}.",
        "Parcel {shipment} was taken to another parcel locker because the chosen one could not"
        " take it. It is in the parcel locker at {address}. {code_line} Collect it by {until}.",
    ),
    Notice(
        "N13", "at sorting centre", "it was not collected in time and a courier took it",
        RECIPIENT, (PAPER,), ("002-9.2",),
        "Sūtījums {shipment} no pakomāta {address} nogādāts šķirošanas centrā, jo to neizņēma"
        " laikā. Lūdzam līdz {away_until}. sazināties ar mums un vienoties par atkārtotu piegādi:"
        " {support}. Pēc tam sūtījumu atgriezīs sūtītājam.",
        "Parcel {shipment} was not collected in time and was taken from the parcel locker at"
        " {address} to the sorting centre. Please call us by {away_until} to arrange another"
        " delivery: {support}. After that it goes back to its sender.",
    ),
    Notice(
        "N14", "order paid", "an order to send was paid", SENDER, (EMAIL,),
        ("003-3.2", "003-3.4"),
        "Pasūtījums {order} apmaksāts. Sūtīšanai: " + _DOOR,
        "Order {order} is paid. To send: " + _DOOR_EN,
    ),
    Notice(
        "N15", "return ordered", "a return was ordered", CLIENT, (EMAIL,), ("003-6.3",),
        "Atgriešana {order} pieteikta. Atgriešanai: " + _DOOR,
        "Return {order} is ordered. To return: " + _DOOR_EN,
    ),
    Notice(
        "N16", "not paid", "it was released though the money did not come in", RECIPIENT,
        (SMS, EMAIL), ("002-5.3.1",),
        "Sūtījums {shipment} izsniegts, bet tehniskas kļūdas dēļ nav iekasēti {owed} EUR. Summa"
        " jāsamaksā pēc saņemšanas; kā to izdarīt, pateiks pa tālruni {support}.",
        "Parcel {shipment} was handed out, but because of a technical fault {owed} EUR was not"
        " collected. It is still to be paid; call {support} to learn how.",
    ),
    Notice(
        "N16", "not paid", "the same", SENDER, (SMS, EMAIL), ("002-5.3.1",),
        "Sūtījums {shipment} izsniegts, bet tehniskas kļūdas dēļ no saņēmēja nav iekasēti {owed}"
        " EUR. Saņēmējam paziņots, ka summa jāsamaksā. Jautājumi un sūdzības: {support}.",
        "Parcel {shipment} was handed out, but because of a technical fault {owed} EUR was not"
        " collected. The recipient was told to pay it. Questions and complaints: {support}.",
    ),
    Notice(
        "N17", "new code", "the sender had the phone corrected", RECIPIENT, (SMS,),
        ("002-8.6.3",),
        "Sūtījums {shipment} ir pakomātā {address}. {code_line} Iepriekšējie kodi vairs neder."
        " Izņemiet līdz {until}.",
        "Parcel {shipment} is in the parcel locker at {address}. {code_line} Any earlier code is"
        " dead. Collect it by {until}.",
    ),
    # Ours, and in no list: whoever gives more time tells the recipient (design decision 6).
    Notice(
        "+longer", "longer", "its deadline moved to a later time", RECIPIENT, (SMS,),
        ("002-8.6.8",),
        "Sūtījumu {shipment} pakomātā {address} varat izņemt līdz {until} ar to pašu kodu.",
        "You can collect parcel {shipment} from the parcel locker at {address} until {until} with"
        " the same code.",
    ),
    Notice(
        "+taken back", "taken back", "its sender took it out again at once", RECIPIENT, (SMS,),
        ("002-10.3",),
        "Sūtītājs paņēma atpakaļ sūtījumu {shipment} no pakomāta {address}. Kods vairs neder.",
        "The sender has taken parcel {shipment} back out of the parcel locker at {address}."
        " The code is dead.",
    ),
)  # fmt: skip

# Those with a + are ours.
NUMBERS = tuple(dict.fromkeys(row.number for row in TABLE if row.number.startswith("N")))
IDENTITY, AMOUNT_DUE, STORED, JOINED, REDIRECTED = "N4", "N5", "N6", "N7", "N12"
ORDER_PAID, RETURN_ORDERED, NOT_PAID, NEW_CODE = "N14", "N15", "N16", "N17"
LONGER, TAKEN_BACK = "+longer", "+taken back"


def rows(number: str) -> tuple[Notice, ...]:
    """The rows of that number."""
    return tuple(row for row in TABLE if row.number == number)
