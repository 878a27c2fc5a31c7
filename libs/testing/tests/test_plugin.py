"""The pytest plugin: peers by the registry, caches emptied, servers for a pytest by hand."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.db import connection
from kit.cache import Cache
from testing import plugin
from testing.servers import lent

from suite import registry

pytestmark = pytest.mark.django_db
ROOT = registry.ROOT
_remembered = Cache(10)


def test_there_is_a_stand_in_for_every_peer_of_the_registry(request):
    names = {peer for entry in registry.SERVICES for peer in entry.peers}
    assert set(plugin.PEERS) == names
    for name in names:
        peer = request.getfixturevalue(name)
        assert os.environ[f"{name.upper()}_SERVICE_URL"] == peer.url


@pytest.mark.parametrize("_", ["once", "and again"])
def test_what_a_test_leaves_is_gone_in_the_next(codes, _):
    assert _remembered.get("key") is None
    assert codes.received == []
    assert requests.get(f"{codes.url}/x/", timeout=5).status_code == 404
    codes.on("GET", "/x/", {"success": True})
    codes.broken = True
    _remembered.put("key", "value")


def test_a_peer_may_have_a_memory(codes):
    seen = []

    def count(request):
        seen.append(request.body)
        return 200 + len(seen), {"seen": len(seen)}

    codes.does("POST", "/x/", count)
    for number in (1, 2):
        answer = requests.post(f"{codes.url}/x/", json={"a": number}, timeout=5)
        assert (answer.status_code, answer.json()) == (200 + number, {"seen": number})
    assert seen == [{"a": 1}, {"a": 2}]
    codes.on("POST", "/x/", {}, status=409)
    assert requests.post(f"{codes.url}/x/", json={}, timeout=5).status_code == 409
    codes.reset()
    assert requests.post(f"{codes.url}/x/", json={}, timeout=5).status_code == 404


def test_no_connection_grows_too_old_within_a_test():
    assert connection.close_at is None
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_close_at_of_a_new_connection).result() is None


def _close_at_of_a_new_connection():
    connection.ensure_connection()
    close_at = connection.close_at
    connection.close()
    return close_at


def bare_pytest(directory, *arguments):
    """pytest as somebody calls it in a service's directory."""
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, timeout=50
    )


def test_by_hand_it_runs_on_servers_of_its_own():
    done = bare_pytest(ROOT / "services/codes", "-k", "test_codes_differ")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_the_servers_end_with_who_was_killed():
    program = (
        "from testing.servers import lent\n"
        "with lent('tools.stack.lend', 'codes') as one:\n"
        "    print(one['REDIS_URL'], flush=True)\n"
        "    input()"
    )
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'libs'}:{ROOT}"}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as borrower:
        home = Path(borrower.stdout.readline().strip().removeprefix("unix://")).parent
        assert home.exists()
        borrower.kill()
    deadline = time.monotonic() + 20
    while home.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_lender_that_fails_says_so(capfd):
    with pytest.raises(SystemExit, match=r"tools\.nothing lends no servers"):
        lent("tools.nothing", "codes").__enter__()
    assert "No module named tools.nothing" in capfd.readouterr().err
