"""An empty database gets its tables from the models at once, and the migrations that it need not run are noted."""

from collections.abc import Iterator

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


def is_empty() -> bool:
    """Return whether the database has no table at all."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def begin_database() -> list[str]:
    """Make a new database in one transaction; return the migrations whose work that does.

    The outcome is that of running every migration (`tests/test_migrations.py`), in a quarter of the time.
    """
    names = make_tables()
    # what apps write into a new database: kinds of contents, permissions
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, apps=apps, plan=[])
    return [f"{app}.{name}" for app, name in names]


def make_tables() -> list[tuple[str, str]]:
    """Make the tables that the models state, empty, and note every migration as applied; return their names."""
    with connection.schema_editor() as editor:
        for model in _stored_models():
            editor.create_model(model)
        return note_migrations()


def note_migrations() -> list[tuple[str, str]]:
    """Note every migration of this version as applied, for tables that stand without them; return their names."""
    names = sorted(MigrationLoader(None).graph.nodes)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in names)
    return names


def _stored_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model._meta.can_migrate(connection):
            yield model
