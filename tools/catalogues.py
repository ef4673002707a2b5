"""Keeps the catalogues of what we say: finds the texts in ui/, updates ui/locale, compiles it.

    python tools/catalogues.py            after a text was changed: update and compile all
    python tools/catalogues.py --add ru   begin a catalogue for a further language
    python tools/catalogues.py --check    only say whether everything is current and translated

The compiled catalogues are kept beside their sources, so that a fresh checkout speaks with nothing
but Python's own gettext. English is the source; its catalogue is filled in here.
"""

import argparse
import datetime
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "ui" / "locale"
KEYWORDS = {"say": None, "mark": None, "count": (1, 2)}
# A date that moves would make every run a change.
DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
HEADER = "# What the terminal says.  Updated and compiled by tools/catalogues.py."


def texts_in_source() -> Catalog:
    found = Catalog(charset="utf-8")
    for path in sorted((ROOT / "ui").glob("*.py")):
        for _, text, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            found.add(text, locations=[(f"ui/{path.name}", 0)])
    return found


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "terminal.po"


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/terminal.po"))


def updated(language: str, source: Catalog) -> Catalog:
    """The catalogue with every text of the source, and nothing else; translations are kept."""
    known = Catalog(language)
    if path_of(language).exists():
        with path_of(language).open("rb") as file:
            known = read_po(file, language)
    fresh = Catalog(
        language, project="Parcel-locker terminal", version="1", charset="utf-8",
        creation_date=DATE, revision_date=DATE, header_comment=HEADER, fuzzy=False,
        last_translator="the maintainers", language_team=language,
    )  # fmt: skip
    for message in sorted(source, key=lambda message: str(message.id)):
        if message.id:
            old = known.get(message.id)
            said = old.string if old is not None else ""
            if language == "en":
                said = message.id
            fresh.add(message.id, said, locations=message.locations)
    return fresh


def files_of(catalogue: Catalog) -> dict[str, bytes]:
    """The two files of a catalogue, by their ending."""
    source, compiled = io.BytesIO(), io.BytesIO()
    write_po(source, catalogue, width=96, sort_output=False)
    write_mo(compiled, catalogue)
    return {".po": source.getvalue(), ".mo": compiled.getvalue()}


def missing_in(catalogue: Catalog) -> list[str]:
    missing = []
    for message in catalogue:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(said):
            missing.append(str(message.id))
    return missing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--add", metavar="LANGUAGE", default="")
    wanted = parser.parse_args()
    source, faults = texts_in_source(), []
    for language in sorted({*languages(), *filter(None, [wanted.add])}):
        catalogue = updated(language, source)
        for missing in missing_in(catalogue):
            faults.append(f"{language}: not translated: {missing}")
        for ending, content in files_of(catalogue).items():
            path = path_of(language).with_suffix(ending)
            if not wanted.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            elif not path.exists() or path.read_bytes() != content:
                faults.append(f"{path.relative_to(ROOT)} is not current; run tools/catalogues.py")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
