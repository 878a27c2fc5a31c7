from django.db import migrations


class Migration(migrations.Migration):
    """Failed logins are counted in kit_failurecount from now on.

    The table verification_failurecount stays for processes of the release before, which still run
    during an upgrade: expand, then contract. Counts that run are not carried over, they last 15
    minutes.
    """

    dependencies = [
        ('verification', '0001_initial'),
        ('kit', '0004_failure_count'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel('FailureCount')],
        ),
    ]
