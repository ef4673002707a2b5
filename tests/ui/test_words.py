"""Everything that we say is said in every language, and everything that can be meant is said."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from terminal import care_screens, identify_screens, screens, send_screens
from ui import (
    care_words,
    commissioning_samples,
    identify,
    metrics,
    payment,
    reasons,
    samples,
    sending_words,
)
from ui.commissioning import Pictures
from ui.layout import DRAWN_BY, Layouts
from ui.site import SiteError
from ui.tasks import task_in
from ui.theme import Panel
from ui.words import LOCALE, Words, known_languages, words_in

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = Layouts(samples.SITE)
LANGUAGES = known_languages()
# The screens whose docstrings name values of `why` and `remark`, and where their words are.
WORDS_FOR = {
    (screens.Welcome, "remark"): reasons.WELCOME,
    (screens.Told, "why"): reasons.TOLD,
    (screens.Stuck, "why"): reasons.STUCK,
    (screens.Pay, "remark"): payment.PAY,
    (identify_screens.NotShown, "why"): identify.OUTCOMES,
    (screens.OutOfService, "why"): reasons.OUT_OF_SERVICE,
    (screens.AskPin, "remark"): reasons.PIN,
    (screens.Run, "remark"): {**reasons.RUN_GOOD, **reasons.RUN_BAD},
    (screens.PutIn, "remark"): reasons.PUT_IN,
    (send_screens.HandIn, "remark"): sending_words.HAND_IN,
    (send_screens.SendNumber, "remark"): sending_words.NUMBER,
    (care_screens.AskOnetime, "remark"): care_words.ONETIME,
    (care_screens.Care, "remark"): care_words.MENU_OF_ALL,
    (care_screens.OneDoor, "remark"): care_words.MENU_OF_ONE,
    (care_screens.Witness, "remark"): care_words.WITNESS,
    (care_screens.Count, "remark"): care_words.COUNT,
    (care_screens.CountStuck, "why"): care_words.STUCK,
}


def values_named(screen, field):
    """The quoted values after "why:" or "remark:", up to the end of that sentence."""
    said = screen.__doc__.split(f"{field}:", 1)[1]
    sentence = re.split(r'(?<=["\)])\.\s|;\s|\n\n|\.\s{2}', said)[0]
    return [value for value in re.findall(r'"([^"]*)"', sentence) if value]


@pytest.mark.parametrize(("screen", "field"), WORDS_FOR, ids=str)
def test_every_value_that_a_docstring_names_has_words(screen, field):
    named = values_named(screen, field)
    assert len(named) >= 2, "the docstring names its values in another way"
    assert [value for value in named if value not in WORDS_FOR[screen, field]] == []


def test_every_screen_can_be_drawn_and_is_among_the_samples():
    assert set(DRAWN_BY) == set(screens.ALL)
    assert {type(screen) for _, screen in samples.all_screens()} == set(screens.ALL)


def test_the_samples_say_everything_that_can_be_said():
    said = {
        (type(screen), field, getattr(screen, field))
        for _, screen in samples.all_screens()
        for field in ("why", "remark")
        if field in screen.fields
    }
    for (screen, field), words in WORDS_FOR.items():
        assert [value for value in words if (screen, field, value) not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_that_nobody_foresaw_is_still_a_task_in_words(language):
    words = words_in(language)
    assert task_in(words, "power cut during pick-up") == words.say("power failed")
    assert task_in(words, "opening jammed") == words.say("the lock failed")
    assert task_in(words, "opened without order") == words.say("was opened by force")
    assert task_in(words, "a thing of tomorrow") == words.say("needs a look")


@pytest.mark.parametrize("table", [reasons.TOLD, reasons.OUT_OF_SERVICE, reasons.WELCOME,
                                   identify.OUTCOMES])  # fmt: skip
def test_every_refusal_has_a_reason_a_ground_and_a_next_step(table):
    for reason in table.values():
        assert reason.title
        assert reason.next_step
        assert reason.clauses or reason.ground


def test_the_steps_after_a_stuck_door_have_a_ground_too():
    assert all(reason.text and reason.clauses for reason in reasons.STUCK.values())


@pytest.mark.parametrize("tool", ["catalogues.py", "advances.py"])
def test_what_tools_made_is_current(tool):
    """Every text has its translation, and every letter its width."""
    command = [sys.executable, f"tools/{tool}", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def messages(language):
    with (LOCALE / language / "LC_MESSAGES" / "terminal.po").open("rb") as file:
        return [message for message in read_po(file, language) if message.id]


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_the_same_placeholders(language):
    for message in messages(language):
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        wanted = set().union(*map(holes, source))
        for text in said:
            # A form for one thing alone may leave the number out, as "your parcel" does.
            assert holes(text) in (wanted, wanted - {"count"}), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_font_has_every_letter_that_we_use(language):
    for message in messages(language):
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            for weight, advances in metrics.ADVANCES.items():
                assert [sign for sign in text if sign not in advances] == [], (weight, text)


def test_the_font_has_every_letter_of_the_five_languages():
    letters = (
        "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž"  # Latvian
        "aąbcčdeęėfghiįyjklmnoprsštuųūvzž"  # Lithuanian
        "abcdefghijklmnopqrsšzžtuvwõäöüxy"  # Estonian
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"  # Russian
        "abcdefghijklmnopqrstuvwxyz"
    )
    for sign in letters + letters.upper() + "0123456789.,:;!?()/+-–—„“”«»’…•№€\u00a0":
        for weight, advances in metrics.ADVANCES.items():
            assert sign in advances, (weight, sign)


PLURALS = {
    "lv": {
        1: "Izņemiet 1 sūtījumu",
        2: "Izņemiet 2 sūtījumus",
        11: "Izņemiet 11 sūtījumus",
        21: "Izņemiet 21 sūtījumu",
        101: "Izņemiet 101 sūtījumu",
        111: "Izņemiet 111 sūtījumus",
    },
    "en": {1: "Take out your parcel", 2: "Take out all 2 parcels", 21: "Take out all 21 parcels"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_agree_with_their_words(language):
    for count, wanted in PLURALS[language].items():
        said = words_in(language).count(
            "Take out your parcel", "Take out all {count} parcels", count
        )
        assert said == wanted


def test_no_english_is_left_in_a_latvian_picture():
    # What is the same in both is a name, a number, or said so in the catalogue.
    same = {message.string for message in messages("lv") if message.string == message.id}
    assert same == set()
    english = {message.string for message in messages("en") if isinstance(message.string, str)}
    pictures = [LAYOUTS.picture(screen, "lv") for _, screen in samples.all_screens()]
    pictures += [
        Pictures(Panel()).picture(screen, "lv", "calm")
        for _, screen in commissioning_samples.all_screens()
    ]
    for picture in pictures:
        texts = picture.texts(0)
        assert [text for text in texts if text in english and text != "English"] == []


def test_every_language_names_itself():
    assert Words("lv").own_name == "Latviešu"
    assert Words("en").own_name == "English"


def test_a_language_without_a_catalogue_is_refused_with_a_sentence():
    with pytest.raises(SiteError, match=r'no catalogue for the language "fi"; there are en, lv'):
        Words("fi")
