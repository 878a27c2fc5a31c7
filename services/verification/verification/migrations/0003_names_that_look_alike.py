from django.db import migrations, models


class Migration(migrations.Migration):
    """What the name of an account looks like, unique where it is filled in."""

    dependencies = [
        ("verification", "0002_failures_move_to_the_kit"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="look",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("look", ""), _negated=True),
                fields=("look",),
                name="verification_user_look",
            ),
        ),
    ]
