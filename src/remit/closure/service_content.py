"""What a handover to operations states. Pure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST, LONGEST_ANSWER = 8000, 4000
# in the order in which operations ask; "none" is an answer, an empty field is not
PARTS: tuple[tuple[str, Promise, Promise], ...] = (
    ("service_levels", _("Service levels"), _("Hours, response, availability: each with its number.")),
    ("run_cost", _("Cost of running it"), _("A year, with what it consists of.")),
    (
        "known_errors",
        _("Known errors"),
        _("What does not work, and how to live with it; or that there is none."),
    ),
    ("support", _("Support"), _("Who helps whom, in which hours, and who is asked next.")),
    ("training", _("Training"), _("Who was trained in what, and who still is to be.")),
    ("spares", _("Spares and stock"), _("What lies where, and what is ordered when.")),
    ("warranty", _("Warranty"), _("From whom, for what, until which day.")),
    ("acceptance_test", _("Acceptance test"), _("What operations tried, when, and what came of it.")),
)
NAMES = tuple(name for name, _label, _help in PARTS)
LABELS: dict[str, Promise] = {name: label for name, label, _help in PARTS} | {"owner": _("service owner")}
# what it costs is for those who see costs, and for whoever is to run it
MONEY = "run_cost"
