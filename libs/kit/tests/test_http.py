"""What every route of every service has around it."""

import logging
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from django.db import connection
from django.test import Client
from kit import errors, health, metrics
from kit.env import Env
from kit.settings import base

pytestmark = pytest.mark.django_db

KINDS = list(errors.ApiError.__subclasses__())


@pytest.fixture
def web():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_its_envelope_and_its_problem(web, kind):
    path = f"/sample/fail/{kind.__name__}/"
    plain = web.get(path)
    assert (plain.status_code, plain.json()) == (
        kind.status,
        {"success": False, "reason": "because_of_it"},
    )
    assert plain.headers["Retry-After"] == "7"
    problem = web.get(path, headers={"Accept": "application/problem+json, */*"})
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json() == {
        "type": "about:blank",
        "title": "Because of it",
        "status": kind.status,
        "code": "because_of_it",
    }


def test_a_bug_says_nothing_to_the_client_and_all_to_the_log(web, caplog):
    response = web.get("/sample/fail/bug/")
    assert (response.status_code, response.json()["reason"]) == (500, "internal_error")
    assert b"secret" not in response.content
    assert "secret detail" in caplog.text


def test_what_peers_ask_all_the_time_is_logged_only_when_it_fails(web, caplog, settings):
    caplog.set_level(logging.INFO, "kit.request")
    settings.POLLED = frozenset({"/sample/done/", "/sample/fail/database/"})
    for path in ("/sample/done/", "/sample/done", "/sample/fail/database/", "/sample/things/3/"):
        web.get(path)
    said = [record.getMessage() for record in caplog.records if record.name == "kit.request"]
    assert said == ["GET /sample/fail/database/ 503", "GET /sample/things/3/ 200"]


def test_our_own_database_down_is_a_503(web):
    response = web.get("/sample/fail/database/")
    assert (response.status_code, response.json()["reason"]) == (503, "service_unavailable")
    assert response.headers["Retry-After"] == "1"


def test_success_without_a_response(web):
    assert web.get("/sample/done/").content == b'{"success":true}'


