"""Where activities stand in the work breakdown, and who answers for them there."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from remit.planning.columns import read_columns
from remit.planning.models import Activity
from remit.projects.models import Project

# so many are looked up one by one; for more the outline is read once
FEW = 3
# far above what an outline may hold; an end for rows that stand below each other
DEEPEST = 100

# Climbs from an activity to the top: each line's key and accountable person, and the how manyth it is below its parent.
_CLIMB = """
WITH RECURSIVE above(step, id) AS (
    SELECT 0, CAST(%s AS bigint)
    UNION ALL
    SELECT above.step + 1, activity.parent_id
    FROM above JOIN planning_activity activity ON activity.id = above.id
    WHERE activity.parent_id IS NOT NULL AND above.step < %s
)
SELECT activity.key, activity.accountable_id, activity.deliverable_id, CASE WHEN activity.parent_id IS NULL THEN (
    SELECT COUNT(*) FROM planning_activity sibling
    WHERE sibling.project_id = activity.project_id AND sibling.position <= activity.position AND sibling.level = 0
) ELSE (
    SELECT COUNT(*) FROM planning_activity sibling
    WHERE sibling.parent_id = activity.parent_id AND sibling.position <= activity.position
) END
FROM above JOIN planning_activity activity ON activity.id = above.id
ORDER BY above.step
"""


class Outlined(NamedTuple):
    """Where an activity stands: its number in the work breakdown, its parent's key, who answers, what it leads to.

    What it leads to is there only where few were looked up.
    """

    wbs: str
    parent_key: str | None
    accountable_id: int | None
    deliverable_id: int | None = None


def places_of(project: Project, activities: Sequence[Activity]) -> dict[int, Outlined]:
    """Return, by primary key, where activities of a project stand: one query for each of a few, one for many."""
    if len(activities) <= FEW:
        return {each.pk: place_of(each.pk) for each in activities}
    rows = Activity.objects.filter(project_id=project.pk).order_by("position")
    outline = read_columns(rows.values_list("pk", "key", "parent_id", "level", "accountable_id"))
    return outlined(outline, only={each.pk for each in activities})


def place_of(pk: int) -> Outlined:
    """Return where one activity stands: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_CLIMB, [pk, DEEPEST])
        lines = cursor.fetchall()
    return Outlined(
        wbs=".".join(str(line[3]) for line in reversed(lines)),
        parent_key=lines[1][0] if len(lines) > 1 else None,
        accountable_id=next((line[1] for line in lines if line[1] is not None), None),
        deliverable_id=next((line[2] for line in lines if line[2] is not None), None),
    )


def outlined(
    rows: Iterable[tuple[int, str, int | None, int, int | None]], *, only: Collection[int] | None = None
) -> dict[int, Outlined]:
    """Return, by primary key, place and accountable person of rows in outline order, or those of `only` them.

    A row is (pk, key, parent pk, level, accountable pk). Who answers for a summary answers for all below it
    for which nobody else was named.
    """
    found: dict[int, Outlined] = {}
    keys: dict[int | None, str] = {}
    answering: dict[int | None, int | None] = {}
    counters: list[int] = []
    for pk, key, parent_id, level, accountable_id in rows:
        del counters[level + 1 :]
        counters.extend([0] * (level + 1 - len(counters)))
        counters[level] += 1
        keys[pk] = key
        answering[pk] = person = accountable_id or answering.get(parent_id)
        if only is None or pk in only:
            found[pk] = Outlined(".".join(map(str, counters)), keys.get(parent_id), person)
    return found
