"""docker-compose.yml, .env.example and the registry say the same. Needs no engine."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.settings import PAYMENTS

from gateway.render import Settings
from suite import registry
from suite.registry import SERVICES, Service
from tests.support.compose import OTHERS_SECRETS, OWN_SECRETS, ROOT
from tools.stack.embedded import DISCREET

EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
NAMES = [service.name for service in SERVICES]
SET = re.findall(r"^([A-Z_]+)=", EXAMPLE, re.M)
MENTIONED = re.findall(r"^# ([A-Z_]+)=", EXAMPLE, re.M)


def test_compose_uses_exactly_what_the_example_sets() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))

    assert len(SET) == len(set(SET))
    assert set(SET) == used


def test_a_default_in_compose_is_the_example_s() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.M))
    for name, default in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", COMPOSE_TEXT):
        assert (name, default) == (name, example[name])


def test_every_variable_that_a_process_reads_is_described() -> None:
    read = set(vars(Settings())) | {"RESOLVER", "SERVICE_DOMAIN", "HTTP_THREADS"}
    for path in [*ROOT.glob("libs/kit/*.py"), *ROOT.glob("services/*/config/settings.py")]:
        read |= set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", path.read_text()))
    peers = {f"{name.upper()}_SERVICE_URL" for name in ("verification", "locations", "codes")}

    assert read | peers <= set(SET) | set(MENTIONED)


def test_postgresql_logs_as_little_as_in_the_embedded_mode() -> None:
    command = COMPOSE["services"]["postgres"]["command"]
    settings = dict(word.split("=", 1) for word in command if "=" in word)
    logs = {name: value for name, value in settings.items() if name.startswith("log_")}

    assert logs == DISCREET


def test_a_comment_precedes_every_variable() -> None:
    lines = EXAMPLE.splitlines()
    for at, line in enumerate(lines):
        if re.match(r"(# )?[A-Z_]+=", line):
            before = lines[at - 1]
            assert before.startswith("#") or re.match(r"[A-Z_]+=", before), line


def test_every_process_of_the_registry_runs() -> None:
    processes = {process for service in SERVICES for process in service.process_names}
    one_shots = {f"{name}-migrate" for name in NAMES} | {"databases"}
    others = {"gateway", "status", "postgres", "redis"}

    assert set(COMPOSE["services"]) == processes | one_shots | others
    assert COMPOSE["services"]["databases"]["environment"]["SERVICES"].split() == NAMES


@pytest.mark.parametrize("entry", SERVICES, ids=NAMES)
def test_a_service_is_built_and_told_what_the_registry_says_of_it(entry: Service) -> None:
    build = COMPOSE["services"][f"{entry.name}-migrate"]["build"]["args"]
    assert build.pop("REQUIREMENTS", "service") == entry.requirements
    assert build == {"SERVICE": entry.name, "PYTHON_IMAGE": "${PYTHON_IMAGE:-python:3.13-slim}"}
    for process in entry.process_names:
        environment = COMPOSE["services"][process]["environment"]
        peers = {
            name.removesuffix("_SERVICE_URL").lower(): url
            for name, url in environment.items()
            if name.endswith("_SERVICE_URL")
        }
        assert peers == {peer: f"http://{peer}-http:8000" for peer in entry.peers}
        assert ("REDIS_URL" in environment) is entry.live
        assert ("SERVICE_SECRET" in environment) is bool(entry.peers)
        paid = {name for name in environment if name.startswith("RAZORPAY_")}
        assert paid == (set(PAYMENTS) if entry.payments else set())


def test_verification_knows_every_caller_s_secret() -> None:
    known = COMPOSE["services"]["verification-http"]["environment"]["SERVICE_SECRETS"]
    assert tuple(re.findall(r"(\w+)=\$", known)) == registry.callers()


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_process_is_limited_and_closed(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert "container_name" not in service
    assert ("ports" in service) is (name == "gateway")
    assert ("data" in service["networks"]) is (name not in ("gateway", "status"))
    one_shot = name.endswith("-migrate") or name == "databases"
    assert service["restart"] == ("no" if one_shot else "unless-stopped")


def test_each_image_of_ours_is_built_by_one_service_and_never_pulled() -> None:
    ours = {
        name: service
        for name, service in COMPOSE["services"].items()
        if service["image"].startswith("aisle-")
    }
    built = [service["image"] for service in ours.values() if "build" in service]

    assert len(built) == len(set(built))
    assert set(built) == {service["image"] for service in ours.values()}
    assert {service.get("pull_policy") for service in ours.values()} == {"never"}
    assert set(COMPOSE["services"]) - set(ours) == {"postgres", "redis"}


def make_env(out: Path, *settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/make_env.py"), "--out", str(out), *settings]
    return subprocess.run(command, capture_output=True, text=True)


def test_make_env_fills_every_secret_with_another_value(tmp_path: Path) -> None:
    out = tmp_path / "env"

    assert make_env(out, "PORT=9999").returncode == 0

    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", out.read_text(), re.M))
    secrets = [values[name] for name in OWN_SECRETS]
    assert len(set(secrets)) == len(secrets)
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in secrets)
    assert values["PORT"] == "9999"
    assert list(values) == SET
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_make_env_makes_up_no_account_of_the_payment_provider(tmp_path: Path) -> None:
    out = tmp_path / "env"

    assert make_env(out, "RAZORPAY_KEY_ID=rzp_test_mine").returncode == 0

    values = dict(re.findall(r"^RAZORPAY_([A-Z_]+)=(.*)$", out.read_text(), re.M))
    assert values.pop("API_URL").startswith("https://")
    assert values == {"KEY_ID": "rzp_test_mine", "SECRET_KEY": "", "WEBHOOK_SECRET": ""}


def test_make_env_leaves_a_shared_password_and_accounts_of_others_empty(tmp_path: Path) -> None:
    out = tmp_path / "env"

    assert make_env(out).returncode == 0

    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", out.read_text(), re.M))
    assert {
        *("ADMIN_PASSWORD", "SENDER_PASSWORD", "OPERATOR_WEBHOOK_SECRET"),
        *("CLIPS_BUCKET_SECRET_KEY", "PICTURES_BUCKET_SECRET_KEY"),
        *("RAZORPAY_SECRET_KEY", "RAZORPAY_WEBHOOK_SECRET"),
    } == OTHERS_SECRETS
    assert {values[name] for name in OTHERS_SECRETS} == {""}


def test_make_env_never_touches_a_file_that_exists(tmp_path: Path) -> None:
    out = tmp_path / "env"
    out.write_text("PORT=1\n")

    done = make_env(out)

    assert (done.returncode, out.read_text()) == (1, "PORT=1\n")
    assert "exists and stays as it is" in done.stderr


def test_make_env_refuses_a_setting_that_does_not_exist(tmp_path: Path) -> None:
    done = make_env(tmp_path / "env", "PROT=9999")

    assert done.returncode == 2
    assert "PROT" in done.stderr
    assert not (tmp_path / "env").exists()
