"""Reviewers say whose an event is: claimed, split, refused, and all of it undone."""

import pytest
from contests import Contest
from shop import ANN, BOB, CLEO, COLA, CRISPS, OPERATOR, REVIEWER, RIVAL
from shop import ONE as M
from store.models import Alert, Ticket, TicketStep, WeightChange
from store.selectors.board import queue_find
from store.selectors.tickets import ticket_heads

pytestmark = pytest.mark.django_db


def refused(answer):
    return answer.status_code, answer.json()["code"]


def lines(ticket):
    return {line["product_id"]: line["quantity"] for line in ticket["lines"]}


def test_a_split_leaves_the_others_contested_and_grams_add_up(contest):
    shown = contest.start().does("split-event", {"quantity": 1})
    own, rest = sorted(shown["events"], key=lambda each: each["quantity"])
    assert (own["quantity"], own["attribution"], own["visit_id"]) == (1, "attributed", contest.ann)
    assert (rest["quantity"], rest["attribution"], rest["visit_id"]) == (2, "contested", None)
    assert (own["weight_change_g"], rest["weight_change_g"]) == (330, 660)
    assert rest["split_from"] == own["id"] == contest.event
    assert {each["user_id"] for each in rest["candidates"]} == {ANN, BOB}
    assert lines(shown) == {COLA: 1}
    assert contest.held() == ({COLA: 1}, {})
    assert contest.risks() == ["3.00", "3.00"]
    theirs = contest.shop.step(contest.of_bob, "claim-event", {"event_id": rest["id"]}, by=RIVAL)
    assert lines(theirs.json()) == {COLA: 2}
    assert contest.held() == ({COLA: 1}, {COLA: 2}), "nothing is billed twice"


@pytest.mark.parametrize("quantity", [0, 3, 4, -1, 1.5, None])
def test_a_split_leaves_something_and_takes_something(contest, quantity):
    contest.start()
    before = contest.rows()
    assert contest.ask("split-event", {"quantity": quantity}).status_code == 400
    assert contest.rows() == before


def test_what_fits_no_units_cannot_be_split(shop):
    contest = Contest(shop, a=3.2).start()
    assert refused(contest.ask("split-event", {"quantity": 1})) == (400, "quantity_impossible")


def test_who_is_refused_is_no_candidate_any_more(contest):
    shown = contest.start().does("refuse-event")
    assert (shown["events"], shown["reasons"], shown["at_risk"]) == ([], [], "0.00")
    [event] = contest.shop.ticket(contest.of_bob)["events"]
    assert (event["attribution"], event["visit_id"]) == ("contested", None)
    assert [each["user_id"] for each in event["candidates"]] == [BOB]
    assert not Alert.objects.exists()
    assert refused(contest.ask("claim-event")) == (404, "event_not_found")
    contest.does("claim-event", bob=True)
    assert contest.held() == ({}, {COLA: 3})


def test_what_nobody_is_a_candidate_of_is_unaccounted_with_an_alert(contest):
    contest.start().does("refuse-event")
    contest.does("refuse-event", bob=True)
    event = WeightChange.objects.get()
    assert (event.attribution, event.visit) == ("unaccounted", None)
    assert Alert.objects.get(closed_at=None).kind == "unaccounted"
    contest.does("undo", bob=True)
    assert not Alert.objects.filter(closed_at=None).exists()
    assert WeightChange.objects.get().attribution == "contested"


def test_what_was_of_the_only_person_inside_can_be_refused(shop):
    shop.full()
    visit = shop.enters(ANN)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    ticket = shop.leaves(ANN)[0]["id"]
    shop.step(ticket, "start")
    shown = shop.step(ticket, "refuse-event", {"event_id": event["id"]}).json()
    assert (shown["events"], shown["lines"], shop.holds(visit)) == ([], [], {})
    assert WeightChange.objects.get().attribution == "unaccounted"
    assert Alert.objects.filter(kind="unaccounted", closed_at=None).count() == 1
    back = shop.step(ticket, "undo").json()
    assert (lines(back), shop.holds(visit)) == ({COLA: 1}, {COLA: 1})


