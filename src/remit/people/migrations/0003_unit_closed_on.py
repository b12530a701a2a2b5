from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_second_factor")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
