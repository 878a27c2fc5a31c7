"""Whoever makes an answer, it has the envelope of its path."""

import json

import pytest
from django.conf import settings
from django.test import Client
from kit import errors
from sample.urls import api

pytestmark = pytest.mark.django_db

FAMILIES = list(settings.PREFIXES)
PROBLEM = "application/problem+json"
KEY = {"Idempotency-Key": "k"}
GOOD = {"quantity": 3, "name": "tea"}


class Web(Client):
    """Asks below the prefix of one family."""

    def __init__(self, family):
        super().__init__(raise_request_exception=False)
        self.family, self.prefix = family, settings.PREFIXES[family]

    def ask(self, verb, path, body=None, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body)
        send = {} if body is None else {"data": content, "content_type": "application/json"}
        return getattr(super(), verb)(self.prefix + path, **send, headers=headers)


@pytest.fixture(params=FAMILIES)
def web(request):
    return Web(request.param)


def expected(family, error):
    """The body of this refusal in this family; error = (status, reason, title, message)."""
    status, reason, title, message = error
    problem = {"type": "about:blank", "title": title, "status": status, "code": reason}
    return {
        "reason": {"success": False, "reason": reason},
        "message": {"success": False, "message": title},
        "error": {"error": title, "message": message or title},
        "detail": {"detail": message or title},
        "fault": {"error": message or title},
        "problem": {**problem, "detail": message} if message else problem,
    }[family]


def vending(family, error):
    """The seed of vending writes two titles in its own way."""
    own = {"Not found": "Not Found", "Method not allowed": "Method Not Allowed"}
    status, reason, title, message = error
    titles = own if family in {"detail", "fault"} else {}
    return (status, reason, titles.get(title, title), message)


