"""What must be so before Remit serves, and what its worker keeps in order while it does."""

import hashlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import remit
from remit.accounts.permissions import system_actor
from remit.benefits.operations.reviews import remind_of_benefit_reviews
from remit.core.errors import Conflict
from remit.documents.operations.upkeep import remind_of_document_reviews, sweep_contents
from remit.earned_value.operations.snapshots import record_due
from remit.interchange.operations.beginning import uploads_waited_for
from remit.interchange.operations.uploads import remove_forgotten
from remit.jobs.operations.upkeep import KEPT, find_lost, queue_waiting, remove_old
from remit.people.operations.certificates import remind_of_certificates
from remit.people.operations.handovers import begin_for_absent
from remit.people.operations.reminders import end_all_elapsed, remind_all
from remit.people.operations.roles import behind, bring_catalogue
from remit.people.operations.separation import remind_of_reviews
from remit.people.operations.structure_transition import put_due_into_effect
from remit.registers.operations.issues import escalate_late_issues
from remit.registers.operations.reviews import remind_of_risks
from remit.reporting.operations.reports import report_due
from remit.resourcing.operations.releasing import end_allocations
from remit.timesheets.operations.approving import lock_approved, pass_on_left
from remit.timesheets.operations.reminding import remind_of_missing_weeks
from remit.web.new_database import begin_database, is_empty

STAMP = ".collected"


def missing_migrations() -> list[str]:
    """Return the migrations of this version that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown_migrations() -> list[str]:
    """Return the migrations of the database that this version does not know: a newer Remit made it."""
    known = known_migrations()
    ours = {app for app, _name in known}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in set(applied) - known if app in ours)


def known_migrations() -> set[tuple[str, str]]:
    """Return the migrations that this version knows, those that were squashed into others included."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return set(loader.disk_migrations) | {
        replaced for each in loader.replacements.values() for replaced in each.replaces
    }


def migrate() -> list[str]:
    """Bring the tables up to date and return the migrations applied; refuses a database of a newer Remit."""
    if is_empty():
        applied = begin_database()
        _make_cache_table()
        return applied
    unknown = unknown_migrations()
    if unknown:
        message = (
            f"The database was made by a newer Remit than {remit.__version__} (it knows {unknown[-1]}): "
            "start the newer one, or restore an older backup."
        )
        raise Conflict("newer_database", message)
    missing = missing_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
    _make_cache_table()
    return missing


def _make_cache_table() -> None:
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0, stdout=StringIO())


def bring_catalogues() -> list[str]:
    """Bring every organisation what a newer edition of the catalogue of roles has; return their names."""
    brought = [each.name for each in behind()]
    for organisation in behind():
        bring_catalogue(organisation, actor=system_actor("Remit", organisation.pk))
    return brought


def tend(*, has_begun: bool = True) -> None:
    """Do what keeps long work and roles in order; `has_begun` is False when a worker starts.

    Jobs whose process has died are ended or taken up again; those long over, and files that nobody waits for
    any more, are removed. Assignments whose last day is over are closed, and whoever has roles unread is
    reminded. To-be structures whose date has come are put into effect. Whoever holds a certificate that
    expires soon is told, and whoever is late with the review of a document, an outcome or a risk. Issues that
    lie are escalated. What was given to projects and is over ends. Hours approved before today are locked,
    and whoever has not handed in a week is reminded. Contents that no document speaks of are removed.
    Figures of earned value that are due are kept, and projects whose status is due are reported.
    """
    find_lost()
    if not has_begun:
        queue_waiting()
    remove_old()
    _forget_tasks()
    remove_forgotten(uploads_waited_for())
    end_all_elapsed()
    put_due_into_effect()
    begin_for_absent()
    remind_all()
    remind_of_reviews()
    record_due()
    report_due()
    remind_of_certificates(timezone.localdate(), actor=system_actor())
    remind_of_document_reviews()
    remind_of_benefit_reviews()
    remind_of_risks()
    escalate_late_issues()
    end_allocations()
    pass_on_left()
    lock_approved()
    remind_of_missing_weeks()
    sweep_contents()


def _forget_tasks() -> None:
    """Remove what the queue keeps of tasks that were begun long ago: the jobs say what became of them."""
    old = DBTaskResult.objects.filter(started_at__lt=timezone.now() - KEPT)
    if old.exists():
        old.delete()


def collect_static() -> int:
    """Copy and compress the static files where they differ from last time; return how many, 0 where none."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / STAMP
    found = sorted(_sources())
    state = hashlib.sha256("\n".join(found).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return 0
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)
    return len(found)


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            stat = path.stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
