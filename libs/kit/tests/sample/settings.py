"""Settings of the sample service."""

from pathlib import Path

from kit.env import Env
from kit.settings import base

from suite.registry import HTTP, WS, Route, Service

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env("sample")
ENTRY = Service(
    name="sample",
    port_index=9,
    purpose="Runs the libraries in their tests",
    routes=(Route("/sample"),),
    processes=(HTTP, WS),
    peers=("verification", "locations", "codes"),
    directory=BASE_DIR,
)
globals().update(base(env, ENTRY))
ROOT_URLCONF = "sample.urls"
env.finish()
