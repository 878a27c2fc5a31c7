"""What a log line shows, whoever chose the words that come into it."""

import io
import json
import logging
import sys
import threading

import psycopg2
import pytest
from django.db import IntegrityError, connection, transaction
from kit.hiding import escaped, masked
from kit.logs import JsonFormatter, Out, TextFormatter, report_crashes
from kit.traces import trace, words
from pydantic import BaseModel, ValidationError

CODE = "596f17d0" * 5
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x"
KEY = "q3Zt_0aXw9-Lk2PvB7nYhR5sCd8eFgJmUoI1TzVxW4A"  # 32 random bytes
HOSTILE = "a\nINFO forged\r\x1b]0;owned\x07\x9b31m\x7f\u2028\u202e\ud800\0"
FORMATS = (TextFormatter(), JsonFormatter())


def record(message, *args, error=None, **more):
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("test", logging.ERROR, "", 0, message, args, info)
    vars(made).update(more)
    return made


def raised(work):
    with pytest.raises(BaseException) as caught:
        work()
    return caught.value


@pytest.mark.parametrize("form", FORMATS, ids=["text", "json"])
def test_no_caller_writes_a_line_of_his_own_or_moves_the_cursor(form):
    def fail():
        raise RuntimeError(HOSTILE) from ValueError(HOSTILE)

    line = form.format(record("GET %s", HOSTILE, user=HOSTILE, error=raised(fail)))
    assert "\n" not in line or not any(
        each and not each.startswith(("ERROR ", "  | ")) for each in line.split("\n")
    )
    assert all(each.isprintable() for each in line.split("\n"))
    assert "\\u202e" in line
    if isinstance(form, JsonFormatter):
        assert "\n" not in line
        assert "INFO forged" in json.loads(line)["message"]


@pytest.mark.parametrize("form", FORMATS, ids=["text", "json"])
def test_credentials_are_cut_wherever_a_line_has_them(form):
    def fail():
        raise RuntimeError(f"of {CODE} and {TOKEN}")

    secrets = (CODE, TOKEN, KEY, "epoch=abc", "ann@person.example", "pw@")
    where = f"/ws/orders/{CODE}/?since=3&epoch=abc"
    line = form.format(
        record("lost: %s of %s", where, KEY, mail="ann@person.example", error=raised(fail))
    )
    assert not [secret for secret in secrets if secret in line]
    assert "596f17…" in line
    assert "/?…" in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"subscription to orders:group:session_{CODE} is not confirmed", "session_596f17… is"),
        (f"Authorization: Bearer {TOKEN}.", "Bearer eyJhbG…"),
        (f"guest_key={KEY},", "=q3Zt_0…,"),
        ("postgresql://orders:word@db.example/orders", "//orders:…@…/orders"),
        ("GET /t/7K3MPQ2X/ 200", "GET /t/7K…/ 200"),
        ("/orders/tables/open/7k3mpq2x/", "/orders/tables/open/7k…/"),
        ("/orders/tables/create/", "/orders/tables/create/"),
        ("is it so? yes", "is it so? yes"),
        ("<Task exception=IntegrityError('x\\nDETAIL:  Key (name)=(ann)')>", "('x\\nDETAIL…"),
        ("a_function_of_ours_with_a_very_long_name_in_a_trace", "very_long_name_in_a_trace"),
    ],
)
def test_what_is_cut_and_what_is_not(text, shown):
    assert shown in masked(text)


def test_long_hostile_text_costs_no_more_than_its_length():
    for text in ("?" * 200_000, "a" * 200_000, "eyJ" * 70_000, "a@" * 100_000, "0" * 200_000):
        masked(text)
    assert escaped("Größe 🍰 €") == "Größe 🍰 €"


def test_a_line_that_looks_like_its_fields_is_quoted():
    line = TextFormatter().format(record("GET /", user='x status=200 "admin"'))
    assert line == 'ERROR GET / user="x status=200 \\"admin\\""'


@pytest.mark.django_db
def test_of_a_database_error_no_values_are_told():
    def twice():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE people (name text CONSTRAINT people_name PRIMARY KEY)"
            )
            cursor.executemany("INSERT INTO people VALUES (%s)", [["waiter"], ["waiter"]])

    error = raised(twice)
    assert isinstance(error, IntegrityError)
    assert words(error) == words(error.__cause__) == "UniqueViolation 23505 people_name"
    lines = "\n".join(trace(error))
    assert "The above is the cause" in lines
    assert "(waiter)" in str(error)
    assert "(waiter)" not in lines


@pytest.mark.django_db
def test_what_the_database_cannot_read_is_not_repeated():
    with connection.cursor() as cursor:
        error = raised(lambda: cursor.execute("SELECT %s::int", ["private"]))
    assert words(error) == "InvalidTextRepresentation 22P02"


def test_a_lost_connection_is_told_in_its_own_words():
    assert words(psycopg2.OperationalError("server closed\n")) == "server closed"


def test_of_an_invalid_value_its_place_is_told():
    class Person(BaseModel):
        age: int

    error = raised(lambda: Person.model_validate({"age": "private"}))
    assert isinstance(error, ValidationError)
    assert words(error) == "invalid: age (int_parsing)"


def test_exceptions_of_a_group_and_circles_come_to_an_end():
    one, two = ValueError("one"), ValueError("two")
    one.__context__, two.__context__ = two, one
    lines = trace(ExceptionGroup("both", [one, two]))
    assert {"ValueError: one", "ValueError: two"} < set(lines)


class Disk(io.StringIO):
    full = True

    def write(self, text):
        if self.full:
            raise OSError(28, "No space left on device")
        return super().write(text)


def test_a_full_disk_loses_lines_and_says_how_many():
    out, disk = Out(), Disk()
    out.stream = disk
    out.setFormatter(TextFormatter())
    for number in range(3):
        out.emit(record("line %d", number))
    disk.full = False
    out.emit(record("line %d", 3))
    out.emit(record("line %d", 4))
    assert disk.getvalue().splitlines() == [
        "",
        "WARNING 3 lines before this one could not be written",
        "ERROR line 3",
        "ERROR line 4",
    ]


def test_what_ends_a_thread_is_a_line_like_others(monkeypatch, caplog):
    for module, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    report_crashes()

    def fail():
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    error = RuntimeError("at the end")
    sys.excepthook(RuntimeError, error, None)
    assert [(each.message, str(each.exc_info[1])) for each in caplog.records] == [
        ("a thread has ended", "in a thread"),
        ("the process ends", "at the end"),
    ]
