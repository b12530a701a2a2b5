import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

KINDS = [
    ("organisation", "Organisation"), ("portfolio", "Portfolio"), ("programme", "Programme"), ("project", "Project"),
    ("product", "Product"), ("team", "Team"), ("backlog", "Backlog"), ("client", "Client"), ("site", "Site"),
]  # fmt: skip
STATED = (
    "name", "aliases", "family", "purpose", "focus", "scope_kind", "scope_text", "authority", "horizon",
    "responsibilities", "decisions", "exclusions", "capabilities", "holders_per_scope",
)  # fmt: skip


def state_in_full(apps, _editor):
    """Give each line its area and its other role, administrators the right to keep roles, each role its version."""
    role_model, version_model = apps.get_model("people", "Role"), apps.get_model("people", "RoleVersion")
    for role in role_model.objects.all():
        role.responsibilities = [{"area": "", "text": text} for text in role.responsibilities]
        role.exclusions = [{"text": text, "role": ""} for text in role.exclusions]
        if role.code == "administrator" and "role.edit" not in role.capabilities:
            role.capabilities = [*role.capabilities, "role.edit"]
        role.save()
        version_model.objects.create(
            role=role,
            number=role.version,
            content={name: getattr(role, name) for name in STATED},
            changed_at=timezone.now(),
            changed_by="Remit",
        )


def state_in_brief(apps, _editor):
    """Leave the texts alone, as they stood before."""
    for role in apps.get_model("people", "Role").objects.all():
        role.responsibilities = [each["text"] for each in role.responsibilities]
        role.exclusions = [each["text"] for each in role.exclusions]
        role.capabilities = [each for each in role.capabilities if each != "role.edit"]
        role.save()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_glossary")]

    operations = [
        migrations.AddField("role", "aliases", models.JSONField(blank=True, default=list)),
        migrations.AddField("role", "scope_text", models.CharField(blank=True, max_length=200)),
        migrations.AddField("role", "is_tailored", models.BooleanField(default=False)),
        migrations.AddField("role", "retired_on", models.DateField(blank=True, null=True)),
        migrations.AlterField("role", "scope_kind", models.CharField(choices=KINDS, max_length=16)),
        migrations.AlterField("scope", "kind", models.CharField(choices=KINDS, max_length=16)),
        migrations.AddField("organisation", "catalogue_edition", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "assignment", "acknowledged_version", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField("assignment", "acknowledged_at", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="RoleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="people.role"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("role", "number"), name="role_version_unique")
                ],
            },
        ),
        migrations.RunPython(state_in_full, state_in_brief),
    ]
