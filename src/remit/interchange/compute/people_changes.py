"""What a file of people would change: whom it adds, what it changes about whom, whom it leaves alone."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from remit.interchange.compute.people_extras import Extras, extras_of
from remit.interchange.compute.people_files import PeopleFile, StatedPerson, fault_of, sorted_faults
from remit.interchange.compute.sheets import RowFault, WrongRows
from remit.people.models import Organisation, Person, Unit
from remit.people.reporting_lines import circles

FIELDS = (
    "name",
    "email",
    "title",
    "unit",
    "line_manager",
    "capacity_minutes_per_week",
    "is_external",
    "joined_on",
    "left_on",
)
MOST_IN_A_CIRCLE = 6
# What somebody new has before the file states anything.
_NOTHING = {"name": "", "email": "", "title": "", "is_external": False}
# What an empty cell leaves as it is: there is no such thing as no name.
_NEVER_EMPTIED = ("name", "email", "capacity_minutes_per_week")


@dataclass(slots=True, eq=False)
class Subject:
    """Somebody as the file would leave them; `person` is None for somebody new, `row` 0 for whom it does not name."""

    person: Person | None
    row: int
    values: dict[str, Any]
    stated: StatedPerson | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    extras: Extras | None = None

    @property
    def name(self) -> str:
        """Return the name that the file leaves them with."""
        return str(self.values["name"])


@dataclass(frozen=True, slots=True)
class PeopleChanges:
    """What a file would do; `line_manager` in values and changes is a `Subject`, `unit` a `Unit`."""

    file: PeopleFile
    added: tuple[Subject, ...]
    changed: tuple[Subject, ...]
    same: int
    not_named: int

    @property
    def digest(self) -> str:
        """Return what tells whether the same file would still do the same."""
        stated = [
            [
                each.person.pk if each.person else 0,
                each.person.version if each.person else 0,
                each.row,
                {name: [plain_value(a), plain_value(b)] for name, (a, b) in each.changes.items()},
            ]
            for each in (*self.added, *self.changed)
        ]
        text = json.dumps([self.file.sheet.sha256, stated], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def plain_value(value: Any) -> Any:
    """Return a value of a person as JSON keeps it and people read it."""
    if isinstance(value, Subject):
        return value.values["email"]
    if isinstance(value, Unit):
        return value.name
    return value if value is None or isinstance(value, bool | int) else str(value)


class _Directory:
    """Everybody and every unit of an organisation, to be found as files name them."""

    def __init__(self, organisation: Organisation) -> None:
        people = Person.objects.filter(organisation=organisation).select_related("unit")
        self.subjects = {
            each.pk: Subject(
                each, 0, {name: getattr(each, name) for name in FIELDS if name != "line_manager"}
            )
            for each in people
        }
        for each in self.subjects.values():
            assert each.person is not None  # noqa: S101 - says so to the type checker
            above = each.person.line_manager_id
            each.values["line_manager"] = self.subjects[above] if above else None
        self.by_key = {each.person.key: each for each in self.subjects.values() if each.person}
        self.by_email = {each.values["email"].lower(): each for each in self.subjects.values()}
        self.by_name: dict[str, list[Subject]] = {}
        self.new: list[Subject] = []
        self.units = list(Unit.objects.filter(organisation=organisation))
        self.unit_names = {unit.name.casefold(): unit for unit in self.units}
        self.unit_keys = {unit.key.casefold(): unit for unit in self.units}

    def everybody(self) -> Iterator[Subject]:
        yield from self.subjects.values()
        yield from self.new

    def know_new_names(self) -> None:
        """Find people by the names and addresses that the file leaves them with, too."""
        for each in self.everybody():
            self.by_name.setdefault(each.name.casefold(), []).append(each)
            self.by_email.setdefault(each.values["email"], each)


def changes_of(file: PeopleFile, organisation: Organisation) -> PeopleChanges:
    """Return what a file would change; raises `WrongRows` with every row that cannot be taken in.

    Empty cells empty a value, but name, address and hours, which stay; a column that is missing leaves all
    values as they are, and whoever is not in the file stays as well.
    """
    directory = _Directory(organisation)
    faults: list[RowFault] = []
    named = [each for each in (_subject(row, directory, faults) for row in file.rows) if each is not None]
    _state(named, directory, organisation, faults)
    faults += _addresses(named, directory)
    directory.know_new_names()
    for each in named:
        _find_manager(each, directory, faults)
    _compare(named, directory)
    for each in named:
        faults += _rules(each)
    faults += _circles(directory)
    _find_extras(named, organisation, faults)
    if faults:
        raise WrongRows(sorted_faults(faults))
    changed = tuple(each for each in named if each.person is not None and each.changes)
    added = tuple(each for each in named if each.person is None)
    same = len(named) - len(changed) - len(added)
    not_named = sum(1 for each in directory.subjects.values() if each.row == 0)
    return PeopleChanges(file, added, changed, same, not_named)


def _find_extras(named: Iterable[Subject], organisation: Organisation, faults: list[RowFault]) -> None:
    """Note what the file states beside each person among the changes, in words."""
    people = {each.row: each for each in named}
    rows = ((each.stated, each.person) for each in people.values() if each.stated is not None)
    for row, extras in extras_of(rows, organisation, faults).items():
        people[row].extras = extras
        people[row].changes |= extras.changes


def _subject(row: StatedPerson, directory: _Directory, faults: list[RowFault]) -> Subject | None:
    """Return whom a row is about: by key, else by address, else somebody new."""
    key, email = row.fields.get("key", ""), row.fields.get("email", "")
    if not key and not email:
        column = "email" if "email" in row.fields else "key"
        faults.append(
            fault_of(row, column, _("it is empty: nobody is named."), _("Give the e-mail address."))
        )
        return None
    found = directory.by_key.get(key) if key else directory.by_email.get(email)
    if key and found is None:
        mend = _("Correct the key, or leave it empty for somebody new.")
        faults.append(fault_of(row, "key", _("nobody here has this key."), mend))
        return None
    if found is None:
        found = Subject(None, row.row, dict.fromkeys(FIELDS))
        directory.by_email[email] = found
        directory.new.append(found)
    elif found.row:
        wrong = _("row %(row)d is about the same person.") % {"row": found.row}
        faults.append(fault_of(row, "key" if key else "email", wrong, _("Remove one of the rows.")))
        return None
    found.row, found.stated = row.row, row
    return found


def _state(
    named: Iterable[Subject], directory: _Directory, organisation: Organisation, faults: list[RowFault]
) -> None:
    """Give everybody the values that their rows state."""
    fresh = {
        "name": "",
        "email": "",
        "title": "",
        "is_external": False,
        "capacity_minutes_per_week": organisation.minutes_per_week,
    }
    for each in named:
        row = each.stated
        assert row is not None  # noqa: S101 - says so to the type checker
        if each.person is None:
            each.values |= fresh
        for name in FIELDS:
            value = row.fields.get(name)
            if (
                name not in row.fields
                or name == "line_manager"
                or (name in _NEVER_EMPTIED and value in {"", None})
            ):
                continue
            each.values[name] = _unit(row, value, directory, faults) if name == "unit" else value
        if not each.values["name"]:
            wrong, mend = _("somebody new has no name."), _("Give the name in a column 'Name'.")
            faults.append(fault_of(row, "name", wrong, mend))


def _addresses(named: Iterable[Subject], directory: _Directory) -> Iterator[RowFault]:
    """Yield the rows whose address belongs to somebody else, here or in the file."""
    wanted: dict[str, Subject] = {}
    for each in named:
        address = each.values["email"]
        holder = directory.by_email.get(address)
        if holder is None or holder is each:
            holder = wanted.setdefault(address, each)
        if holder is not each and each.stated is not None:
            wrong = _("this address belongs to %(name)s.") % {"name": holder.name}
            yield fault_of(each.stated, "email", wrong, _("Give each person their own."))


def _unit(row: StatedPerson, text: str | None, directory: _Directory, faults: list[RowFault]) -> Unit | None:
    if not text:
        return None
    folded = text.casefold()
    found = directory.unit_names.get(folded) or directory.unit_keys.get(folded)
    if found is None:
        near = difflib.get_close_matches(folded, directory.unit_names, 1)
        mend = _("Add it under Organisation first, or correct the name.")
        if near:
            mend = _("Did you mean '%(name)s'? Otherwise add it under Organisation first.") % {
                "name": directory.unit_names[near[0]].name
            }
        faults.append(fault_of(row, "unit", _("there is no unit of this name."), mend))
    return found


def _find_manager(each: Subject, directory: _Directory, faults: list[RowFault]) -> None:
    row = each.stated
    assert row is not None  # noqa: S101 - says so to the type checker
    if "line_manager" not in row.fields:
        return
    text = row.fields["line_manager"]
    if not text:
        each.values["line_manager"] = None
        return
    found = directory.by_key.get(text.upper()) or directory.by_email.get(text.lower())
    if found is not None:
        each.values["line_manager"] = found
        return
    alike = directory.by_name.get(text.casefold(), [])
    if len(alike) == 1:
        each.values["line_manager"] = alike[0]
    elif alike:
        wrong = _("%(count)d people have this name.") % {"count": len(alike)}
        faults.append(fault_of(row, "line_manager", wrong, _("Give the e-mail address instead.")))
    else:
        wrong = _("there is nobody of this address, key or name, neither here nor in the file.")
        faults.append(fault_of(row, "line_manager", wrong, _("Correct it, or give the person a row.")))


def _compare(named: Iterable[Subject], directory: _Directory) -> None:
    for each in named:
        for name in FIELDS:
            before: Any = _NOTHING.get(name)
            if each.person is not None:
                before = (
                    getattr(each.person, name) if name != "line_manager" else _manager_now(each, directory)
                )
            after = each.values[name]
            if before is not after and before != after:
                each.changes[name] = (before, after)


def _manager_now(each: Subject, directory: _Directory) -> Subject | None:
    above = each.person.line_manager_id if each.person else None
    return directory.subjects[above] if above else None


def _rules(each: Subject) -> Iterator[RowFault]:
    """Yield what no person may be; only of what the file changes: what stands here already is not its fault."""
    row, values = each.stated, each.values
    assert row is not None  # noqa: S101 - says so to the type checker
    gone = values["left_on"] is not None
    if "unit" in each.changes and values["unit"] and values["unit"].closed_on and not gone:
        yield fault_of(row, "unit", _("this unit is closed."), _("Name an open one, or open it again."))
    manager = values["line_manager"]
    if "line_manager" in each.changes and manager is each:
        yield fault_of(
            row, "line_manager", _("nobody is their own line manager."), _("Name another, or nobody.")
        )
    elif "line_manager" in each.changes and manager and manager.values["left_on"] and not gone:
        wrong = _("%(name)s has left.") % {"name": manager.name}
        yield fault_of(row, "line_manager", wrong, _("Name somebody who is here, or nobody."))
    days = {"joined_on", "left_on"} & each.changes.keys()
    if days and values["joined_on"] and gone and values["left_on"] < values["joined_on"]:
        yield fault_of(row, "left_on", _("it lies before the first day."), _("Give a later one, or none."))


def _circles(directory: _Directory) -> Iterator[RowFault]:
    """Yield each circle of line managers that the file would close, at the first row that has a part in it."""
    people = {id(each): each for each in directory.everybody()}
    above: Mapping[int, int | None] = {
        key: id(each.values["line_manager"]) if each.values["line_manager"] else None
        for key, each in people.items()
    }
    for circle in circles(above):
        members = [people[key] for key in circle]
        rows = sorted((each for each in members if "line_manager" in each.changes), key=lambda each: each.row)
        if len(members) == 1 or not rows or rows[0].stated is None:
            continue
        names = [each.name for each in members[:MOST_IN_A_CIRCLE]]
        more = "… → " if len(members) > MOST_IN_A_CIRCLE else ""
        wrong = _("the line managers form a circle: %(names)s.")
        way = f"{' → '.join(names)} → {more}{names[0]}"
        mend = _("Name another for one of them, or nobody.")
        yield fault_of(rows[0].stated, "line_manager", wrong % {"names": way}, mend)
