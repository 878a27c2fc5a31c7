"""Settings of the sample service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite.registry import HTTP, WS, Route, Service

BASE_DIR = Path(__file__).resolve().parent.parent

PREFIXES = {
    "reason": "/sample/plain",
    "message": "/sample/cart",
    "error": "/sample/trolleys",
    "detail": "/sample/machines",
    "fault": "/sample/orders",
    "problem": "/sample/edge",
}

env = Env("sample")
ENTRY = Service(
    name="sample",
    port_index=9,
    purpose="Runs the libraries in their tests",
    routes=(
        Route("/sample"),
        *(Route(prefix, envelope=family) for family, prefix in PREFIXES.items()),
    ),
    processes=(HTTP, WS),
    peers=("verification", "locations", "codes"),
    admin="/sample/admin/",
    directory=BASE_DIR,
)
globals().update(base(env, ENTRY, operators=("kit.failurecount",)))
ROOT_URLCONF = "sample.urls"
env.finish()