# Who makes the refusal, how to provoke it, and what it is.
PRODUCERS = {
    **{
        f"a view raises {kind.__name__}": (
            ("get", f"/fail/{kind.__name__}/", None, {}),
            (kind.status, "because_of_it", "Because of it", ""),
        )
        for kind in errors.ApiError.__subclasses__()
    },
    "a view raises Http404": (
        ("get", "/fail/gone/", None, {}),
        (404, "not_found", "Not found", ""),
    ),
    "a view crashes": (
        ("get", "/fail/bug/", None, {}),
        (500, "internal_error", "Internal error", ""),
    ),
    "the database is down": (
        ("get", "/fail/database/", None, {}),
        (503, "service_unavailable", "Service unavailable", ""),
    ),
    "somebody else": (
        ("get", "/fail/stranger/", None, {}),
        (403, "incorrect_credentials", "Not allowed", ""),
    ),
    "an id that cannot exist": (
        ("get", "/x/", None, {}),
        (404, "thing_not_found", "Thing not found", ""),
    ),
    "no JSON": (("post", "/", b"{", {}), (400, "malformed_json", "Invalid request", "")),
    "no object": (("post", "/", b"[]", {}), (400, "malformed_json", "Invalid request", "")),
    "a body over the limit": (
        ("post", "/", b"[" + b" " * 300_000, {}),
        (413, "request_too_large", "Request too large", ""),
    ),
    "an odd key": (
        ("post", "/", GOOD, {"Idempotency-Key": "bell\x07"}),
        (
            400,
            "erroneous_value",
            "Invalid request",
            "Idempotency-Key: at most 200 printable characters",
        ),
    ),
    "an unknown path": (
        ("get", "/no/such/thing/", None, {}),
        (404, "not_found", "Not found", ""),
    ),
    "the wrong verb": (
        ("post", "/3/", None, {}),
        (405, "incorrect_access_method", "Method not allowed", ""),
    ),
    "a preflight of a stranger": (
        ("options", "/3/", None, {"Origin": "https://evil.example"}),
        (405, "incorrect_access_method", "Method not allowed", ""),
    ),
    "NUL in a path": (("get", "/%00/", None, {}), (404, "not_found", "Not found", "")),
    "NUL in a query": (
        ("get", "/3/?offset=%00", None, {}),
        (400, "erroneous_value", "Invalid request", ""),
    ),
    "an unknown host": (
        ("get", "/3/", None, {"Host": "evil.example"}),
        (400, "unknown_host", "Unknown host", ""),
    ),
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_every_producer_of_a_refusal(web, producer, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    asked, error = PRODUCERS[producer]
    response = web.ask(*asked[:3], **asked[3])
    assert response.status_code == error[0]
    assert response.json() == expected(web.family, vending(web.family, error))
    media_type = PROBLEM if web.family == "problem" else "application/json"
    assert response["Content-Type"] == media_type
    verb, path, body, headers = asked
    problem = web.ask(verb, path, body, Accept=PROBLEM, **headers)
    assert (problem.status_code, problem["Content-Type"]) == (error[0], PROBLEM)
    assert (problem.json()["status"], problem.json()["code"]) == error[:2]


@pytest.mark.parametrize("how", ["none", "forged", "refused by the framework"])
def test_nobody_has_signed_in(web, how):
    if how == "refused by the framework":
        response = web.ask("get", "/my/locked/")
    else:
        headers = {"Authorization": "Bearer forged"} if how == "forged" else {}
        response = web.ask("post", "/my/own/", GOOD, **headers)
    if web.family == "reason":
        assert response.status_code == 403
        assert response.json() == {"success": False, "reason": "incorrect_credentials"}
        return
    error = (401, "authentication_required", "Authentication required", "")
    assert (response.status_code, response.json()) == (401, expected(web.family, error))
    assert response["WWW-Authenticate"] == "Bearer"


def test_credentials_come_before_the_body(web):
    assert web.ask("post", "/my/own/", b"{").status_code in {401, 403}


def test_a_refusal_may_say_more(web):
    body = web.ask("get", "/fail/held/").json()
    fields = {"message": "Try it later.", "error": "Thing is held", "held_by": 7}
    assert web.ask("get", "/fail/held/").status_code == 409
    assert (
        body
        == {
            "reason": {"success": False, "reason": "thing_held", "details": {"held_by": 7}},
            "message": {"success": False, "message": "Thing is held", "data": {"held_by": 7}},
            "error": fields,
            "detail": {"detail": "Try it later.", "held_by": 7},
            "fault": {"error": "Try it later.", "held_by": 7},
            "problem": {
                "type": "about:blank",
                "title": "Thing is held",
                "status": 409,
                "code": "thing_held",
                "detail": "Try it later.",
                "held_by": 7,
            },
        }[web.family]
    )


def test_a_body_of_its_own_goes_out_as_it_is_in_each_envelope(web):
    response = web.ask("get", "/fail/busy/")
    assert (response.status_code, response["Content-Type"]) == (409, "application/json")
    assert response.json() == {"status": "busy", "by": None}


def test_who_accepts_problems_gets_one_for_a_refusal_with_a_body_of_its_own(web):
    response = web.ask("get", "/fail/busy/", Accept=PROBLEM)
    assert (response.status_code, response["Content-Type"]) == (409, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Busy",
        "status": 409,
        "code": "busy",
    }


def test_a_list_is_one_field(web):
    body = web.ask("get", "/fail/list/").json()
    assert body["data" if web.family == "message" else "details"] == ["one", "two"]


def test_errors_of_fields(web):
    raised = web.ask("get", "/fail/fields/").json()
    invalid = web.ask("post", "/", {"quantity": 0, "name": 5})
    assert invalid.status_code == 400
    errors = {
        "quantity": ["Input should be greater than 0"],
        "name": ["Input should be a valid string"],
    }
    if web.family in {"message", "problem"}:
        assert raised["errors"] == {"quantity": ["Only 3 unit(s) available"]}
        assert invalid.json()["errors"] == errors
    if web.family == "message":
        assert raised["message"] == invalid.json()["message"] == "Validation failed"
    texts = {"error": "message", "detail": "detail", "fault": "error"}
    if web.family in texts:
        text = invalid.json()[texts[web.family]]
        assert text == "quantity: Input should be greater than 0"
    if web.family == "reason":
        assert invalid.json() == {"success": False, "reason": "malformed_json"}


def payload_of(web, response):
    """What is under the family's success; checks the rest of the body."""
    body = response.json()
    if web.family == "reason":
        assert body == {"success": True, "response": body["response"]}
        return body["response"]
    if web.family == "message":
        assert body == {"success": True, "message": body["message"], "data": body["data"]}
        return body["data"]
    return body


def test_success(web):
    created = web.ask("post", "/", GOOD, **KEY)
    again = web.ask("post", "/", GOOD, **KEY)
    assert (created.status_code, payload_of(web, created)) == (201, {"quantity": 3})
    assert (again.status_code, again.content) == (201, created.content)
    assert web.ask("post", "/", {**GOOD, "quantity": 4}, **KEY).status_code == 422
    assert payload_of(web, web.ask("get", "/5/")) == {"quantity": 5}
    for verb in ("put", "patch"):
        assert payload_of(web, web.ask(verb, "/5/", GOOD)) == {"quantity": 3}
    removed = web.ask("delete", "/5/")
    if web.family in {"reason", "message"}:
        message = {"message": "Thing removed"} if web.family == "message" else {}
        assert (removed.status_code, removed.json()) == (200, {"success": True, **message})
    else:
        assert (removed.status_code, removed.content) == (204, b"")
        assert "Content-Length" not in removed


def test_warnings_stand_beside_the_data(web):
    body = web.ask("get", "/my/warned/").json()
    if web.family == "message":
        expected = {"success": True, "message": "A thing", "data": {"quantity": 1}}
        assert body == {**expected, "warnings": ["It is old"]}
    else:
        assert "warnings" not in body


def test_the_document_shows_the_family_of_each_path(web):
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="")))
    refusals = document["paths"][f"{web.prefix}/{{thing_id}}/"]["get"]["responses"]
    media_type = PROBLEM if web.family == "problem" else "application/json"
    for status in ("400", "401", "403", "404", "409", "422"):
        schema = refusals[status]["content"][media_type]["schema"]
        name = schema["$ref"].rpartition("/")[2]
        shown = document["components"]["schemas"][name]
        body = web.ask("get", "/fail/Conflict/").json()
        assert set(shown.get("required", [])) <= set(body) <= set(shown["properties"])
    assert refusals["200"]["content"]["application/json"]
