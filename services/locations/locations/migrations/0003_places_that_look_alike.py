from django.db import migrations, models


class Migration(migrations.Migration):
    """What name and address of a place look like, unique where it is filled in."""

    dependencies = [
        ("locations", "0002_staff_by_user"),
    ]

    operations = [
        migrations.AddField(
            model_name="location",
            name="look",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                condition=models.Q(("look", ""), _negated=True),
                fields=("look",),
                name="location_look",
            ),
        ),
    ]
