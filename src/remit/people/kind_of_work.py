"""Is it a project, a programme, operations or a product? Four questions, and what each answer says. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """One question that is answered with yes or no."""

    code: str
    text: Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """What something may be: it is that where every question of `takes` is answered with yes."""

    code: str
    name: Promise
    takes: tuple[str, ...]
    because: Promise
    means: Promise
    roles: tuple[str, ...]


QUESTIONS = (
    Question("ends", _("It has a day on which it is finished.")),
    Question("unique", _("Its result is made once, and not like that before.")),
    Question("several", _("It is several undertakings that bring one benefit together.")),
    Question("repeats", _("The same work comes again and again, without an end.")),
    Question("used", _("It lives as long as people use it, and changes with what they need.")),
)
KINDS = (
    Kind(
        "programme",
        _("Programme"),
        ("several",),
        _("Several undertakings bring a benefit together that none brings alone."),
        _("Each of them may be a project; somebody answers for the benefit of all."),
        ("programme-manager", "programme-sponsor", "benefits-owner"),
    ),
    Kind(
        "project",
        _("Project"),
        ("ends", "unique"),
        _("It ends, and its result is unique."),
        _(
            "One project manager answers for the agreed result within time and money; a sponsor owns the reason."
        ),
        ("project-manager", "sponsor"),
    ),
    Kind(
        "product",
        _("Product"),
        ("used",),
        _("It lives by being used."),
        _("One product manager answers for it over its whole life; projects may build it further."),
        ("product-manager",),
    ),
    Kind(
        "operations",
        _("Operations"),
        ("repeats",),
        _("It repeats and has no end."),
        _("An operations manager answers for its service; a project hands over to it."),
        ("operations-manager",),
    ),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What it is by the answers; several kinds where it is more than one thing, none where they do not say."""

    kinds: tuple[Kind, ...]
    answers: Mapping[str, bool]

    @property
    def is_torn(self) -> bool:
        """Return whether the answers contradict one another: it ends, and it repeats without an end."""
        return bool(self.answers.get("ends") and self.answers.get("repeats"))


def kind_of_work(answers: Mapping[str, bool]) -> Verdict:
    """Return what something is by the answers to `QUESTIONS`; one that is left out counts as no."""
    found = tuple(kind for kind in KINDS if all(answers.get(code) for code in kind.takes))
    return Verdict(found, answers)
