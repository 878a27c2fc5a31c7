"""Settings of the vouchers service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite.registry import Route, Service

env = Env("vouchers")
ENTRY = Service(
    name="vouchers",
    port_index=9,
    purpose="Runs the library in its tests",
    routes=(Route("/vouchers"),),
    apps=("vouchers",),
    directory=Path(__file__).resolve().parent.parent,
)
globals().update(base(env, ENTRY))
env.finish()
