"""`python -m tools.sandbox`: the payment provider of the embedded mode.

    python -m tools.sandbox --port 8008 --unix-socket sandbox.sock --database FILE --webhook URL …

On the port of this machine it is Razorpay's API below `/v1`, with `PUT /faults` for tests, and the
hosted page; at the socket, which the gateway shows to everybody, the hosted page alone. Key and
secrets are RAZORPAY_KEY_ID, RAZORPAY_SECRET_KEY and RAZORPAY_WEBHOOK_SECRET of the environment.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
from pathlib import Path

from gateway.status import TcpServer, UnixServer
from tools.sandbox.api import Api
from tools.sandbox.database import Database
from tools.sandbox.faults import Faults
from tools.sandbox.hosted import BASE, Hosted
from tools.sandbox.ledger import Ledger
from tools.sandbox.messages import Request, Response, answer
from tools.sandbox.server import Respond, handler
from tools.sandbox.webhooks import Webhooks

READY = "/readyz"


def main() -> None:
    """The command line."""
    options = _parser().parse_args()
    for stop in (signal.SIGTERM, signal.SIGINT):  # as after kill -9, everything is on the disk
        signal.signal(stop, lambda *_: os._exit(0))
    for_all, for_services = _start(options)
    inside = TcpServer(("127.0.0.1", options.port), handler(for_services))
    if options.unix_socket:
        options.unix_socket.unlink(missing_ok=True)
        outside = UnixServer(str(options.unix_socket), handler(for_all))
        threading.Thread(target=outside.serve_forever, daemon=True).start()
    inside.serve_forever()


def _start(options: argparse.Namespace) -> tuple[Respond, Respond]:
    """Begin to send webhooks; returns what answers everybody, and what answers services."""
    key_id, secret_key = os.environ["RAZORPAY_KEY_ID"], os.environ["RAZORPAY_SECRET_KEY"]
    secret, database = os.environ["RAZORPAY_WEBHOOK_SECRET"], Database(options.database)
    webhooks = Webhooks(database, endpoints=options.webhook, secret=secret, seed=options.seed)
    ledger = Ledger(database, webhooks.add)
    hosted = Hosted(ledger, secret_key=secret_key)
    api = Api(ledger, Faults(), key_id=key_id, secret_key=secret_key)

    def for_all(request: Request) -> Response:
        if request.path.rstrip("/") == READY:
            return answer({"ready": bool(database.run("SELECT 1"))})
        return hosted.respond(request)

    def for_services(request: Request) -> Response:
        shown = request.path.startswith(f"{BASE}/") or request.path.rstrip("/") == READY
        return for_all(request) if shown else api.respond(request)

    webhooks.start()
    return for_all, for_services


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--unix-socket", type=Path)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--webhook", action="append", default=[], metavar="URL")
    parser.add_argument("--seed", default="", help="decides in which order webhooks set out")
    return parser


if __name__ == "__main__":
    main()
