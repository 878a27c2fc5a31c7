import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Browsers in which somebody has signed in."""

    dependencies = [
        ("verification", "0004_fill_in_what_names_look_like"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark_hash", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="verification.user",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["expires_at"], name="verification_device_expiry")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mark_hash",), name="verification_device_mark")
                ],
            },
        ),
    ]
