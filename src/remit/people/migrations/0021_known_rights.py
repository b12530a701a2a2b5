from django.db import migrations, models


def state_known(apps, _editor):
    """State which rights an organisation knew: those that any version of a role of its names."""
    role_model = apps.get_model("people", "Role")
    version_model = apps.get_model("people", "RoleVersion")
    for organisation in apps.get_model("people", "Organisation").objects.all():
        known = set()
        for rights in role_model.objects.filter(organisation=organisation).values_list(
            "capabilities", flat=True
        ):
            known.update(rights)
        for content in version_model.objects.filter(role__organisation=organisation).values_list(
            "content", flat=True
        ):
            known.update(content.get("capabilities", ()))
        organisation.known_rights = sorted(known)
        organisation.save(update_fields=["known_rights"])


class Migration(migrations.Migration):
    dependencies = [("people", "0020_holidays")]

    operations = [
        migrations.AddField("organisation", "known_rights", models.JSONField(blank=True, default=list)),
        migrations.RunPython(state_known, migrations.RunPython.noop),
    ]
