"""The calls of the seed (table-orders.md), run with curl against a running suite.

The texts of the calls and of the answers are the seed's. Before a call runs, only its host, ids and
keys are changed; every answer must hold what the seed shows, further fields are allowed.

    python -m tests.integration.tables.seed_walkthrough [GATEWAY [ORDERS]]

with two addresses, by default http://127.0.0.1:8080 for both; the gateway is also used to sign up
and to make the location.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.support.api import Api, Place, User

CREATE = """
curl -i -X POST -H 'Content-Type: application/json' -d '{
    "location_id": 1,
    "name": "Table 1",
    "user_id": 1,
    "session_key": "rjl9y6x6b35towopj9qp65mgj3xdq07c"
}' http://127.0.0.1:8004/orders/sessions/create/
"""
CREATED = """
{
   "success":true,
   "response":{
      "code":"ac35940dff4d472ce4801a154de92406f3163565",
      "name":"Table 1",
      "location_id":1,
      "state":"OPEN",
      "timestamp":"2019-10-30T08:51:01.491347+00:00",
      "orders":[

      ]
   }
}
"""
GET = """
curl -i -X GET http://127.0.0.1:8004/orders/sessions/get/ac35940dff4d472ce4801a154de92406f3163565/
"""
CLOSE = """
curl -i -X POST http://127.0.0.1:8004/orders/sessions/close/ac35940dff4d472ce4801a154de92406f3163565/
"""
GOT = CLOSED = """
{
   "success":true,
   "response":{
      "code":"ac35940dff4d472ce4801a154de92406f3163565",
      "name":"Table 1",
      "location_id":1,
      "state":"CLOSED",
      "timestamp":"2019-10-30T08:51:01.491347+00:00",
      "orders":[
         {
            "id":2,
            "product_id":1,
            "session":"ac35940dff4d472ce4801a154de92406f3163565",
            "timestamp":"2019-10-30T08:56:08.905087+00:00"
         },
         {
            "id":3,
            "product_id":1,
            "session":"ac35940dff4d472ce4801a154de92406f3163565",
            "timestamp":"2019-10-30T08:56:48.183929+00:00"
         },
         {
            "id":4,
            "product_id":1,
            "session":"ac35940dff4d472ce4801a154de92406f3163565",
            "timestamp":"2019-10-30T08:56:50.206426+00:00"
         },
         {
            "id":5,
            "product_id":2,
            "session":"ac35940dff4d472ce4801a154de92406f3163565",
            "timestamp":"2019-10-30T08:57:09.742687+00:00"
         }
      ]
   }
}
"""
ORDER = """
curl -i -X POST -H 'Content-Type: application/json' -d '{
    "product_id":1337,
    "session_code": "ac35940dff4d472ce4801a154de92406f3163565"
}' http://127.0.0.1:8004/orders/create/
"""
ORDERED = """
{
   "success":true,
   "response":{
      "code":"ac35940dff4d472ce4801a154de92406f3163565",
      "name":"Table 1",
      "location_id":1,
      "state":"OPEN",
      "timestamp":"2019-10-30T08:51:01.491347+00:00",
      "orders":[
         {
            "id":1,
            "product_id":1337,
            "session":"ac35940dff4d472ce4801a154de92406f3163565",
            "timestamp":"2019-10-30T08:56:08.905087+00:00"
         }
      ]
   }
}
"""
SEED_HOST, SEED_CODE = "http://127.0.0.1:8004", "ac35940dff4d472ce4801a154de92406f3163565"
SEED_KEY = "rjl9y6x6b35towopj9qp65mgj3xdq07c"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
GIVEN_BY_US = {"id"}  # numbers that the service chooses


@dataclass
class Walk:
    """One walk through the seed's calls at one host; raises AssertionError where they differ.

    With AUTH_MODE=strict, where only staff close a table and see what was in it, the calls that do
    so carry the owner's token besides.
    """

    place: Place
    host: str
    strict: bool = False
    code: str = SEED_CODE

    def run(self) -> None:
        self.code = self._call(CREATE, CREATED, new=True)["code"]
        self._call(ORDER, ORDERED)
        self._call(CLOSE)  # frees the name, which the next session has too

        self.code = self._call(CREATE, CREATED, new=True)["code"]
        for product_id in (1, 1, 1, 2):
            self._call(ORDER.replace("1337", str(product_id)))
        self._call(CLOSE, CLOSED)
        self._call(GET, GOT)
        self._call(CLOSE, CLOSED)

    def _call(self, call: str, shown: str = "", *, new: bool = False) -> dict[str, Any]:
        staff = self.strict and call in (CLOSE, GET)
        status, content_type, said = curl(self._ours(call), self.place.owner if staff else None)
        assert (status, content_type) == (200, "application/json"), said
        if shown:
            wrong = differences(json.loads(self._ours(shown)), said, any_code=new)
            assert not wrong, "\n".join([self._ours(call), *wrong])
        response: dict[str, Any] = said["response"]
        return response

    def _ours(self, text: str) -> str:
        """The seed's text with our host, ids and keys."""
        owner = self.place.owner
        text = text.replace(SEED_HOST, self.host).replace(SEED_CODE, self.code)
        text = text.replace(SEED_KEY, owner.session_key)
        text = re.sub(r'("location_id": ?)1\b', rf"\g<1>{self.place.location_id}", text)
        return re.sub(r'("user_id": ?)1\b', rf"\g<1>{owner.user_id}", text)


