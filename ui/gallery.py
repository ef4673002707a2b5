"""Draws every screen in every language and style to PNG files, without a screen, for review.

`python -m ui.gallery DIR` writes DIR/LANGUAGE-STYLE/NUMBER-NAME.png.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ui import commissioning_samples, samples
from ui.commissioning import Pictures
from ui.layout import Layouts
from ui.picture import Picture
from ui.pygame_display import PygameDisplay
from ui.theme import STYLES, Panel

LEFT_MS = 12_000


def draw_all(
    folder: Path,
    languages: Iterable[str] = samples.SITE.languages,
    styles: Iterable[str] = tuple(STYLES),
) -> int:
    """Returns how many pictures were written."""
    panel = Panel()
    display = PygameDisplay(panel, driver="offscreen")
    layouts, commissioning = Layouts(samples.SITE, panel), Pictures(panel)
    count = 0
    for language in languages:
        for style in styles:
            target = folder / f"{language}-{style}"
            target.mkdir(parents=True, exist_ok=True)
            every = _pictures(layouts, commissioning, language, style)
            for number, (name, picture) in enumerate(every, start=1):
                display.draw(picture, samples.UNTIL_MS - LEFT_MS)
                display.save(target / f"{number:02d}-{name.replace(' ', '-')}.png")
                count += 1
    display.close()
    return count


def _pictures(
    layouts: Layouts, commissioning: Pictures, language: str, style: str
) -> Iterator[tuple[str, Picture]]:
    for name, screen in samples.all_screens():
        yield name, layouts.picture(screen, language, style)
    for name, shown in commissioning_samples.all_screens():
        yield f"commissioning {name}", commissioning.picture(shown, language, style)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Say where the pictures should go: python -m ui.gallery build/gallery")
    folder = Path(sys.argv[1])
    print(f"{draw_all(folder)} pictures in {folder}")


if __name__ == "__main__":
    main()
