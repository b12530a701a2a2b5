from django.db import migrations, models

PREFIX = "S"


def give_keys(apps, schema_editor):
    """Number the assignments of each project, in the order in which they were made."""
    assignments = apps.get_model("planning", "ResourceAssignment").objects
    sequences = apps.get_model("core", "KeySequence").objects
    projects = assignments.order_by().values_list("project_id", flat=True).distinct()
    for project_id in list(projects):
        rows = list(assignments.filter(project_id=project_id).order_by("pk").only("pk"))
        for number, row in enumerate(rows, start=1):
            row.key = f"{PREFIX}-{number}"
        assignments.bulk_update(rows, ["key"], batch_size=500)
        space = f"project:{project_id}"
        sequences.update_or_create(space=space, prefix=PREFIX, defaults={"last_number": len(rows)})


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("planning", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="resourceassignment",
            name="key",
            field=models.CharField(default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="resourceassignment",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="resourceassignment",
            constraint=models.UniqueConstraint(
                fields=("project", "key"), name="resource_assignment_key_unique"
            ),
        ),
    ]