def curl(command: str, user: User | None = None) -> tuple[int, str, Any]:
    """Run a call as it is written, with a user's token if there is one; returns status,
    Content-Type and the JSON of the answer.
    """
    token = f" -H 'Authorization: {user.bearer['Authorization']}'" if user else ""
    options = f"--silent --show-error --noproxy '*'{token} -i"
    quiet = command.strip().replace("curl -i", f"curl {options}", 1)
    done = subprocess.run(["sh", "-c", quiet], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    head, _, body = done.stdout.partition("\n\n")
    status, *lines = head.splitlines()
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split()[1]), headers["content-type"], json.loads(body)


def differences(shown: Any, got: Any, where: str = "$", *, any_code: bool = False) -> list[str]:
    """Where `got` lacks something that the seed shows. Times and ids only have to have its form."""
    if type(shown) is not type(got):
        return [f"{where}: {got!r} is no {type(shown).__name__}"]
    if isinstance(shown, dict):
        missing = [f"{where}.{key} is missing" for key in shown if key not in got]
        pairs = [(f"{where}.{key}", shown[key], got[key]) for key in shown if key in got]
    elif isinstance(shown, list):
        missing = [f"{where}: {len(got)} entries"] if len(shown) != len(got) else []
        pairs = [(f"{where}[{n}]", *both) for n, both in enumerate(zip(shown, got, strict=False))]
    else:
        same = _same(where.rpartition(".")[2], shown, got, any_code)
        return [] if same else [f"{where}: {got!r} instead of {shown!r}"]
    inner = (differences(one, other, at, any_code=any_code) for at, one, other in pairs)
    return missing + [line for lines in inner for line in lines]


def _same(name: str, shown: Any, got: Any, any_code: bool) -> bool:
    if name == "timestamp":
        return bool(TIME.fullmatch(got))
    if name == "code" and any_code:
        return bool(re.fullmatch(r"[0-9a-f]{40}", got))
    return bool(name in GIVEN_BY_US or shown == got)


def main() -> None:
    """The command line."""
    gateway = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
    orders = sys.argv[2] if len(sys.argv) > 2 else gateway
    api = Api(gateway)
    Walk(Place.create(api, api.register()), orders).run()
    print(f"The seed's calls answer as it shows at {orders}.")


if __name__ == "__main__":
    main()