def test_what_somebody_else_has_says_who(contest):
    contest.start().does("claim-event")
    for step in ("claim-event", "refuse-event", "split-event"):
        answer = contest.ask(step, {"quantity": 1} if step == "split-event" else None, bob=True)
        assert refused(answer) == (409, "event_claimed")
        assert answer.json()["reviewer_name"] == f"user{REVIEWER}"
    answer = contest.shop.step(contest.of_ann, "start", by=RIVAL)
    assert (refused(answer), answer.json()["reviewer_id"]) == ((409, "illegal_move"), REVIEWER)
    answer = contest.shop.step(contest.of_ann, "undo", by=RIVAL)
    assert refused(answer) == (409, "nothing_to_undo")
    for step in ("undo", "refuse-event", "split-event"):
        about = {"event_id": contest.event, "quantity": 1}
        answer = contest.shop.step("00000000-0000-4000-8000-000000000000", step, about)
        assert refused(answer) == (404, "ticket_not_found")


@pytest.mark.parametrize(
    ("step", "body"),
    [("claim-event", {}), ("split-event", {"quantity": 2}), ("refuse-event", {})],
)
def test_a_step_on_an_event_is_undone_whole(contest, step, body):
    contest.start()
    before = (contest.rows(), contest.held(), contest.risks())
    was = contest.shop.ticket(contest.of_ann)
    contest.does(step, body)
    assert contest.rows() != before[0]
    undone = contest.does("undo")
    assert (contest.rows(), contest.held(), contest.risks()) == before
    assert {**undone, "videos": []} == {**was, "videos": []}
    contest.does(step, body)
    contest.does("undo")
    assert contest.does("undo")["status"] == "TO_BE_REVIEWED", "then the start"
    assert refused(contest.ask("undo")) == (409, "nothing_to_undo")
    names = TicketStep.objects.filter(ticket=contest.of_ann).order_by("pk").values_list("step")
    assert [name for (name,) in names][1:] == [
        "start",
        *[step.partition("-")[0], "undo"] * 2,
        "undo",
    ]


@pytest.mark.parametrize("given", [None, [{"product_id": CRISPS, "quantity": 4}]])
def test_a_completion_is_undone(contest, given):
    contest.start().does("claim-event")
    body = {"note": "Seen", **({} if given is None else {"lines": given})}
    assert contest.does("complete", body)["status"] == "REVIEW_COMPLETE"
    back = contest.does("undo")
    assert (back["status"], back["reviewer_id"]) == ("UNDER_REVIEW", REVIEWER)
    assert (lines(back), back["note"]) == ({COLA: 3}, "")
    assert not Ticket.objects.get(pk=contest.of_ann).by_hand
    assert contest.does("undo")["events"][0]["attribution"] == "contested", "the claim is next"


def test_what_was_built_upon_stays(contest):
    contest.start().does("split-event", {"quantity": 1})
    rest = WeightChange.objects.exclude(pk=contest.event).get()
    claim = {"event_id": str(rest.pk)}
    assert contest.shop.step(contest.of_bob, "claim-event", claim, by=RIVAL).status_code == 200
    before = contest.rows()
    assert refused(contest.ask("undo")) == (409, "step_built_upon")
    assert contest.rows() == before
    contest.does("undo", bob=True)
    contest.does("undo")
    assert [each[2:4] for each in contest.rows()] == [(3, 990)]


def test_what_somebody_else_went_on_with_stays(contest):
    contest.start().does("complete")
    contest.shop.step(contest.of_ann, "reopen", {"reason": "Look again"}, by=RIVAL)
    assert refused(contest.ask("undo")) == (409, "step_built_upon")


def test_lines_of_a_reviewer_follow_by_as_many_units(shop):
    """After a reopening the reviewer's lines stay; what is refused then is not billed there."""
    contest = Contest(shop, a=2.31).start()
    contest.does("claim-event")
    given = [{"product_id": COLA, "quantity": 4}, {"product_id": CRISPS, "quantity": 1}]
    contest.does("complete", {"lines": given})
    contest.does("reopen", {"reason": "Look again"})
    contest.shop.step(contest.of_ann, "start")
    assert lines(contest.does("refuse-event")) == {COLA: 1, CRISPS: 1}
    assert lines(contest.does("undo")) == {COLA: 4, CRISPS: 1}


