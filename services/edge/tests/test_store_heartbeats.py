"""Heartbeats: which readings count, and what they show."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from shop import ANN, COLA, OPERATOR, TWO, Caller
from shop import ONE as M
from store.models import Machine, MachineSession, WeightChange

pytestmark = pytest.mark.django_db


def iso(moment):
    return moment.isoformat()


def rows(**scales):
    return [[name, str(weight), str(weight), str(weight)] for name, weight in scales.items()]


def test_what_an_event_says(shop):
    shop.full()
    visit_id = shop.enters(ANN)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    session = MachineSession.objects.latest("started_at")
    assert {key: event[key] for key in event if key not in ("id", "event_time", "received_at")} == {
        "machine_id": M,
        "scale_id": "a",
        "weight_change_g": 330,
        "status": "PICKED",
        "session_id": str(session.pk),
        "visit_id": visit_id,
        "product_id": COLA,
        "quantity": 1,
        "attribution": "attributed",
        "flags": [],
        "weight_g": 2970,
        "split_from": None,
        "store_id": None,
    }
    [listed] = shop.by(OPERATOR).get(f"/edge/weight-changes/?visit_id={visit_id}").json()["results"]
    assert listed == event


def test_the_first_reading_of_a_scale_is_its_baseline_for_each_machine_by_itself(shop):
    shop.enters(ANN)
    assert shop.weighs(M, a=3.3) == []
    assert shop.weighs(TWO, a=9) == [], "the original took another machine's scale of that number"
    assert shop.weighs(M, a=3.3, b=5) == []


@pytest.mark.parametrize(("weight", "count"), [(2.0, 1), (2.001, 0), (2.06, 1), (2.059, 0)])
def test_the_threshold_is_30_grams_and_belongs_to_it(shop, weight, count):
    shop.enters(ANN)
    shop.weighs(M, a=2.03)
    assert len(shop.weighs(M, a=weight)) == count


def test_small_changes_add_up_while_somebody_is_inside(shop):
    shop.enters(ANN)
    shop.weighs(M, a=2)
    assert shop.weighs(M, a=1.98) == shop.weighs(M, a=1.975) == []
    [event] = shop.weighs(M, a=1.97)
    assert event["weight_change_g"] == 30


def test_drift_with_nobody_inside_is_charged_to_nobody(shop):
    shop.weighs(M, a=2)
    for weight in (1.98, 1.96, 1.94):
        assert shop.weighs(M, a=weight) == []
    shop.enters(ANN)
    assert shop.weighs(M, a=1.94) == []
    assert not WeightChange.objects.exists()


def test_a_repeated_heartbeat_is_answered_like_the_first(shop):
    shop.full()
    shop.enters(ANN)
    first = shop.weighs(M, a=2.97, b=1, c=1)
    assert shop.weighs(M, seq=shop.seq[M], a=2.97, b=1, c=1) == first
    assert shop.weighs(M, seq=shop.seq[M], a=0) == first, "its number says that it is the same"
    assert WeightChange.objects.count() == 1


def test_without_a_number_the_same_time_and_content_is_a_repetition(shop):
    now = timezone.now()
    shop.enters(ANN)
    bodies = [
        {"scales": rows(a=2), "time": iso(now)},
        {"scales": rows(a=1), "time": iso(now + timedelta(seconds=1))},
    ]
    shop.beat(M, bodies[0])
    first = shop.beat(M, bodies[1]).json()
    assert len(first["events"]) == 1
    assert shop.beat(M, bodies[1]).json() == first
    assert shop.beat(M, bodies[0]).json() == {"status": "success", "late": False, "events": []}
    assert WeightChange.objects.count() == 1


def test_equal_weights_without_number_and_time_are_no_repetition(shop):
    shop.enters(ANN)
    found = [len(shop.beat(M, {"scales": rows(a=each)}).json()["events"]) for each in (2, 1, 2, 1)]
    assert found == [0, 1, 1, 1]


def test_an_older_one_after_a_newer_one_changes_nothing(shop):
    shop.enters(ANN)
    shop.weighs(M, seq=5, a=2)
    shop.weighs(M, seq=9, a=1)
    late = shop.beat(M, {"scales": rows(a=2), "seq": 7})
    assert late.json() == {"status": "success", "late": True, "events": []}
    assert shop.beat(M, {"scales": rows(a=2), "seq": 7}).json()["late"] is True
    assert shop.weighs(M, seq=10, a=1) == []
    assert WeightChange.objects.count() == 1


def test_an_older_time_is_late_too(shop):
    now = timezone.now()
    shop.beat(M, {"scales": rows(a=2), "time": iso(now)})
    older = {"scales": rows(a=1), "time": iso(now - timedelta(seconds=3))}
    assert shop.beat(M, older).json()["late"] is True
    assert Machine.objects.get(pk=M).scales["a"][0] == 2000


def test_a_machine_that_was_switched_on_again_counts_from_anew(shop):
    shop.weighs(M, seq=500, a=2)
    Machine.objects.update(last_seen=timezone.now() - timedelta(seconds=61))
    answer = shop.beat(M, {"scales": rows(a=2), "seq": 1}).json()
    assert answer["late"] is False
    assert shop.beat(M, {"scales": rows(a=2), "seq": 2}).json()["late"] is False


def test_a_time_too_far_ahead_is_replaced_and_flagged(shop):
    shop.enters(ANN)
    shop.beat(M, {"scales": rows(a=2)})
    ahead = timezone.now() + timedelta(seconds=130)
    [event] = shop.beat(M, {"scales": rows(a=1), "time": iso(ahead)}).json()["events"]
    assert event["flags"] == ["clock"]
    assert event["event_time"] == event["received_at"]
    ahead = timezone.now() + timedelta(seconds=100)
    [event] = shop.beat(M, {"scales": rows(a=2), "time": iso(ahead)}).json()["events"]
    assert event["event_time"] == ahead.astimezone(UTC).isoformat(timespec="microseconds")


def test_after_a_silence_the_difference_is_one_event_for_review(shop):
    before = timezone.now() - timedelta(seconds=300)
    shop.beat(M, {"scales": rows(a=3.3), "time": iso(before)})
    visit_id = shop.enters(ANN)
    [event] = shop.beat(M, {"scales": rows(a=2.97)}).json()["events"]
    assert (event["flags"], event["quantity"], event["visit_id"]) == (["gap"], 1, visit_id)
    assert shop.holds(visit_id) == {}, "never billed by itself"


def test_a_restart_forgets_nothing(shop):
    """The baseline is in the database: there is no process to remember it."""
    shop.full()
    machine = Machine.objects.get(pk=M)
    assert [machine.scales[scale][0] for scale in "abc"] == [3300, 1000, 1000]


@pytest.mark.parametrize(
    ("scales", "flagged"),
    [
        ([["a", "1", "1", "-0.5"]], ["a"]),
        ([["a", "1", "1", "much"]], ["a"]),
        ([["a", "1", "1", "1e9"]], ["a"]),
        ([["b", "1", "1", "1"], ["a", "1", "1", None]], ["a"]),
        ([["a", "1", "1", "NaN"]], ["a"]),
        ("nothing", ["*"]),
        ([["a", "1", "1", "1"], ["a", "1", "1", "1"]], ["*"]),
        ([["a", "1"]], ["*"]),
        ([["", "1", "1", "1"]], ["*"]),
    ],
)
def test_what_cannot_be_is_a_fault_and_no_sale(shop, scales, flagged):
    shop.full()
    visit_id = shop.enters(ANN)
    answer = shop.beat(M, {"scales": scales, "seq": 50})
    assert (answer.status_code, answer.json()["code"]) == (400, "odd_heartbeat")
    machine = Machine.objects.get(pk=M)
    assert (machine.faulty, machine.newest_seq) == (flagged, 1)
    shown = shop.by(OPERATOR).get(f"/edge/machines/{M}/status/").json()
    assert shown["flags"] == ["fault"]
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    assert ("fault" in event["flags"], shop.holds(visit_id)) == (True, {})
    assert shop.by(OPERATOR).get(f"/edge/machines/{M}/status/").json()["flags"] == []


def test_shapes_of_machines_in_the_field(shop):
    old = "/api/machines/heartbeat"
    shop.enters(ANN)
    flat = {"machineId": M, "scales": rows(a=2)}
    objects = {
        "machineId": M,
        "scales": [{"scaleId": "a", "minWeight": "1", "maxWeight": "2", "currentWeight": "1.67"}],
    }
    assert [len(shop.device(M).post(old, body).json()["events"]) for body in (flat, objects)] == [
        0,
        1,
    ]
    payload = {"machineId": M, "format": "CSV", "scales": rows(a=1.34)}
    envelope = {
        "id": "00000000-0000-4000-8000-000000000001",
        "eventType": "machine.heartbeat.logs",
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "payload": json.dumps(payload),
    }
    assert len(shop.device(M).post(old, envelope).json()["events"]) == 1


def test_who_may_say_what_a_machine_weighs(shop):
    body = {"machineId": M, "scales": rows(a=2)}
    old, new = "/api/machines/heartbeat", f"/edge/machines/{M}/heartbeats/"
    for call in (old, new):
        assert Caller().post(call, body).status_code == 401
        assert Caller("nobodys").post(call, body).status_code == 401
        for other in (shop.device(TWO), shop.device("Entry"), shop.by(ANN), shop.by(OPERATOR)):
            assert other.post(call, body).status_code == 403
    unknown = {**body, "machineId": "9999"}
    assert shop.device(M).post(old, unknown).status_code == 404
    assert shop.device(M).post("/edge/machines/9999/heartbeats/", body).status_code == 404
    assert shop.device(M).post(new, {**body, "machineId": TWO}).status_code == 400
    refused = shop.device(M).post(old, {**body, "machineId": TWO})
    assert (refused.status_code, list(refused.json())) == (403, ["detail"])
    assert Machine.objects.filter(last_seen=None).count() == 2


def test_status_of_a_machine(shop):
    shown = shop.by(OPERATOR).get(f"/edge/machines/{M}/status/").json()
    assert (shown["status"], shown["last_seen"], shown["scales"]) == ("OFFLINE", None, [])
    shop.weighs(M, b=1, a=2.5)
    shown = shop.by(OPERATOR).get(f"/edge/machines/{M}/status/").json()
    assert shown["status"] == "ONLINE"
    assert [(each["scale_id"], each["weight_g"]) for each in shown["scales"]] == [
        ("a", 2500),
        ("b", 1000),
    ]
    plain = shop.by(OPERATOR).get(f"/api/machines/{M}/status").json()
    assert plain == {
        "status": "success",
        "machine_id": M,
        "state": "ONLINE",
        "last_seen": shown["last_seen"],
    }
    missing = shop.by(OPERATOR).get("/api/machines/9/status")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Machine not found"})


def test_a_heartbeat_without_a_change_is_two_questions_and_one_write(
    shop, django_assert_max_num_queries
):
    """However long the store has been open: nothing of its history is read."""
    shop.full()
    shop.enters(ANN)
    with django_assert_max_num_queries(9) as found:
        shop.weighs(M, a=3.3, b=1, c=1)
    asked = [query["sql"] for query in found]
    writes = [
        sql for sql in asked if sql.startswith(("UPDATE", "INSERT", "EXECUTE store_machine_heard"))
    ]
    assert len(writes) == 1
