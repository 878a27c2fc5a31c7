"""weight.log and heartbeat.log: what stands in them, and who does not."""

import json
import logging
import logging.config

import pytest
from django.conf import settings
from shop import ANN, COLA
from shop import ONE as M
from store import logs

pytestmark = pytest.mark.django_db
FORMAT = {"json": {"()": "kit.logs.JsonFormatter"}}
PLAIN = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": FORMAT,
    "handlers": {"out": {"class": "logging.NullHandler", "formatter": "json"}},
    "loggers": {},
}


@pytest.fixture
def read(tmp_path):
    """The lines of a log so far; afterwards all is logged as before."""
    configured = logs.with_files(PLAIN, str(tmp_path / "logs"))
    logging.config.dictConfig(configured)
    for name in logs.NAMES:
        logging.getLogger(f"edge.{name}").setLevel(logging.INFO)

    def lines(name):
        path = tmp_path / "logs" / f"{name}.log"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    yield lines
    for name in logs.NAMES:
        logger = logging.getLogger(f"edge.{name}")
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
            handler.close()
    logging.config.dictConfig(settings.LOGGING)


def test_each_heartbeat_and_each_event_is_a_line(shop, read):
    assert read("weight") == [], "a file is opened with its first line"
    shop.full()
    shop.enters(ANN, phone_number="0170 1234567")
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    shop.weighs(M, seq=shop.seq[M], a=2.97, b=1, c=1)
    assert [line["machine_id"] for line in read("heartbeat")] == ["1001", "1002", "1001"]
    [line] = read("weight")
    assert line["event_id"] == f"{event['id'][:6]}…"
    assert (line["weight_change_g"], line["product_id"], line["quantity"]) == (330, COLA, 1)


def test_no_person_stands_in_them(shop, read):
    shop.full()
    visit_id = shop.enters(ANN, phone_number="0170 1234567")
    shop.weighs(M, a=2.97, b=1, c=1)
    written = json.dumps([*read("weight"), *read("heartbeat")])
    for word in (visit_id, "*567", "1234567", "user", "visit", "phone"):
        assert word not in written


def test_without_a_directory_nothing_is_added():
    assert logs.with_files(PLAIN, "") is PLAIN
