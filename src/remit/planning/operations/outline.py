"""The outline of a plan: which activity stands where, below which other, and how it is put elsewhere."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, When
from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.core.statements import Statement
from remit.planning.columns import read_columns, write_columns
from remit.planning.models import Activity, ActivityKind

DEEPEST = 30
_MOST_RUNS = 50
_LAST_POSITION = Statement(
    lambda project_id: (
        Activity.objects.filter(project_id=project_id).order_by("-position").values_list("position")[:1]
    ),
    int,
)


@dataclass(slots=True)
class Place:
    """One line of the outline; `was` is its position, level, parent and kind as stored."""

    pk: int
    key: str
    parent_id: int | None
    level: int
    kind: str
    duration_minutes: int
    was: tuple[int, int, int | None, str]


def length_of_outline(project_id: int) -> int:
    """Return how many lines the outline of a plan has."""
    last = _LAST_POSITION.first(project_id)
    return last[0] + 1 if last else 0


class Outline:
    """All lines of a plan in order, in memory; `save` writes only those that came to stand elsewhere."""

    def __init__(self, project_id: int) -> None:
        self._project_id = project_id
        rows = (
            Activity.objects.filter(project_id=project_id)
            .order_by("position")
            .values_list("pk", "key", "parent_id", "level", "kind", "position", "duration_minutes")
        )
        self.places = [
            Place(pk, key, parent, level, kind, duration, (position, level, parent, kind))
            for pk, key, parent, level, kind, position, duration in read_columns(rows)
        ]

    def index(self, key: str, *, field: str = "key") -> int:
        """Return where the activity with `key` stands; raises `Invalid` naming `field` where there is none."""
        for index, place in enumerate(self.places):
            if place.key == key:
                return index
        raise Invalid(
            _("There is no activity %(key)s in this plan.") % {"key": key[:40]}, field=field, code="unknown"
        )

    def end(self, index: int) -> int:
        """Return the index behind the last descendant of the line at `index`."""
        level = self.places[index].level
        after = index + 1
        while after < len(self.places) and self.places[after].level > level:
            after += 1
        return after

    def previous_sibling(self, index: int) -> Place | None:
        """Return the line before the one at `index` below the same parent."""
        level = self.places[index].level
        for place in reversed(self.places[:index]):
            if place.level < level:
                return None
            if place.level == level:
                return place
        return None

    def parent(self, index: int) -> Place | None:
        """Return the line that the one at `index` stands below."""
        parent_id = self.places[index].parent_id
        return next((place for place in self.places if place.pk == parent_id), None)

    def spot(self, after: str | None, parent: str | None) -> tuple[int, int, int | None]:
        """Return index, level and parent for something put below `parent` behind its child `after`.

        Without `after` it comes first; `after` decides the parent where `parent` is not given.
        """
        if after is not None:
            index = self.index(after, field="after")
            place = self.places[index]
            if parent is not None and place.parent_id != self.places[self.index(parent, field="parent")].pk:
                raise Invalid(
                    _("%(after)s does not stand below %(parent)s.") % {"after": after, "parent": parent}
                )
            return self.end(index), place.level, place.parent_id
        if parent is None:
            return 0, 0, None
        index = self.index(parent, field="parent")
        return index + 1, self.places[index].level + 1, self.places[index].pk

    def last_child(self, parent: str | None) -> str | None:
        """Return the key of the last line directly below `parent`, or at the top; None where there is none."""
        above = None if parent is None else self.places[self.index(parent, field="parent")].pk
        return next((place.key for place in reversed(self.places) if place.parent_id == above), None)

    def take(self, index: int) -> list[Place]:
        """Take the line at `index` with everything below it out of the outline."""
        end = self.end(index)
        taken = self.places[index:end]
        del self.places[index:end]
        return taken

    def put(self, block: list[Place], after: str | None, parent: str | None) -> None:
        """Put a block of lines that was taken out where `spot` says."""
        index, level, parent_id = self.spot(after, parent)
        shift = level - block[0].level
        if max(place.level for place in block) + shift > DEEPEST:
            raise Invalid(_("The outline would be deeper than %(depth)d levels.") % {"depth": DEEPEST})
        block[0].parent_id = parent_id
        for place in block:
            place.level += shift
        self.places[index:index] = block

    def save(self) -> list[str]:
        """Write what stands elsewhere or became or ceased to be a summary; return the keys of those."""
        parents = {place.parent_id for place in self.places}
        shifted: list[Place] = []
        restated: list[tuple[int, int, int | None, str, int]] = []
        keys: list[str] = []
        for position, place in enumerate(self.places):
            place.kind = _kind(place, is_parent=place.pk in parents)
            if place.was[1:] != (place.level, place.parent_id, place.kind):
                restated.append((position, place.level, place.parent_id, place.kind, place.pk))
                keys.append(place.key)
            elif place.was[0] != position:
                shifted.append(place)
        if shifted:
            self._shift(shifted)
        write_columns(Activity, ("position", "level", "parent_id", "kind"), restated)
        return keys

    def _shift(self, shifted: list[Place]) -> None:
        """Write new positions: lines that moved up or down together by one statement, however many they are."""
        new = {place.pk: position for position, place in enumerate(self.places)}
        runs: list[tuple[int, int, int]] = []
        for place in shifted:
            old, by = place.was[0], new[place.pk] - place.was[0]
            if runs and runs[-1][1:] == (old - 1, by):
                runs[-1] = (runs[-1][0], old, by)
            else:
                runs.append((old, old, by))
        # what was put back stands for a moment where another stands by now: then the position names nobody
        is_certain = len({place.was[0] for place in self.places}) == len(self.places)
        if not is_certain or len(runs) > _MOST_RUNS:
            write_columns(Activity, ("position",), [(new[place.pk], place.pk) for place in shifted])
            return
        cases = [When(position__range=(first, last), then=F("position") + by) for first, last, by in runs]
        rows = Activity.objects.filter(project_id=self._project_id)
        rows = rows.filter(position__range=(min(run[0] for run in runs), max(run[1] for run in runs)))
        rows.update(position=Case(*cases, default=F("position"), output_field=IntegerField()))


def _kind(place: Place, *, is_parent: bool) -> str:
    if is_parent:
        return ActivityKind.SUMMARY
    if place.kind == ActivityKind.SUMMARY:
        return ActivityKind.TASK if place.duration_minutes else ActivityKind.MILESTONE
    return place.kind
