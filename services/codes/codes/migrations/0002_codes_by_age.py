from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Old codes are looked for, to remove them."""

    atomic = False

    dependencies = [
        ("codes", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="code",
            index=models.Index(fields=["created_at"], name="codes_code_created"),
        ),
    ]
