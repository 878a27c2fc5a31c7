"""Writes with an `Idempotency-Key`."""

import json

import pytest
from django.db import connection
from django.test import Client
from kit.models import IdempotentAnswer
from sample import urls
from testing.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_called():
    urls.calls.clear()


def send(path, key, body):
    return Client(raise_request_exception=False).post(
        path,
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": key} if key else {},
    )


def once(key, body):
    return send("/sample/once/", key, body)


def prepared(key, body):
    return send("/sample/prepared/", key, body)


def test_a_key_makes_a_write_happen_once():
    assert [once("k", {"a": 1, "b": 2}).content for _ in range(3)] == [b"1"] * 3
    assert once("k", {"b": 2, "a": 1, "session_key": "new login"}).content == b"1"
    assert once("k", {"a": 2}).status_code == 422
    assert once("other", {"a": 1}).content == b"2"
    assert [once("", {}).content for _ in range(2)] == [b"3", b"4"]


@pytest.mark.parametrize("key", ["x" * 201, "bell\x07"])
def test_an_odd_key_is_refused(key):
    assert once(key, {}).status_code == 400
    assert prepared(key, {}).status_code == 400
    assert urls.calls == []


def test_a_key_that_was_used_a_day_ago_is_new():
    once("k", {})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_idempotentanswer SET created_at = now() - interval '25 hours'")
    assert once("k", {"other": "body"}).content == b"2"


def test_a_repeat_neither_prepares_nor_writes():
    first, again = (prepared("k", {"a": 1}) for _ in range(2))
    assert first.json()["response"] == {"word": "by the peer", "prepared": 1, "written": 1}
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert urls.calls == ["prepared", "written"]
    assert prepared("k", {"a": 2}).status_code == 422
    assert urls.calls == ["prepared", "written"]


def test_without_a_key_each_write_is_prepared():
    assert [prepared("", {}).status_code for _ in range(2)] == [201, 201]
    assert urls.calls == ["prepared", "written"] * 2


def test_a_write_that_is_refused_leaves_its_key_free():
    refused = prepared("k", {"fail": True})
    assert (refused.status_code, refused.json()["reason"]) == (409, "not_now")
    assert not IdempotentAnswer.objects.exists()
    assert prepared("k", {}).status_code == 201


def test_what_the_version_before_stores_is_a_200():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kit_idempotentanswer (scope, key, fingerprint, answer, created_at)"
            " VALUES ('sample', 'k', '', '1', now())"
        )
    assert IdempotentAnswer.objects.get().status == 200


@pytest.mark.django_db(transaction=True)
def test_one_key_at_once_writes_once():
    answers = at_once(lambda _: prepared("k", {"a": 1}), 12)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert urls.calls.count("written") == 1
