"""The sample's one entry of the registry."""

from suite.registry import HTTP, ROOT, WORKER, WS, Route, Screen, Service

SAMPLE = Service(
    name="sample",
    port_index=9,
    purpose="Lockers that visitors open, to try the ground on which services stand",
    routes=(
        Route("/sample"),
        Route("/visits", envelope="problem"),
        Route("/ws/sample", WS),
    ),
    processes=(HTTP, WS, WORKER),
    apps=("devices", "lockers", "visits"),
    peers=("verification",),
    payments=True,
    webhook="/visits/fee/webhook/",
    admin="/sample/admin/",
    requirements="live",
    screens=(Screen("A locker", "/sample/page/", "Visitors", "Who opens it, and whether."),),
    directory=ROOT / "tests" / "sample" / "service",
)
