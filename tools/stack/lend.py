"""`python -m tools.stack.lend SERVICE`: a PostgreSQL and a Redis for the tests of a service.

Writes the environment of the service under test as a line of JSON, and keeps both servers until
standard input ends. The pytest plugin runs it when pytest is started by hand.
"""

from __future__ import annotations

import json
import signal
import sys

from tools.stack.servers import throwaway
from tools.stack.testenv import service_environment


def main() -> None:
    """The command line."""
    [service] = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is pytest's, which ends us
    with throwaway() as servers:
        environment = service_environment(service, servers.database_url(service), servers.redis_url)
        print(json.dumps(environment), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
