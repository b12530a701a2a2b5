"""What a change of a role's rights means for those who hold it now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from remit.people.models import Assignment, Role
from remit.people.role_content import capability_words


@dataclass(frozen=True, slots=True)
class Effect:
    """One right that people gain or lose at the scopes where they hold the role; `names` are theirs, in order."""

    capability: str
    gained: bool
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the effect in a sentence."""
        count, right = len(self.names), capability_words(self.capability)
        if self.gained:
            said = ngettext(
                "%(count)d person gains “%(right)s”.", "%(count)d people gain “%(right)s”.", count
            )
        else:
            said = ngettext(
                "%(count)d person loses “%(right)s”.", "%(count)d people lose “%(right)s”.", count
            )
        return said % {"count": count, "right": right}


def open_assignments(role: Role) -> Any:
    """Return the assignments of a role that hold now or will."""
    today = timezone.localdate()
    return Assignment.objects.filter(Q(to_date=None) | Q(to_date__gte=today), role=role, ended_at=None)


def effects_of(role: Role, capabilities: Iterable[str]) -> list[Effect]:
    """Return what present holders gain and lose if `role` gave `capabilities`: two queries.

    A right that somebody has at the scope by another role as well is neither gained nor lost.
    """
    before, after = frozenset(role.capabilities), frozenset(capabilities)
    if before == after:
        return []
    held = list(open_assignments(role).values_list("pk", "person_id", "person__name", "scope__path"))
    others = _grants({person for _pk, person, _name, _path in held})
    names: dict[tuple[str, bool], set[tuple[str, int]]] = defaultdict(set)
    for pk, person, name, path in held:
        beside = [each for each in others[person] if each[0] != pk and path.startswith(each[1])]
        for changed, gained in ((after - before, True), (before - after, False)):
            by_others = {
                right
                for _pk, _path, role_id, rights in beside
                for right in ((before if gained else after) if role_id == role.pk else rights)
            }
            for right in changed - by_others:
                names[right, gained].add((name, person))
    return [
        Effect(right, gained, tuple(name for name, _person in sorted(people)))
        for (right, gained), people in sorted(names.items())
    ]


def _grants(people: set[int]) -> dict[int, list[tuple[int, str, int, frozenset[str]]]]:
    today = timezone.localdate()
    found: dict[int, list[tuple[int, str, int, frozenset[str]]]] = defaultdict(list)
    rows = Assignment.objects.filter(
        Q(to_date=None) | Q(to_date__gte=today), person_id__in=people, ended_at=None
    )
    for pk, person, path, role_id, rights in rows.values_list(
        "pk", "person_id", "scope__path", "role_id", "role__capabilities"
    ):
        found[person].append((pk, path, role_id, frozenset(rights)))
    return found
