"""Settings of the lamps service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite.registry import HTTP, WS, Route, Service

env = Env("lamps")
ENTRY = Service(
    name="lamps",
    port_index=9,
    purpose="Runs the library in its tests",
    routes=(Route("/lamps"),),
    processes=(HTTP, WS),
    apps=("lamps",),
    directory=Path(__file__).resolve().parent.parent,
)
globals().update(base(env, ENTRY))
env.finish()
