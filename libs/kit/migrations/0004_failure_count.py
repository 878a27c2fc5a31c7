from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0003_errand'),
    ]

    operations = [
        migrations.CreateModel(
            name='FailureCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='kit_failure_expiry')],
            },
        ),
    ]
