from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trolleys', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='trolley',
            name='heard_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
