"""What somebody may press on the screens of the help; "" stands for walking away."""

from terminal import help_screens
from terminal.visits.help import KINDS, TOPICS

HELP_KEYS = {
    help_screens.Topics: tuple(["topic " + name for name in TOPICS]) + ("4", "ok", "erase", ""),
    help_screens.Topic: ("back", "cancel", "ok", ""),
    help_screens.Feedback: tuple(["kind " + kind for kind in KINDS]) + ("back", "2", "ok", "", ""),
    help_screens.Rating: ("rate 5", "3", "ok", "cancel", "", ""),
    help_screens.Thanks: ("done", "7", "", ""),
}
