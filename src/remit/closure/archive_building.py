"""What the archive of a project holds: a page and a CSV file for each table, the formal records, files, the history.

The same data makes the same files, but for the day.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, Grant
from remit.audit.models import AuditEvent
from remit.audit.registries import visible_changes
from remit.closure.archive_format import safe_path
from remit.closure.closing import record_pdf, records_of, shown_record
from remit.closure.registries import RIGHTS, ArchivedFile, ArchiveTable, Kept, archive_sources, archive_tables
from remit.core.paper import pdf
from remit.core.plan_time import LAST_MINUTE, from_minute
from remit.core.progress import Progress
from remit.core.registries import capabilities
from remit.core.tables import comma_separated
from remit.core.templatetags.remit import day as day_words
from remit.people.grids import day_of
from remit.projects.charters import charter_pdf, charters_of, shown_charter
from remit.projects.feasibility import studies_of
from remit.projects.models import Project

STYLE = Path(__file__).with_name("paper") / "archive.css"
STUDY = Path(__file__).with_name("paper") / "closing.typ"
# what is done with archives themselves would make each different from the one before
NOT_OF_IT = ("archive", "job")


@dataclass(frozen=True, slots=True)
class Built:
    """The files of an archive by their paths, and what its manifest states besides them."""

    files: dict[str, bytes]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A line of the front page: a file, how it is called, and how many rows it has where it is a table."""

    path: str
    title: str
    rows: int | None = None
    csv: str = ""


def limited(actor: Actor, project: Project, holds: Collection[str]) -> Actor:
    """Return the actor with sight of no more than the archive is to hold."""
    path = project.scope.path
    hidden = {right for kept, right in RIGHTS.items() if kept not in holds}
    held = frozenset(each.code for each in capabilities if actor.can(each.code, path)) - hidden
    return Actor(
        key=actor.key, name=actor.name, organisation_id=project.organisation_id,
        grants=(Grant(path, "", held),),
    )  # fmt: skip


def build(
    actor: Actor, project: Project, holds: Collection[str], *, retain_until: dt.date, progress: Progress
) -> Built:
    """Return everything that an archive of the project holds, in the language that is set."""
    sees = frozenset(Kept(each) for each in holds)
    reader = limited(actor, project, holds)
    files: dict[str, bytes] = {"style.css": STYLE.read_bytes()}
    pages: list[Page] = []
    tables = [each for each in archive_tables if each.needs is None or each.needs in sees]
    total = len(tables) + len(list(archive_sources)) + 2
    for number, table in enumerate(tables):
        progress.step(number, total, "tables")
        pages.append(_add_table(files, project, table, sees))
    progress.step(len(tables), total, "history")
    if Kept.RECORD in sees:
        pages.append(_add_history(files, project, reader))
    progress.step(len(tables) + 1, total, "papers")
    papers = [_add(files, each) for each in _papers(reader, project)]
    for number, source in enumerate(sorted(archive_sources, key=lambda one: one.position)):
        progress.step(len(tables) + 2 + number, total, "files")
        papers += [_add(files, each) for each in source.files(reader, project, sees)]
    left_out = left_out_words(sees)
    facts = _facts(project, actor, sees, left_out, retain_until)
    context = {"project": project, "facts": facts, "pages": pages, "papers": papers, "left_out": left_out}
    files["index.html"] = _page("closure/archive/index.html", context)
    return Built(files, facts)


def left_out_words(sees: Collection[Kept]) -> list[str]:
    """Return in words what an archive leaves out, so that nobody takes it for the whole."""
    lacking = [str(kept.label) for kept in Kept if kept not in sees]
    found = [
        _("%(what)s: its maker chose to leave it out, or may not see it.") % {"what": each}
        for each in lacking
    ]
    if Kept.MONEY not in sees:
        found.append(
            _(
                "Requests for decisions, reports of cost and the contents of formal records, which state sums,"
                " as tables."
            )
        )
    found.append(_("Restricted documents, and versions of documents that are not in force."))
    found.append(_("Leave and other facts about people: they do not belong to the project."))
    return found


def _facts(
    project: Project, actor: Actor, sees: Collection[Kept], left_out: Sequence[str], retain_until: dt.date
) -> dict[str, Any]:
    return {
        "organisation": project.organisation.name,
        "project": project.key,
        "project_name": project.name,
        "phase": project.phase,
        "made_on": day_of(project.organisation).isoformat(),
        "made_by": actor.name,
        "language": translation.get_language() or "en",
        "holds": sorted(str(each) for each in sees),
        "left_out": list(left_out),
        "retain_until": retain_until.isoformat(),
    }


def _add(files: dict[str, bytes], file: ArchivedFile) -> Page:
    path = safe_path(file.path)
    stem, dot, suffix = path.rpartition(".")
    number = 2
    while path in files:
        path = f"{stem}-{number}{dot}{suffix}" if dot else f"{suffix}-{number}"
        number += 1
    files[path] = file.content
    return Page(path, str(file.title))


def _page(template: str, context: Mapping[str, Any]) -> bytes:
    return render_to_string(template, dict(context)).encode()


def shown_columns(table: ArchiveTable, sees: Collection[Kept]) -> list[str]:
    """Return the columns that an archive shows of a table."""
    hidden = {name for name, kept in table.guarded if kept not in sees}
    return [each for each in table.columns if each not in hidden]


