"""What the machines of the demo show, and what they are left to suffer."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from processes import wait_for
from world import JOHN, OPERATOR

from tools.devices.vending.esp32 import Esp32
from tools.devices.vending.window import TROUBLES, Window

pytestmark = pytest.mark.django_db

LIST = "/edge/displays/"
PATIENCE = 10.0  # seconds
SHOWN = {
    "machine_id": "M001",
    "lines": ["Code: 123456    ", "                "],
    "state": "UNLOCKED",
    "motor": False,
    "connected": True,
    "dispensed": 0,
    "trouble": "none",
    "at": "2026-01-02T03:04:05.678901+00:00",
}


@pytest.fixture
def street(tmp_path, settings):
    """Where the demo's machines stand: a directory beside a file that is none of theirs."""
    place = tmp_path / "displays"
    place.mkdir()
    (tmp_path / "secret.json").write_text('{"machine_id": "secret"}')
    settings.DEMO_DISPLAYS = str(place)
    return place


def stand(street, machine_id="M001", **more):
    shown = {**SHOWN, "machine_id": machine_id, **more}
    (street / f"{machine_id}.json").write_text(json.dumps(shown))
    return shown


def files(street):
    return {path.name: path.read_text() for path in street.iterdir()}


def leave(api, trouble, machine_id="M001", **more):
    response = api.send(f"{LIST}{machine_id}/", {"trouble": trouble}, **more)
    return response.status_code, response.json()


def test_anybody_sees_what_the_machines_show(api, token, street):
    rows = [stand(street, name) for name in ("M001", "M002")]
    for more in ({}, {"token": token(JOHN)}, {"token": token(OPERATOR)}):
        assert api.ask(LIST, **more).json() == {"results": rows}
        assert api.ask(f"{LIST}M002/", **more).json() == rows[1]


def test_there_is_none_before_a_machine_shows_itself(api, street):
    assert api.ask(LIST).json() == {"results": []}
    street.rmdir()
    assert api.ask(LIST).json() == {"results": []}
    assert api.ask(f"{LIST}M001/").status_code == 404


def test_what_no_machine_has_written_is_not_shown(api, street):
    row = stand(street)
    (street / "M002.json").write_text('{"machine_id": "M002", ')
    (street / "M003.json").write_text("[]")
    (street / "M004.json").write_text(json.dumps(row))
    (street / "notes.txt").write_text("")
    assert api.ask(LIST).json() == {"results": [row]}
    assert [api.ask(f"{LIST}M00{n}/").status_code for n in (1, 2, 3, 4)] == [200, 404, 404, 404]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_trouble_is_left_for_the_machine(api, street, trouble):
    row = stand(street)
    assert leave(api, trouble) == (202, {"machine_id": "M001", "trouble": trouble})
    assert files(street) == {
        "M001.json": json.dumps(row),
        "M001.trouble": json.dumps({"trouble": trouble}, separators=(",", ":")),
    }


def test_the_last_trouble_counts(api, street):
    stand(street)
    for trouble in ("jam", "short"):
        leave(api, trouble)
    assert files(street)["M001.trouble"] == '{"trouble":"short"}'


@pytest.mark.parametrize(
    "body", [{}, [], b"{", {"trouble": None}, {"trouble": "fire"}, {"trouble": ["jam"]}]
)
def test_odd_troubles_are_refused(api, street, body):
    stand(street)
    response = api.send(f"{LIST}M001/", body)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert list(files(street)) == ["M001.json"]


@pytest.mark.parametrize(
    "machine_id", ["M999", "..", "%2e%2e", "..%2Fsecret", "secret", "M001%00", "M001.json", "ä"]
)
def test_no_other_file_is_read_or_written(api, street, machine_id):
    stand(street)
    before = files(street)
    assert api.ask(f"{LIST}{machine_id}/").status_code == 404
    assert api.send(f"{LIST}{machine_id}/", {"trouble": "jam"}).status_code == 404
    assert files(street) == before
    assert sorted(path.name for path in street.parent.iterdir()) == ["displays", "secret.json"]


def test_outside_of_the_demo_there_is_nothing(api, settings, tmp_path, monkeypatch):
    settings.DEMO_DISPLAYS = ""
    monkeypatch.chdir(tmp_path)
    stand(tmp_path)
    before = files(tmp_path)
    for response in (
        api.ask(LIST),
        api.ask(f"{LIST}M001/"),
        api.send(f"{LIST}M001/", {"trouble": "jam"}),
    ):
        assert (response.status_code, response.json()["code"]) == (404, "display_not_found")
        assert response["Content-Type"] == "application/problem+json"
    assert files(tmp_path) == before


@contextmanager
def played(street):
    """A machine without a network, which shows itself as long as this lasts."""
    loop = asyncio.new_event_loop()
    machine = Esp32("http://127.0.0.1:9", "M001", "key")
    machine.show("Code: 123456")
    window = loop.create_task(Window(machine, street, looks=0.01).run())
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(loop.run_until_complete, asyncio.wait([window]))
        try:
            yield
        finally:
            loop.call_soon_threadsafe(window.cancel)
        ended.result(PATIENCE)
    loop.close()


def test_a_played_machine_and_its_service_understand_each_other(api, street):
    def shown():
        return api.ask(f"{LIST}M001/")

    with played(street):
        wait_for(lambda: shown().status_code == 200)
        row = shown().json()
        assert row == {**SHOWN, "connected": False, "at": row["at"]}
        assert leave(api, "silent") == (202, {"machine_id": "M001", "trouble": "silent"})
        wait_for(lambda: shown().json()["trouble"] == "silent")
        assert set(files(street)) == {"M001.json", "M001.taken"}
    assert shown().status_code == 404
    assert files(street) == {}
