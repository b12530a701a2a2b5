"""What to ask when looking for risks: questions by category, to begin a risk with."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.registers.models import Category

PROMPTS: dict[str, tuple[Promise, ...]] = {
    Category.TECHNICAL: (
        _("What do we build for the first time, or with parts that nobody here has used?"),
        _("What must fit together that was never tried together?"),
        _("What would we find out only in the last test?"),
    ),
    Category.REQUIREMENTS: (
        _("Which requirement has nobody agreed to who must accept it?"),
        _("What does somebody expect that is not in scope?"),
    ),
    Category.PEOPLE: (
        _("Whose leaving would stop us, and who else can do what they do?"),
        _("Which skill do we need and not have yet?"),
    ),
    Category.SUPPLIERS: (
        _("Who delivers something on the critical path, and what if it is late?"),
        _("What does a contract leave open that we take for granted?"),
    ),
    Category.ORGANISATION: (
        _("Which decision do we wait for, and what if it takes a month longer?"),
        _("Who could stop the project or take its people?"),
    ),
    Category.PLANNING: (
        _("Which estimate rests on a single guess?"),
        _("What takes twice as long as planned every time?"),
    ),
    Category.MONEY: (
        _("Which price, rate or currency can change before we pay?"),
        _("Which money is not granted yet?"),
    ),
    Category.LAW: (
        _("Which permission, rule or inspection must be met, and by when?"),
        _("Who or what could be hurt?"),
    ),
    Category.OUTSIDE: (
        _("What outside could go better than planned, and would we notice in time to use it?"),
        _("Which weather, season or market do we count on?"),
    ),
}


def questions() -> list[tuple[str, str, tuple[Promise, ...]]]:
    """Return each category by its code and name with its questions."""
    return [(category.value, str(category.label), PROMPTS[category]) for category in Category]