def test_the_reasons_are_told(shop):
    contest = Contest(shop, a=2.97, b=0.95, c=0.9)
    for ticket in (contest.of_ann, contest.of_bob):
        assert contest.shop.ticket(ticket)["reasons"] == [
            {"code": "contested", "count": 3},
            {"code": "unmapped", "count": 1, "scales": ["c"]},
            {"code": "no_fit", "count": 1},
        ]


def test_the_queue_asks_as_much_for_many(shop, django_assert_max_num_queries):
    contest = Contest(shop, a=2.31)
    shop.enters(CLEO)
    shop.leaves(CLEO)
    with django_assert_max_num_queries(1):
        heads = ticket_heads(queue_find())
    assert {head["id"] for head in heads} == {contest.of_ann, contest.of_bob}
    assert heads[0]["reasons"] == [{"code": "contested", "count": 1}]


def test_what_a_scale_weighed_is_kept(contest):
    assert contest.events[0]["weight_g"] == 2310


def test_a_repeated_call_is_one_step(contest):
    contest.start()
    reviewer = contest.shop.by(REVIEWER)
    for path, body in (("claim-event/", {"event_id": contest.event}), ("undo/", {})):
        key = {"Idempotency-Key": f"key of {path}"}
        call = f"/edge/tickets/{contest.of_ann}/{path}"
        first, second = (reviewer.post(call, body, headers=key) for _ in range(2))
        assert (first.status_code, first.json()) == (200, second.json())
    assert contest.shop.ticket(contest.of_ann)["status"] == "UNDER_REVIEW"


def test_what_lies_in_the_store_is_found_by_name(shop):
    reviewer = shop.by(REVIEWER)
    for query, names in (("", ["Cola", "Crisps"]), ("?search=ris", ["Crisps"])):
        found = reviewer.get(f"/edge/shelf-products/{query}").json()["results"]
        assert [each["name"] for each in found] == names
    assert shop.by(OPERATOR).get("/edge/shelf-products/").status_code == 200
    assert shop.by(ANN).get("/edge/shelf-products/").status_code == 403
    assert reviewer.get(f"/edge/machines/{M}/scales/").json()["count"] == 2


# ---- Receipts and contests --------------------------------------------------------------------


def receipt(shop, visit_id):
    """The state of a visit's receipt, and its units by product."""
    shown = shop.visit(visit_id)["receipt"]
    return shown and (shown["status"], lines(shown))


def test_what_is_refused_after_a_reopening_is_billed_once(contest):
    shop = contest.start().shop
    contest.does("claim-event")
    contest.does("complete")
    assert receipt(shop, contest.ann) == ("completed", {COLA: 3})
    contest.does("reopen", {"reason": "It was Bob"})
    shop.step(contest.of_ann, "start")
    contest.does("refuse-event")
    contest.does("complete")
    contest.does("claim-event", bob=True)
    contest.does("complete", bob=True)
    assert receipt(shop, contest.ann)[1] == {}
    assert receipt(shop, contest.bob) == ("completed", {COLA: 3})


def test_the_receipt_follows_an_undone_completion(contest):
    contest.start().does("claim-event")
    contest.does("complete")
    assert receipt(contest.shop, contest.ann) == ("completed", {COLA: 3})
    contest.does("undo")
    assert receipt(contest.shop, contest.ann)[0] == "draft"
    contest.does("complete")
    assert receipt(contest.shop, contest.ann) == ("completed", {COLA: 3})


def test_the_queue_says_what_the_customer_contests(contest):
    shop = contest.start().shop
    contest.does("claim-event")
    contest.does("complete")
    said = {"message": "There were two", "lines": [{"product_id": COLA, "quantity": 2}]}
    assert shop.by(ANN).post(f"/edge/visits/{contest.ann}/contest/", said).status_code == 200
    [head] = [each for each in ticket_heads(queue_find()) if each["id"] == contest.of_ann]
    assert (head["status"], head["contest"]["message"]) == ("CONTESTED", "There were two")
    assert refused(contest.ask("undo")) == (409, "step_built_upon"), "its customer went on"
    assert shop.step(contest.of_ann, "start").status_code == 200
    assert contest.does("undo")["status"] == "CONTESTED", "it is as it was"
