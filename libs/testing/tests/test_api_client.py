"""The API client refuses answers that the OpenAPI document does not have."""

import jsonschema
import pytest
from testing import client
from testing.client import check_documented, operation

OBJECT = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
PROBLEM = {"type": "object", "required": ["code"]}


def answers(schema, media="application/json"):
    return {"description": "", "content": {media: {"schema": schema}}}


@pytest.fixture(autouse=True)
def _document(monkeypatch):
    documented = {
        "paths": {
            "/things/{thing_id}/": {"get": {"responses": {"200": answers(OBJECT)}}},
            "/things/newest/": {
                "get": {"responses": {"204": {"description": ""}}},
                "patch": {
                    "responses": {
                        "200": answers(OBJECT),
                        "409": answers(PROBLEM, "application/problem+json"),
                    }
                },
            },
        },
        "components": {},
    }
    monkeypatch.setattr(client, "document", lambda: documented)
    made = (client.patterns, client.validator)
    for each in made:
        each.cache_clear()
    yield
    for each in made:
        each.cache_clear()


def test_exact_words_win_over_a_parameter():
    assert "204" in operation("GET", "/things/newest/")["responses"]
    assert "200" in operation("GET", "/things/7")["responses"]
    assert operation("PATCH", "/things/7/") is None


def test_what_is_documented_passes():
    check_documented("GET", "/things/7/?a=1", 200, b'{"id":7}')
    check_documented("PATCH", "/things/newest/", 200, b'{"id":7}')
    check_documented("GET", "/nothing/", 404, b"{}")
    check_documented("PATCH", "/things/newest/", 409, b'{"code":"x"}', "application/problem+json")


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [("/things/7/", 201, b'{"id":7}'), ("/nothing/", 200, b"{}"), ("/things/7/", 400, b"{}")],
)
def test_a_status_that_is_not_documented_is_refused(path, status, body):
    with pytest.raises(AssertionError, match="not documented"):
        check_documented("GET", path, status, body)


def test_a_body_of_another_shape_is_refused():
    with pytest.raises(jsonschema.ValidationError):
        check_documented("GET", "/things/7/", 200, b'{"id":"7"}')
    with pytest.raises(jsonschema.ValidationError):
        check_documented("PATCH", "/things/newest/", 409, b"{}", "application/problem+json")
