"""Settings of the fleet."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite.registry import HTTP, WORKER, WS, Route, Service

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("fleet")
ENTRY = Service(
    name="fleet",
    port_index=9,
    purpose="Runs the devices in their tests",
    routes=(Route("/fleet"), Route("/ws", WS)),
    processes=(HTTP, WS, WORKER),
    apps=("devices", "fleet"),
    directory=BASE_DIR,
)
globals().update(base(env, ENTRY))
ROOT_URLCONF = "fleet.urls"
ASGI_APPLICATION = "fleet.asgi.application"
env.finish()
