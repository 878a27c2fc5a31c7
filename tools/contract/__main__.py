"""`python -m tools.contract [SERVICE …] [--seconds N]`: hostile requests made from each service's
OpenAPI document.

A suite of its own is started; every service is asked as nobody, as an administrator and as another
service. What must hold: no 5xx, no status, content type or body that the document does not
announce, wrong verbs refused.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator

from demo.api import Api
from suite import registry
from tools.stack import place
from tools.stack.plan import BIN, ROOT
from tools.stack.temporary import Home, temporary

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
ROLES = ("nobody", "admin", "service")
CALLER = "orders"  # the service as which others are asked
ENVIRONMENT = {"RATE_LIMITS": "off", "LOG_LEVEL": "WARNING"}


def credentials(suite: Home) -> Iterator[tuple[str, list[str]]]:
    """Who asks, and with which headers."""
    nobody, admin, service = ROLES
    yield nobody, []
    yield admin, ["--header", f"Authorization: {suite.admin().authorization}"]
    offer = {"service": CALLER, "secret": place.read_secrets(suite.home)[f"{CALLER}.service"]}
    token = Api(suite.state["addresses"]["verification"]).post("/internal/service-token/", offer)
    yield service, ["--header", f"Authorization: Bearer {token['access']}"]


def check(suite: Home, service: str, who: str, headers: list[str], depth: list[str]) -> bool:
    """Run schemathesis; prints its report when something is wrong."""
    command = [
        *(str(BIN / "schemathesis"), "run", str(ROOT / "services" / service / "openapi.json")),
        *("--url", suite.state["addresses"][service], "--checks", ",".join(CHECKS)),
        *depth,
        *("--request-timeout", "10", "--no-color"),
        *("--generation-database", "none", "--continue-on-failure", *headers),
    ]
    done = subprocess.run(command, cwd=suite.home, capture_output=True, text=True)
    print(f"{service:<14} as {who:<8} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def main() -> None:
    """Exit 1 when a service breaks its contract."""
    parser = argparse.ArgumentParser(prog="tools.contract")
    parser.add_argument("services", nargs="*", default=list(registry.names()), metavar="SERVICE")
    parser.add_argument("--examples", type=int, default=40, help="for each operation and phase")
    parser.add_argument("--seconds", type=int, default=0, help="in all, instead of --examples")
    options = parser.parse_args()
    depth = ["--max-examples", str(options.examples)]
    if options.seconds:
        runs = len(ROLES) * len(options.services)
        depth = ["--max-time", str(max(1, options.seconds // runs))]
    results = []
    with temporary(ENVIRONMENT) as suite:
        for who, headers in credentials(suite):
            for service in options.services:
                results.append(check(suite, service, who, headers, depth))
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
