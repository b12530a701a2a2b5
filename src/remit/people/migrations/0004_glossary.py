from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def give_right(apps: Any, _schema_editor: Any) -> None:
    """Let those who keep the standards of an organisation keep its words."""
    for role in apps.get_model("people", "Role").objects.filter(code="portfolio-manager"):
        if "glossary.edit" not in role.capabilities:
            role.capabilities = [*role.capabilities, "glossary.edit"]
            role.save(update_fields=["capabilities"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_unit_closed_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                ("aliases", models.JSONField(blank=True, default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Definition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("source", models.CharField(max_length=200)),
                ("is_chosen", models.BooleanField(default=False)),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="definitions",
                        to="people.term",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="term_slug_unique"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="term_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="definition",
            constraint=models.UniqueConstraint(
                fields=("term", "position"), name="definition_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="definition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_chosen", True)), fields=("term",), name="definition_one_chosen"
            ),
        ),
        migrations.RunPython(give_right, migrations.RunPython.noop),
    ]