def rows_of(table: ArchiveTable, project: Project, sees: Collection[Kept]) -> list[list[Any]]:
    """Return the rows of a table of one project, in its order: one query."""
    columns = shown_columns(table, sees)
    target: Model = project.scope if table.path.endswith("scope") else project
    model: Any = table.model
    rows = model.objects.filter(**{table.path: target.pk}, **dict(table.only)).order_by(*table.order)
    for kept, field in table.hides:
        if kept not in sees:
            rows = rows.exclude(**{field: True})
    return [
        [_value(name, value) for name, value in zip(columns, row, strict=True)]
        for row in rows.values_list(*columns)
    ]


def _value(name: str, value: Any) -> Any:
    """Return a value as a file states it: instants in UTC, plan minutes as local time, structures as JSON."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    if name.endswith("_minute") and isinstance(value, int) and 0 <= value <= LAST_MINUTE:
        return from_minute(value).isoformat(timespec="minutes")
    return "" if value is None else value


def _add_table(
    files: dict[str, bytes], project: Project, table: ArchiveTable, sees: Collection[Kept]
) -> Page:
    names = [each.replace("__", ".") for each in shown_columns(table, sees)]
    return _tabled(files, project, table.code, str(table.title), names, rows_of(table, project, sees))


def _tabled(
    files: dict[str, bytes], project: Project, code: str, title: str, names: list[str],
    rows: Sequence[Sequence[Any]],
) -> Page:  # fmt: skip
    csv, html = f"tables/{code}.csv", f"pages/{code}.html"
    files[csv] = comma_separated(names, (list(row) for row in rows))
    context = {"project": project, "title": title, "heads": names, "rows": rows, "csv": f"../{csv}"}
    files[html] = _page("closure/archive/table.html", context)
    return Page(html, title, len(rows), csv)


def _add_history(files: dict[str, bytes], project: Project, reader: Actor) -> Page:
    """Add what the record says of the project: of fields that the archive does not hold only that they changed."""
    events = AuditEvent.objects.filter(
        organisation_id=project.organisation_id, scope_path__startswith=project.scope.path
    )
    names = [
        "sequence",
        "at",
        "actor",
        "operation",
        "object",
        "label",
        "changes",
        "reason",
        "hash",
        "previous",
    ]
    rows = [
        [
            each.sequence, each.at.astimezone(dt.UTC).isoformat(timespec="microseconds"), each.actor_name,
            each.operation, f"{each.object_kind} {each.object_key}", each.object_label,
            json.dumps(dict(visible_changes(each, reader)), ensure_ascii=False, sort_keys=True), each.reason,
            each.hash, each.previous_hash,
        ]
        for each in events.exclude(object_kind__in=NOT_OF_IT).order_by("sequence").iterator(chunk_size=2000)
    ]  # fmt: skip
    return _tabled(files, project, "history", _("History"), names, rows)


def _papers(reader: Actor, project: Project) -> Iterable[ArchivedFile]:
    """Yield the formal records as PDF, every version that was decided on."""
    for charter in charters_of(project):
        shown = shown_charter(reader, project, charter.number)
        if shown is not None:
            words = _("Charter, version %(number)d") % {"number": charter.number}
            yield ArchivedFile(f"papers/charter-{charter.number}.pdf", words, charter_pdf(shown))
    for record in records_of(project):
        closing = shown_record(reader, project, record.number)
        if closing is not None:
            words = _("Closing record, version %(number)d") % {"number": record.number}
            yield ArchivedFile(f"papers/closing-record-{record.number}.pdf", words, record_pdf(closing))
    if reader.can(RIGHTS[Kept.MONEY], project.scope.path):
        for study in studies_of(project):
            words = _("Feasibility study, version %(number)d") % {"number": study.number}
            yield ArchivedFile(f"papers/feasibility-{study.number}.pdf", words, _study_pdf(study, words))


def _study_pdf(study: Any, words: str) -> bytes:
    """Return a feasibility study on paper: its text and its options as they are stated."""
    content = study.content
    project = study.project
    options = [
        f"{each['name']}: {each.get('about', '')}"
        f" ({_('costs')} {each.get('costs')}, {_('benefits')} {each.get('benefits')})"
        for each in content["options"]
    ]
    tests = [
        f"{name}: {each.get('score')}. {each.get('evidence', '')}" for name, each in content["tests"].items()
    ]
    sections = [
        {"title": _("Problem"), "text": content["problem"], "lines": []},
        {"title": _("Options"), "text": "", "lines": options},
        {"title": _("Tests"), "text": "", "lines": tests},
        {"title": _("Uncertainties"), "text": "", "lines": list(content["uncertainties"])},
        {
            "title": _("Recommendation"),
            "text": f"{content['recommended']}. {content['because']}",
            "lines": [],
        },
    ]
    decided = study.decided_by.name if study.decided_by else _("nobody")
    data = {
        "language": (translation.get_language() or "en")[:2],
        "title": f"{words}: {project.name}",
        "organisation": project.organisation.name,
        "heading": project.name,
        "subheading": f"{project.key} · {words}",
        "facts": [[_("State"), str(study.get_state_display())], [_("Decided by"), decided]],
        "sections": sections,
        "none": _("Nothing is stated."),
        "agreement": study.answer,
        "signatures": [],
        "footer": f"{project.key} · {words} · {day_words(day_of(project.organisation))}",
    }
    return pdf(STUDY, data)
