"""`python -m tools.contract [SERVICE …] [--as ROLE …] [--seconds N]`: hostile requests made from
each service's OpenAPI document.

A suite of its own is started, with a market; every service is asked as nobody, as a shopper, as the
owner of the market, as an administrator and as another service; edge as a vending machine too. What
must hold: no 5xx, no status, content type or body that the document does not announce, wrong verbs
refused.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from demo.api import Api
from suite import registry
from tools import services
from tools.contract.document import knowing
from tools.contract.market import Market
from tools.stack import place
from tools.stack.plan import BIN
from tools.stack.temporary import Home, temporary

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
MACHINE = "machine"  # whose key is good at edge alone
ROLES = ("nobody", "shopper", "owner", "admin", "service", MACHINE)
CALLER = "orders"  # the service as which others are asked
DAY = "86400"
ENVIRONMENT = {
    "RATE_LIMITS": "off",
    "LOG_LEVEL": "WARNING",
    "TROLLEY_SESSION_SECONDS": DAY,
    "DISPLAY_CODE_TTL_MINUTES": "1440",
}


def credentials(suite: Home, market: Market, who: str) -> list[str]:
    """The headers of a role, with a token of now."""
    if who == "nobody":
        return []
    if who == MACHINE:
        return ["--header", f"Authorization: Bearer {market.machine_key}"]
    if who == "service":
        secret = place.read_secrets(suite.home)[f"{CALLER}.service"]
        offer = {"service": CALLER, "secret": secret}
        api = Api(suite.state["addresses"]["verification"])
        token = api.post("/internal/service-token/", offer)["access"]
        return ["--header", f"Authorization: Bearer {token}"]
    logins = {"shopper": market.shopper, "owner": market.owner}
    api = suite.admin() if who == "admin" else market.sign_in(logins[who])
    return ["--header", f"Authorization: {api.authorization}"]


def documented(suite: Home, market: Market, service: str) -> Path:
    """A copy of the service's document that knows what there is."""
    document = json.loads((services.directory(service) / "openapi.json").read_text())
    path = suite.home / f"{service}.openapi.json"
    path.write_text(json.dumps(knowing(document, market.known)))
    return path


def check(suite: Home, market: Market, service: str, who: str, depth: list[str]) -> bool:
    """Run schemathesis; prints its report when something is wrong."""
    command = [
        *(str(BIN / "schemathesis"), "--config-file", str(CONFIGURATION)),
        *("run", str(documented(suite, market, service))),
        *("--url", suite.state["addresses"][service]),
        *depth,
        *("--request-timeout", "10", "--no-color", "--generation-database", "none"),
        *("--continue-on-failure", *credentials(suite, market, who)),
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
    parser.add_argument("--as", nargs="+", choices=ROLES, default=ROLES, dest="roles")
    parser.add_argument("--examples", type=int, default=40, help="for each operation and phase")
    parser.add_argument("--seconds", type=int, default=0, help="in all, instead of --examples")
    options = parser.parse_args()
    depth = ["--max-examples", str(options.examples)]
    if options.seconds:
        runs = len(options.roles) * len(options.services)
        depth = ["--max-time", str(max(1, options.seconds // runs))]
    results = []
    with temporary(ENVIRONMENT) as suite:
        market = Market.open(suite)
        for who in options.roles:
            for service in options.services:
                if who == MACHINE and service != "edge":
                    continue
                results.append(check(suite, market, service, who, depth))
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
