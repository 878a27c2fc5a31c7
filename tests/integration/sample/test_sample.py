"""A service that comes up from one entry of the registry and its directory stands on everything
that services share.
"""

from __future__ import annotations

import os
import re
import secrets
import signal
from collections.abc import Callable, Iterator

import pytest
import requests

from demo.accounts import ADMIN, ADMIN_PASSWORD
from tests.integration.sample.conftest import Lock, Locker, SampleStack
from tests.support.api import Api, User
from tests.support.listener import Listener
from tests.support.waiting import wait_for

# The first one also waits for the suite, which has 90 s to start on a machine that is busy.
pytestmark = pytest.mark.timeout(150)

MakeLock = Callable[..., Lock]
STREAM = "/ws/sample/lockers/{}/"


@pytest.fixture
def follow(stack: SampleStack, locker: Locker) -> Iterator[Listener]:
    """Somebody who has the locker's page open."""
    listener = Listener(f"ws://127.0.0.1:{stack.port}{STREAM.format(locker.name)}")
    listener.wait(lambda: listener.frames, "a snapshot")
    yield listener
    listener.close()


def open_it(api: Api, locker: Locker, within: float = 30.0) -> None:
    response = api.post(f"/sample/lockers/{locker.name}/open/", {"within": within})
    assert response.status_code == 200, response.text


def test_each_of_its_processes_is_watched(stack: SampleStack) -> None:
    names = {"sample-http", "sample-ws", "sample-worker"}
    assert names <= stack.processes().keys()
    status, answer = stack.answer()
    assert status == 200
    assert {name: {"ready": True} for name in names}.items() <= answer["services"].items()
    for name in names:
        with stack.without(name):
            stack.names_as_not_ready(name)


def test_it_has_two_envelopes(api: Api, owner: User) -> None:
    """And those of its paths that nothing of it answers."""
    unknown = api.post("/sample/lockers/none/open/", {})
    assert unknown.status_code == 404
    assert unknown.json() == {"success": False, "reason": "locker_not_found"}
    assert api.get("/sample/nothing/").json() == {"success": False, "reason": "not_found"}
    for path, reason in (("/visits/999/", "visit_not_found"), ("/visits/a/b/", "not_found")):
        missing = api.get(path)
        assert (missing.status_code, missing.json()["code"]) == (404, reason)
        assert missing.headers["Content-Type"] == "application/problem+json"
    refused = api.post("/visits/", {"locker": "a"})
    assert (refused.status_code, refused.json()["status"]) == (401, 401)
    invalid = api.post("/visits/", {"locker": "A"}, headers=owner.bearer)
    assert invalid.json()["errors"].keys() == {"locker"}


def test_its_page_and_the_module_of_the_page(api: Api) -> None:
    page = api.get("/sample/page/")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    address = page.text.partition("lockers/locker.js")[0].rpartition('"')[2] + "lockers/locker.js"
    module = api.get(address)
    assert module.status_code == 200
    assert "new Stream" in module.text


def test_the_socket_of_its_page_resumes(api: Api, locker: Locker, follow: Listener) -> None:
    open_it(api, locker, within=0.5)
    follow.reach(2)  # opening, and failed
    follow.cut()
    open_it(api, locker, within=0.5)
    path = f"/sample/lockers/{locker.name}/live/"
    wait_for(lambda: api.get(path).json()["response"]["seq"] == 4, 10, "it has failed again")
    follow.come_back()
    follow.reach(4)
    assert follow.seqs == [1, 2, 3, 4]
    assert len(follow.snapshots) == 1
    assert [frame.kind for frame in follow.events] == ["locker.opening", "locker.failed"] * 2


def test_a_round_of_its_worker(
    stack: SampleStack, api: Api, locker: Locker, follow: Listener
) -> None:
    with stack.without("sample-worker"):
        open_it(api, locker, within=0.1)
        wait_for(lambda: follow.seq == 1, 5, "it is opening")
        late = "SELECT expires_at < now() FROM devices_command WHERE ended_at IS NULL"
        wait_for(lambda: stack.sql("sample", late) == [(True,)], 5, "its time is over")
        assert follow.seqs == [1]
    assert follow.told("locker.failed").data["state"] == "closed"


def test_a_new_lock_replaces_the_old_one_and_the_command_goes_once(
    stack: SampleStack, api: Api, locker: Locker, lock: MakeLock, follow: Listener
) -> None:
    """The two are at two ws processes that run side by side; people follow at the first."""
    old = lock()
    with stack.second_ws() as socket:
        new = lock(socket)
        assert old.close_code() == 4409
        open_it(api, locker)
        command = new.frame()
        assert command["data"] == {"action": "open"}
        assert new.silent(3.0)
        again = lock()
        assert new.close_code() == 4409
        assert again.silent(3.0)
        again.send(type="result", id=command["id"], data={"ok": True})
        assert again.frame() == {"type": "noted", "id": command["id"], "known": True}
        assert follow.told("locker.opened").data["state"] == "open"
    kinds = [frame.kind for frame in follow.events]
    assert kinds == ["locker.presence", "locker.opening", "locker.opened"]


def test_a_lock_that_is_gone_is_off_line(lock: MakeLock, follow: Listener) -> None:
    lock().close()
    follow.reach(2)
    assert [frame.data["online"] for frame in follow.events] == [True, False]


def test_an_errand_survives_kill_9_between_commit_and_delivery(
    stack: SampleStack, api: Api, owner: User
) -> None:
    worker = stack.running_pid("sample-worker")
    os.kill(worker, signal.SIGSTOP)
    visit = api.post("/visits/", {"locker": "a"}, headers=owner.bearer).json()
    assert (visit["visitor"], visit["greetings"]) == ("", 0)
    find = "SELECT state, attempts FROM kit_errand WHERE key = %s"
    key = f"visit-{visit['id']}"
    assert stack.sql("sample", find, key) == [("waiting", 0)]
    os.kill(worker, signal.SIGKILL)
    path = f"/visits/{visit['id']}/"
    wait_for(lambda: api.get(path).json()["visitor"], 20, "the visitor has a name")
    assert api.get(path).json() == {**visit, "visitor": owner.username, "greetings": 1}
    assert stack.sql("sample", find, key) == [("done", 1)]
    assert stack.running_pid("sample-worker") != worker


def test_an_account_of_verification_makes_a_locker_in_its_admin(
    stack: SampleStack, api: Api, lock_of: MakeLock
) -> None:
    stack.manage("verification", "seed_admin")
    with requests.Session() as web:
        web.trust_env = False
        form = {"username": ADMIN, "password": ADMIN_PASSWORD}
        inside = _submit(web, f"{stack.url}/sample/admin/login/", form)
        assert inside.url == f"{stack.url}/sample/admin/"
        name = f"admins-{secrets.token_hex(4)}"
        added = _submit(web, f"{stack.url}/sample/admin/lockers/locker/add/", {"name": name})
        key = re.search(r"The key of its lock: ([\w-]{32})", added.text)
        assert key is not None
        assert web.cookies.list_paths() == ["/sample/admin/"]
    lock_of(Locker(name, key[1]))
    wait_for(
        lambda: api.get(f"/sample/lockers/{name}/live/").json()["response"]["data"]["online"],
        5,
        "its lock is on line",
    )


def _submit(web: requests.Session, address: str, form: dict[str, str]) -> requests.Response:
    """Send a form of the page at this address, with its token."""
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', web.get(address, timeout=20).text
    )
    assert token is not None
    sent = {**form, "csrfmiddlewaretoken": token[1]}
    return web.post(address, sent, headers={"Referer": address}, timeout=20)