@pytest.mark.parametrize("path", ["/sample/things/3/", "/sample/things/3"])
def test_both_forms_of_a_path_without_redirect(web, path):
    response = web.get(path)
    assert response.json()["response"] == {"thing_id": 3, "page": 1}
    assert int(response.headers["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("thing", ["0", "-1", "x", "1.5", "9" * 30, "true"])
def test_an_id_that_cannot_exist(web, thing):
    response = web.get(f"/sample/things/{thing}/")
    assert (response.status_code, response.json()["reason"]) == (404, "thing_not_found")


@pytest.mark.parametrize("page", ["0", "x", "", "1.5", "9" * 30])
def test_an_erroneous_query(web, page):
    response = web.get(f"/sample/things/1/?page={page}")
    assert (response.status_code, response.json()["reason"]) == (400, "erroneous_value")


def test_nul_bytes_reach_no_view(web):
    assert web.get("/sample/things/%00/").json()["reason"] == "not_found"
    assert web.get("/sample/things/1/?page=%00").json()["reason"] == "erroneous_value"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_the_wrong_method(web, method):
    response = getattr(web, method)("/sample/things/1/")
    assert (response.status_code, response.json()["reason"]) == (405, "incorrect_access_method")


def test_head_is_get_without_its_body(web):
    got, head = web.get("/sample/things/1/"), web.head("/sample/things/1/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.content))


def test_a_request_id_is_taken_over_or_made(web, caplog):
    caplog.set_level(logging.INFO)
    assert web.get("/sample/done/", headers={"X-Request-Id": "abc-1"})["X-Request-Id"] == "abc-1"
    made = web.get("/sample/done/", headers={"X-Request-Id": "a b\n"})["X-Request-Id"]
    assert len(made) == 32
    assert caplog.records[-1].status == 200


def test_codes_are_cut_in_the_log(web, caplog):
    caplog.set_level(logging.INFO)
    web.get(f"/sample/things/{'a1' * 20}/")
    assert "a1a1a1…" in caplog.text
    assert "a1" * 20 not in caplog.text


UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/sample/{UUID}/", "/sample/0f8fad…/"),
        (f"/sample/{UUID.upper()}", "/sample/0F8FAD…/"),
        (f"/sample/{UUID.replace('-', '')}/x/", "/sample/0f8fad…/x/"),
        (f"/{UUID}/to/{'a1' * 20}/and/{UUID}/", "/0f8fad…/to/a1a1a1…/and/0f8fad…/"),
        (f"/sample/session-{UUID}.json/", "/sample/session-0f8fad….json/"),
        (f"/sample/{'A1' * 20}{'b' * 24}/", "/sample/A1A1A1…/"),
        ("/sample/deadbeef/1234567890/", "/sample/deadbeef/1234567890/"),
    ],
)
def test_credentials_in_paths_are_cut_wherever_they_are(web, caplog, path, logged):
    caplog.set_level(logging.INFO)
    web.get(path)
    assert caplog.messages[-1] == f"GET {logged} 404"


def test_cors_only_for_those_who_are_listed(web, settings):
    settings.CORS_ALLOWED_ORIGINS = frozenset({"https://shop.example"})
    ours, theirs = {"Origin": "https://shop.example"}, {"Origin": "https://evil.example"}
    response = web.get("/sample/done/", headers=ours)
    assert response["Access-Control-Allow-Origin"] == "https://shop.example"
    preflight = web.options("/sample/done/", headers=ours)
    assert preflight.status_code == 204
    verbs = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    assert preflight["Access-Control-Allow-Methods"] == verbs
    assert "Idempotency-Key" in preflight["Access-Control-Allow-Headers"].split(", ")
    assert "Access-Control-Allow-Origin" not in web.get("/sample/done/", headers=theirs)
    assert web.options("/sample/done/", headers=theirs).status_code == 405


def test_probes_and_metrics(web):
    assert web.get("/healthz").json() == {"alive": True}
    assert web.get("/readyz").json() == {"ready": True}
    web.get("/sample/done/")
    exposition = web.get("/metrics").content.decode()
    assert 'aisle_http_request_seconds_count{method="GET",route="sample/done/"' in exposition


def test_a_service_lets_more_headers_in(web, settings):
    entry, env = settings.SERVICE, Env("sample")
    configured = base(env, entry, cors_headers=("apikey", "range"))
    settings.CORS_ALLOWED_HEADERS = configured["CORS_ALLOWED_HEADERS"]
    settings.CORS_ALLOWED_ORIGINS = frozenset({"https://shop.example"})
    preflight = web.options("/sample/any/path", headers={"Origin": "https://shop.example"})
    allowed = preflight["Access-Control-Allow-Headers"]
    assert allowed.endswith(", X-Request-Id, apikey, range")


def test_verbs_that_are_none_make_one_series(web):
    for verb in ("BREW", "WHEN"):
        assert web.generic(verb, "/sample/things/1/").status_code == 405
    exposition = web.get("/metrics").content.decode()
    assert 'method="other"' in exposition
    assert "BREW" not in exposition


def test_what_callers_invent_makes_no_series(web):
    """Methods and paths; the words of an error's status and route are ours."""

    def ask(number):
        return web.generic(f"M{number:017d}", f"/sample/{number}/x/").status_code

    ask(0)
    web.get("/metrics")  # which is a series, too
    before = len(web.get("/metrics").content), metrics._series.cache_info().currsize
    assert {ask(number) for number in range(1, 2000)} == {404}
    assert before[1] == metrics._series.cache_info().currsize
    assert len(web.get("/metrics").content) - before[0] < 200  # longer numbers


def ready(web):
    health._writes.clear()
    return web.get("/readyz/").json()


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_the_disk_of_the_database_is_full(web):
    connection.close()  # one that is older than a failure in another test would be replaced
    with connection.cursor() as cursor:
        cursor.execute("SET temp_file_limit = 0")
        assert ready(web) == {"ready": False, "failing": ["writes"]}
        cursor.execute("RESET temp_file_limit")
    assert ready(web) == {"ready": True}


def test_not_ready_while_the_database_takes_no_writes(web):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        assert ready(web) == {"ready": False, "failing": ["writes"]}


def test_writing_is_tried_now_and_then_only(web, django_assert_num_queries):
    assert ready(web) == {"ready": True}
    with django_assert_num_queries(1):
        assert web.get("/readyz/").json() == {"ready": True}


def test_not_ready_without_redis(web, settings):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    response = web.get("/readyz/")
    assert (response.status_code, response.json()) == (
        503,
        {"ready": False, "failing": ["redis"]},
    )


def test_the_docs_page_needs_nothing_from_elsewhere(web):
    page = web.get("/sample/docs/")
    assert b"//" not in page.content.replace(b"http://testserver", b"").split(b"<body")[0][20:]
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert web.get("/sample/openapi.json").json()["info"]["title"] == "Sample"


def test_a_host_that_is_not_ours(web, settings):
    settings.ALLOWED_HOSTS = ["shop.example"]
    assert web.get("/sample/done/", headers={"Host": "shop.example"}).status_code == 200
    response = web.get("/sample/done/", headers={"Host": "evil.example"})
    assert (response.status_code, response.json()["reason"]) == (400, "unknown_host")
    assert web.get("/readyz/", headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_restart_of_the_database_costs_no_request(web):
    """Two threads hold connections when the database drops all of them."""
    with ThreadPoolExecutor(1) as other:

        def ask():
            return Client(raise_request_exception=False).get("/sample/rows/").status_code

        try:
            assert (other.submit(ask).result(), ask()) == (200, 200)
            killer = psycopg2.connect(
                **connection.get_connection_params() | {"cursor_factory": None}
            )
            killer.autocommit = True
            killer.cursor().execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            killer.close()
            answers = [ask(), ask(), other.submit(ask).result(), other.submit(ask).result()]
            assert answers == [200, 200, 200, 200]
        finally:
            other.submit(lambda: connection.close()).result()  # that thread's own
