"""`python -m tools.stack run|status|stop NAME|start NAME|manage SERVICE …`; PORT and AISLE_HOME say
which suite.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from suite import registry
from tools.stack import control, place, plan
from tools.stack.plan import Site


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="tools.stack", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start everything, until Ctrl-C")
    run.add_argument("--no-demo", action="store_true", help="no demo data")
    run.add_argument(
        "--throwaway", action="store_true", help="faster: data do not outlive the machine"
    )
    run.add_argument("--quiet", action="store_true", help="processes' lines go to the logs only")
    commands.add_parser("status", help="what runs")
    for verb in ("stop", "start"):
        commands.add_parser(verb, help=f"{verb} one process").add_argument("name")
    manage = commands.add_parser("manage", help="run manage.py of a service")
    manage.add_argument("name", choices=registry.names())
    manage.add_argument("words", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    home = place.home_of(os.environ)
    if options.command == "run":
        from tools.stack.suite import Suite

        port, throwaway = place.port_of(os.environ), options.throwaway
        suite = Suite(port=port, home=home, quiet=options.quiet, throwaway=throwaway)
        suite.run(with_demo=not options.no_demo)
    elif options.command == "manage":
        _manage(options.name, options.words)
    else:
        socket = place.runtime_of(home) / "control.sock"
        answer = control.ask(socket, options.command, getattr(options, "name", ""))
        print(json.dumps(answer["processes"], indent=1))


def _manage(service: str, words: list[str]) -> None:
    """Become manage.py, with the environment of the running suite."""
    home = place.home_of(os.environ)
    runtime = place.runtime_of(home)
    running = control.ask(runtime / "control.sock", "status")
    site = Site(
        running["port"],
        home,
        runtime,
        place.read_secrets(home),
        running["databases"],
        running["redis"],
    )
    os.chdir(registry.service(service).directory)
    environment = plan.environment_of(site, service, os.environ)
    os.execvpe(sys.executable, [sys.executable, "manage.py", *words], environment)  # noqa: S606


if __name__ == "__main__":
    main()
