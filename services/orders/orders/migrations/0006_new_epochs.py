from django.db import migrations, models
from live.models import new_epoch


class Migration(migrations.Migration):
    """A new stream names its count by itself. Nothing changes in the database."""

    dependencies = [
        ("orders", "0005_closed_today"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="epoch",
            field=models.CharField(default=new_epoch, max_length=12),
        )
        for model in ("ordersession", "panel")
    ]
