"""What can be seen from the street, in lines, for whoever reads why a story failed."""

from collections.abc import Iterable

from sim.scene import BEGIN_MS, Scene
from tests.rules.screens import spoken_name


def described(scene: Scene) -> list[str]:
    """Glass, keys, doors, what lies inside, and how long the story has lasted."""
    if not scene.has_begun:
        return ["the terminal was not switched on yet"]
    cabinet = scene.kiosk.cabinet
    inside = [f"{n}: {', '.join(cabinet.contents(n))}"
              for n in cabinet.compartments if cabinet.contents(n)]  # fmt: skip
    hands = [f"{p.name}: {', '.join(p.hands)}" for p in scene.people.values() if p.hands]
    return [
        f'the screen is "{spoken_name(scene.kiosk.screen)}": {" / ".join(_texts(scene))}',
        f"keys: {', '.join(scene.kiosk.keys()) or 'none'}",
        f"open doors: {_listed(scene.open_doors())}",
        f"lying inside: {'; '.join(inside) or 'nothing'}",
        f"in hands: {'; '.join(hands) or 'nothing'}",
        f"time since the story began: {spoken(scene.world.now_ms - BEGIN_MS)}",
    ]


def _texts(scene: Scene) -> list[str]:
    """Without the digits of the keypad."""
    return [text for text in scene.kiosk.texts() if not (len(text) == 1 and text.isdigit())]


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"


def spoken(ms: int) -> str:
    """A stretch of time: 2 d 03:04:05."""
    seconds = ms // 1000
    days, seconds = divmod(seconds, 86_400)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{days} d {clock}" if days else clock
