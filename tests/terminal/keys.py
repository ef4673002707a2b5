"""What somebody may press on each screen of a terminal in a street of chance."""

from terminal import identify_screens, screens
from terminal.visits.complaint import CHOICES
from tests.terminal.help_keys import HELP_KEYS

# What somebody may press; "" stands for walking away.
KEYS = {
    screens.Welcome: ("erase", "cancel", "ok") * 3 + ("help",),
    screens.AskPhone: ("erase", "cancel"),
    screens.Told: ("ok", "ok", "help"),
    screens.Stuck: ("again", "again", "is_open", "is_open", "cancel", ""),
    screens.AskOpen: ("yes", "no", ""),
    screens.TakeOut: ("empty", "leave", "problem", "", "", ""),
    screens.Trouble: tuple(["choose " + why for why in CHOICES]) + ("back", "", ""),
    screens.PutBack: ("back", "", "", ""), screens.Sign: ("cancel", "erase", "", ""),
    screens.TakeUnseen: ("done", "empty", ""),
    identify_screens.ChooseWay: ("smart_id", "smart_id", "eparaksts", "cancel", ""),
    identify_screens.Identify: ("cancel", "", "", ""),
    identify_screens.NotShown: ("again", "again", "cancel", ""),
    screens.Taken: ("done", "empty", "again", "", "", ""),
    screens.AskPin: ("erase", "cancel"),
    screens.PutIn: ("does_not_fit", "not_empty", "report_open", "", "", ""),
    screens.IsItOut: ("yes", "no", ""),
    screens.Verdict: ("empty", "as_listed", "something_else", ""),
    screens.Look: ("not_there", "stays", "something_else", "", "", "", "", ""),
    screens.ChooseSize: ("size XS", "size S", "size M", "size L", "cancel"),
    screens.Run: ("finish", "by_hand", ""),
}
KEYS.update(HELP_KEYS)
TYPED_ON = (screens.Welcome, screens.Told, screens.Taken)
ABSURD_KEYS = ("", "again", "yes", "done", "leave", "inspect 99", "inspect", "size", "size Q",
               "0 1")  # fmt: skip
