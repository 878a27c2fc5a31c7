"""Tables of the place that the tests are about, set up without HTTP."""

import itertools
import json
import secrets

from kit.shortcodes import short_code
from orders.actions import seating, tables
from orders.models import OrderSession, Table
from world import LOCATION

TABLES = "/orders/tables/{}/"
SESSIONS = "/orders/sessions/{}/{}/"
_numbers = itertools.count(100)


def new_table(name=None, **changes):
    """A table, as it is shown."""
    fields = {"location_id": LOCATION, "name": name or f"T{next(_numbers)}", "code": short_code()}
    return json.loads(tables.table_create(**{**fields, **changes}))


def seated(name=None):
    """A table and the code of the session at it."""
    table = new_table(name)
    return table, open_at(table)


def open_at(table):
    return seating.table_open(table_code=table["code"], code=secrets.token_hex(20), user_id=None)


def session_of(code):
    return OrderSession.objects.get(code=code)


def table_of(table):
    return Table.objects.get(id=table["id"])
