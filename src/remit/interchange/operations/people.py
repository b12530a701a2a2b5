"""People from a file: all of it in one operation or nothing; and taken back as a whole."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict
from remit.core.keys import next_numbers
from remit.interchange.compute.people_changes import FIELDS, PeopleChanges, Subject, changes_of, plain_value
from remit.interchange.compute.people_files import PeopleFile, read_people
from remit.interchange.models import PeopleImport
from remit.interchange.operations.extras import (
    refuse_changed_extras,
    undo_extras,
    write_extras,
    write_skills,
)
from remit.people.models import Organisation, Person, Unit
from remit.people.operations.organisation import root_scope, space_of
from remit.people.policies import may_edit_people
from remit.people.reporting_lines import circles

NUMBERS = "PI"
_BATCH = 500
_COLUMNS = tuple(f"{name}_id" if name in {"unit", "line_manager"} else name for name in FIELDS)
_TO_PYTHON = {field.attname: field.to_python for field in Person._meta.concrete_fields}


def preview_people(
    source: IO[bytes], file_name: str, organisation: Organisation, *, actor: Actor
) -> PeopleChanges:
    """Return what a file of people would add and change; writes nothing.

    Raises `Invalid` for what is no table, and `WrongRows` with row, column and value of whatever cannot be
    taken in.
    """
    require(may_edit_people(actor))
    return changes_of(read_people(source, file_name), organisation)


def import_people(
    source: IO[bytes], file_name: str, organisation: Organisation, *, actor: Actor, seen: str = ""
) -> PeopleImport:
    """Add and change people as a CSV or XLSX file states them; nobody is removed.

    `seen` is the `digest` of the preview that somebody agreed to: `Conflict` where the file would do something
    else by now. Raises what `preview_people` raises, and `Conflict` where there is nothing to do.
    """
    require(may_edit_people(actor))
    return _take_in(read_people(source, file_name), organisation, actor=actor, seen=seen)


@operation("interchange.import_people")
def _take_in(file: PeopleFile, organisation: Organisation, *, actor: Actor, seen: str) -> PeopleImport:
    require(may_edit_people(actor))
    # one at a time: nobody else adds people or changes lines meanwhile
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _rows = list(Person.objects.select_for_update().filter(organisation=locked).values_list("pk"))
    changes = changes_of(file, locked)
    if seen and changes.digest != seen:
        message = _("People were changed since the preview: look at what the file would do now.")
        raise Conflict("preview_stale", message)
    if not changes.added and not changes.changed:
        raise Conflict("nothing_to_do", _("Everybody in the file is here already, as it states them."))
    before = {str(each.person.pk): _columns_of(each.person) for each in changes.changed if each.person}
    _write(locked, changes)
    beside = [
        (each.person, each.extras)
        for each in (*changes.added, *changes.changed)
        if each.person is not None and each.extras is not None
    ]
    extras = {person.pk: write_extras(person, stated, actor=actor) for person, stated in beside}
    for pk, levels in write_skills(locked, beside, actor=actor).items():
        extras[pk]["skills"] = levels
    done = _kept(locked, changes, before, extras, actor)
    path = root_scope(locked).path
    for each in (*changes.added, *changes.changed):
        record(actor, _about(each.person, locked, path), _shown(each))
    stated = {"import": ["", f"{done.number} {done.file_name}"], "people": ["", done.added + done.changed]}
    record(actor, About("organisation", "O-1", locked.name, locked.pk, path), stated)
    return done


def _about(person: Person | None, organisation: Organisation, path: str) -> About:
    assert person is not None  # noqa: S101 - it was written
    return About("person", person.key, person.name, organisation.pk, path)


def _shown(each: Subject) -> dict[str, list[Any]]:
    return {name: [plain_value(a), plain_value(b)] for name, (a, b) in each.changes.items()}


def _columns_of(person: Person) -> dict[str, Any]:
    return {name: _stored(getattr(person, name)) for name in _COLUMNS}


def _stored(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _write(organisation: Organisation, changes: PeopleChanges) -> None:
    """Write everybody, then the lines between them: somebody new may report to somebody new."""
    numbers = next_numbers(space_of(organisation.pk), "U", len(changes.added)) if changes.added else ()
    for each, number in zip(changes.added, numbers, strict=True):
        each.person = Person(organisation=organisation, key=f"U-{number}", **_plain_values(each))
    Person.objects.bulk_create([each.person for each in changes.added if each.person], batch_size=_BATCH)
    for each in changes.changed:
        assert each.person is not None  # noqa: S101 - changed ones are here
        for name, value in _plain_values(each).items():
            setattr(each.person, name, value)
        each.person.version += 1
    rows = []
    for each in (*changes.added, *changes.changed):
        assert each.person is not None  # noqa: S101 - written above
        above = each.values["line_manager"]
        each.person.line_manager = above.person if above is not None else None
        if above is not None or each.person.version > 1:
            rows.append(each.person)
    _rewrite(rows)


def _rewrite(people: Sequence[Person]) -> None:
    """Write rows that are there over themselves: many times faster than an update that asks of each row."""
    Person.objects.bulk_create(
        people,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*FIELDS, "version"],
    )


def _plain_values(each: Subject) -> dict[str, Any]:
    return {name: value for name, value in each.values.items() if name != "line_manager"}


def _kept(
    organisation: Organisation,
    changes: PeopleChanges,
    before: dict[str, Any],
    extras: dict[int, Any],
    actor: Actor,
) -> PeopleImport:
    sheet = changes.file.sheet
    lines = [
        {
            "person": each.person.pk,
            "key": each.person.key,
            "name": each.name,
            "row": each.row,
            "added": str(each.person.pk) not in before,
            "version": each.person.version,
            "fields": _shown(each),
            "extras": extras.get(each.person.pk, {}),
        }
        for each in (*changes.added, *changes.changed)
        if each.person is not None
    ]
    return PeopleImport.objects.create(
        organisation=organisation,
        number=next_numbers(space_of(organisation.pk), NUMBERS)[0],
        file_name=sheet.file_name,
        file_size=sheet.size,
        sha256=sheet.sha256,
        imported_by_key=actor.key,
        imported_by_name=actor.name[:200],
        added=len(changes.added),
        changed=len(changes.changed),
        same=changes.same,
        ignored=list(changes.file.ignored),
        changes=lines,
        before=before,
    )


@operation("interchange.undo_people_import")
def undo_people_import(done: PeopleImport, *, actor: Actor) -> PeopleImport:
    """Remove whom an import added and put back what it changed, as long as nobody has built on it since.

    Raises `Conflict`, which names who was changed since or has something by now, where somebody has.
    """
    require(may_edit_people(actor))
    organisation = Organisation.objects.select_for_update().get(pk=done.organisation_id)
    locked: PeopleImport = PeopleImport.objects.select_for_update().get(pk=done.pk)
    if locked.undone_at is not None:
        raise Conflict("undone", _("This import has been taken back already."))
    people = {row.pk: row for row in Person.objects.select_for_update().filter(organisation=organisation)}
    _refuse_edited(locked, people)
    refuse_changed_extras(locked.changes)
    for line in locked.changes:
        if extras := line.get("extras"):
            undo_extras(people[line["person"]], extras, is_added=line["added"], actor=actor)
    added = [people[line["person"]] for line in locked.changes if line["added"]]
    changed = [people[line["person"]] for line in locked.changes if not line["added"]]
    for person in changed:
        for name, value in locked.before[str(person.pk)].items():
            setattr(person, name, _TO_PYTHON[name](value))
        person.version += 1
    _refuse_dependents(added, changed)
    _refuse_impossible(people, added, changed)
    _rewrite(changed)
    Person.objects.filter(pk__in=[each.pk for each in added]).update(line_manager=None)
    Person.objects.filter(pk__in=[each.pk for each in added]).delete()
    locked.undone_at, locked.undone_by_name = timezone.now(), actor.name[:200]
    locked.save(update_fields=["undone_at", "undone_by_name"])
    path = root_scope(organisation).path
    for line in locked.changes:
        about = About("person", line["key"], line["name"], organisation.pk, path)
        record(actor, about, {name: [b, a] for name, (a, b) in line["fields"].items()})
    about = About("organisation", "O-1", organisation.name, organisation.pk, path)
    record(actor, about, {"import": [f"{locked.number} {locked.file_name}", ""]})
    return locked


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")  # noqa: PLR2004 - as many as one reads


def _refuse_edited(done: PeopleImport, people: dict[int, Person]) -> None:
    edited = [
        line["name"]
        for line in done.changes
        if line["person"] not in people or people[line["person"]].version != line["version"]
    ]
    if edited:
        message = _("Changed since the import: %(names)s. Taking it back would lose that.")
        raise Conflict("edited_since", message % {"names": _names(edited)})


def _refuse_impossible(people: dict[int, Person], added: Iterable[Person], changed: Sequence[Person]) -> None:
    """Refuse to put back what has become impossible: an address taken, a unit closed, a circle of managers."""
    gone = {each.pk for each in added}
    staying = [each for each in people.values() if each.pk not in gone]
    addresses = [each.email.lower() for each in staying]
    if len(set(addresses)) != len(addresses):
        raise Conflict(
            "edited_since", _("An address from before the import belongs to somebody else by now.")
        )
    units = set(Unit.objects.filter(closed_on=None).values_list("pk", flat=True))
    closed = [
        each.name for each in changed if each.unit_id and each.unit_id not in units and not each.left_on
    ]
    if closed:
        message = _("The unit from before the import is closed by now: %(names)s.")
        raise Conflict("edited_since", message % {"names": _names(closed)})
    above = {each.pk: each.line_manager_id for each in staying}
    if circles(above) or any(each and each not in above for each in above.values()):
        message = _("The line managers from before the import no longer fit those of others.")
        raise Conflict("edited_since", message)


def _refuse_dependents(added: Sequence[Person], changed: Iterable[Person]) -> None:
    """Refuse where something has come to hang on somebody whom the import added."""
    keys = [each.pk for each in added]
    ours = {*keys, *(each.pk for each in changed)}
    held: set[str] = {each.name for each in added if each.user_id}
    for relation in Person._meta.related_objects:
        rows: Any = relation.related_model._base_manager  # noqa: SLF001 - every row counts, whoever may see it
        name = relation.field.name
        found = rows.filter(**{f"{name}__in": keys})
        if relation.related_model is Person:
            found = found.exclude(pk__in=ours)
        held.update(found.values_list(f"{name}__name", flat=True)[:_BATCH])
    if held:
        message = _("Something belongs to whom the import added: %(names)s. Remove that first.")
        raise Conflict("edited_since", message % {"names": _names(sorted(held))})
