"""The list by which a project is closed, each item as it stands: judged from data with the reason, or by a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.closure.checklist import NOT_ALWAYS_NEEDED, NOT_OWED_EARLY, STANDARD, Item, items_of
from remit.closure.models import ChecklistAnswer, ChecklistVersion, Settled
from remit.people.models import Organisation
from remit.projects.facts import judged, named
from remit.projects.gating import label_of
from remit.projects.models import LifeStep, Phase, Project

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item at a project: `state` is done, not-needed or open, `why` the evidence or what Remit found."""

    code: str
    text: str
    is_fact: bool
    state: str
    why: str
    url_name: str = ""
    by: str = ""
    on: object = None
    version: int = 0

    @property
    def is_settled(self) -> bool:
        """Return whether it stands in nobody's way."""
        return self.state != Settled.OPEN

    @property
    def words(self) -> str:
        """Return how it stands as people read it."""
        return str(Settled(self.state).label)

    @property
    def colour(self) -> str:
        """Return the colour of how it stands."""
        return {Settled.DONE: "green", Settled.NOT_NEEDED: "grey"}.get(Settled(self.state), "red")


def versions_of(organisation: Organisation) -> list[ChecklistVersion]:
    """Return the versions of an organisation's list, the latest first; none where the standard one holds."""
    return list(ChecklistVersion.objects.filter(organisation=organisation))


def items_for(organisation: Organisation) -> tuple[Item, ...]:
    """Return the items by which projects of an organisation are closed now: one query."""
    latest = ChecklistVersion.objects.filter(organisation=organisation).first()
    return STANDARD if latest is None else items_of(latest.content)


def words_of(item: Item) -> str:
    """Return an item as people read it."""
    return label_of(item.fact) if item.fact else str(item.text)


def ended_early(project: Project) -> bool:
    """Return whether a project was stopped before its end."""
    if project.phase == Phase.TERMINATED:
        return True
    return LifeStep.objects.filter(project=project, to_phase=Phase.TERMINATED).exists()


def checklist_of(project: Project) -> list[ItemLine]:
    """Return every item of the list as it stands at a project."""
    early = ended_early(project)
    answers = {each.code: each for each in ChecklistAnswer.objects.filter(project=project)}
    return [_line(project, each, answers.get(each.code), early) for each in items_for(project.organisation)]


def _line(project: Project, item: Item, answer: ChecklistAnswer | None, early: bool) -> ItemLine:  # noqa: FBT001 - a private step of the list above
    text = words_of(item)
    if early and item.fact in NOT_OWED_EARLY:
        why = _("A project that ended early does not owe this: the record says what is kept.")
        return ItemLine(item.code, text, True, Settled.NOT_NEEDED, why)
    judgement = judged(project, item.fact) if item.fact else None
    if judgement is not None and (judgement.is_met or item.fact not in NOT_ALWAYS_NEEDED):
        state = Settled.DONE if judgement.is_met else Settled.OPEN
        return ItemLine(item.code, text, True, state, judgement.words, judgement.url_name)
    if answer is None:
        found = ("", "") if judgement is None else (judgement.words, judgement.url_name)
        return ItemLine(item.code, text, False, Settled.OPEN, *found)
    return ItemLine(
        item.code, text, False, answer.state, answer.evidence, by=answer.by_name, on=answer.on,
        version=answer.version,
    )  # fmt: skip


def open_items(lines: Sequence[ItemLine]) -> list[ItemLine]:
    """Return what stands in the way of closing."""
    return [each for each in lines if not each.is_settled]


def open_words(lines: Sequence[ItemLine]) -> str:
    """Return in words what stands in the way, each by name; nothing where nothing does."""
    left = open_items(lines)
    if not left:
        return ""
    words = ngettext(
        "%(n)d item of the closing list is open: %(names)s.",
        "%(n)d items of the closing list are open: %(names)s.",
        len(left),
    )
    return words % {"n": len(left), "names": named((each.text for each in left), MOST_NAMED)}
