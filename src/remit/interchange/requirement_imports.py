"""The files of requirements that a project took in, and what stands in the way of taking each back."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.comments.models import Comment
from remit.interchange.models import RequirementImport
from remit.projects.facts import named
from remit.projects.models import Project, Requirement

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One file that was taken in; `in_the_way` says why it cannot be taken back, empty where it can."""

    done: RequirementImport
    in_the_way: str


def later_changes(project: Project, pks: Collection[int]) -> str:
    """Return in a sentence what was done since to requirements as they were taken in: two queries."""
    rows = list(Requirement.objects.filter(project=project).values_list("pk", "key", "version"))
    return _in_the_way(rows, _talked_of(project), pks)


def _talked_of(project: Project) -> set[str]:
    said = Comment.objects.filter(project=project, about__startswith="RQ-", withdrawn_at=None)
    return set(said.values_list("about", flat=True))


def _in_the_way(rows: Collection[tuple[int, str, int]], talked_of: set[str], pks: Collection[int]) -> str:
    own = set(pks)
    changed = [key for pk, key, version in rows if pk in own and version != 1]
    if changed:
        message = _("Changed since: %(keys)s. Taking the file back would lose that.")
        return message % {"keys": named(changed)}
    said = [key for pk, key, _version in rows if pk in own and key in talked_of]
    if said:
        message = _("There are comments on %(keys)s. Withdraw them first.")
        return message % {"keys": named(said)}
    return ""


def taken_in(project: Project) -> list[TakenIn]:
    """Return the files that a project took in last, the latest first: three queries."""
    found = list(RequirementImport.objects.filter(project=project).order_by("-number")[:MOST_SHOWN])
    rows = list(Requirement.objects.filter(project=project).values_list("pk", "key", "version"))
    talked_of = _talked_of(project)
    return [
        TakenIn(each, "" if each.undone_at else _in_the_way(rows, talked_of, [pk for pk, _key in each.made]))
        for each in found
    ]
