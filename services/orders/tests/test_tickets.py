"""What of an evening becomes a ticket, at which printer, and that it does once."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from kitchen import follow, kinds, new_printer, told
from orders.actions import merging, orders, seating, sessions
from orders.clients import Product
from orders.models import Order, OrderSession, Panel
from printing.actions import tickets
from printing.models import PrintedOrder, Printer, Ticket
from rooms import new_table, seated, session_of
from testing.races import at_once
from world import LOCATION, OWNER, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]


def dish(name="Falafel", *categories, **changes):
    product = Product(name, "8.50", True, True, categories=categories)
    return line(product=product, **changes)


def place(code, *lines):
    """Order these together; gives their ids."""
    placed = json.loads(orders.orders_place(code=code, lines=lines, staff_id=None))
    return [each["id"] for each in placed["orders"]]


def cancel(order_id, quantity=None):
    if quantity is None:
        return orders.order_move(
            order_id=order_id, to="cancelled", expected=None, reason="sold out", user_id=OWNER
        )
    return orders.order_cancel_some(
        order_id=order_id, quantity=quantity, expected=None, reason="", user_id=OWNER
    )


def test_what_is_sent_together_is_one_ticket(table):
    new_printer()
    place(table, dish(quantity=2), dish("Soup", note="hot"))
    follow()
    assert told() == ("added", "Table 1", [(2, "Falafel"), (1, "Soup")])
    content = Ticket.objects.get().content
    assert (content["batch"], content["lines"][1]["note"]) == (1, "hot")


def test_only_what_was_added_comes_next(table):
    new_printer()
    place(table, dish())
    follow()
    place(table, dish("Cake"))
    follow()
    assert kinds() == ["added", "added"]
    assert told() == ("added", "Table 1", [(1, "Cake")])
    assert Ticket.objects.latest("id").content["batch"] == 2


def test_several_batches_are_tickets_in_their_order(table):
    new_printer()
    for number in range(5):
        place(table, dish(f"Dish {number}"))
    follow()
    names = [each.content["lines"][0]["name"] for each in Ticket.objects.order_by("id")]
    assert names == [f"Dish {number}" for number in range(5)]


def test_a_station_prints_its_categories(table):
    new_printer(name="Bar", categories=["Drinks"])
    new_printer(name="Kitchen", categories=["food", ""])
    new_printer(name="Pass")
    place(table, dish("Cola", "Drinks"), dish("Pie", "Food"), dish("Thing"))
    follow()
    printed = {
        each.printer.name: [one["name"] for one in each.content["lines"]]
        for each in Ticket.objects.select_related("printer")
    }
    assert printed == {
        "Bar": ["Cola"],
        "Kitchen": ["Pie", "Thing"],
        "Pass": ["Cola", "Pie", "Thing"],
    }


def test_what_was_before_the_printer_is_not_printed(table):
    place(table, dish())
    new_printer()
    place(table, dish("Soup"))
    follow()
    assert told() == ("added", "Table 1", [(1, "Soup")])
    assert kinds() == ["added"]


def test_a_printer_that_is_switched_off_adds_nothing(table):
    printer = new_printer()
    Printer.objects.filter(pk=printer.pk).update(is_active=False)
    place(table, dish())
    follow()
    assert kinds() == []


def test_cancelling_what_was_printed_is_told_once(table):
    new_printer()
    first, second = place(table, dish(), dish("Soup"))
    follow()
    cancel(first)
    follow()
    assert told() == ("cancelled", "Table 1", [(1, "Falafel")])
    assert Ticket.objects.latest("id").content["lines"][0]["reason"] == "sold out"
    follow()
    assert kinds() == ["added", "cancelled"]
    assert second not in PrintedOrder.objects.filter(cancelled=True).values_list("order", flat=True)


def test_cancelling_some_of_an_order(table):
    new_printer()
    (order,) = place(table, dish(quantity=3))
    follow()
    cancel(order, quantity=2)
    follow()
    assert told() == ("cancelled", "Table 1", [(2, "Falafel")])
    cancel(order)
    follow()
    assert told() == ("cancelled", "Table 1", [(1, "Falafel")])
    assert kinds() == ["added", "cancelled", "cancelled"]


def test_what_other_stations_cook_is_cancelled_there_alone(table):
    new_printer(categories=["Drinks"])
    (order,) = place(table, dish("Pie", "Food", quantity=2))
    cancel(order, quantity=1)
    cancel(order)
    follow()
    assert kinds() == []


def test_moving_on_through_the_kitchen_prints_nothing(table):
    new_printer()
    (order,) = place(table, dish())
    for to in ("accepted", "preparing", "accepted"):
        orders.order_move(order_id=order, to=to, expected=None, reason="", user_id=OWNER)
    follow()
    assert kinds() == ["added"]


def test_a_table_that_moves_says_so_with_what_is_still_to_come():
    new_printer()
    _, code = seated("Two")
    served, waits = place(code, dish("Soup"), dish("Pie"))
    follow()
    Order.objects.filter(pk=served).update(state="served")
    seating.session_move(code=code, table_id=new_table("Terrace")["id"])
    follow()
    assert told() == ("moved", "Terrace", [(1, "Pie")])
    assert Ticket.objects.latest("id").content["before"] == "Two"
    assert kinds() == ["added", "moved"]
    assert PrintedOrder.objects.get(order=waits).place == "Terrace"


def test_a_table_without_anything_to_come_moves_in_silence():
    new_printer()
    _, code = seated("Two")
    follow()
    seating.session_move(code=code, table_id=new_table("Terrace")["id"])
    follow()
    assert kinds() == []


def test_tables_that_become_one_print_nothing_again(table):
    new_printer()
    sessions.session_create(code="2" * 40, location_id=LOCATION, name="Table 2")
    place(table, dish())
    place("2" * 40, dish("Soup"))
    follow()
    merging.session_merge(code=table, into="2" * 40)
    follow()
    assert kinds() == ["added", "added", "moved"]
    assert told() == ("moved", "Table 2", [(1, "Falafel")])


def test_a_printer_that_is_new_takes_old_orders_of_a_merged_table_for_old(table):
    sessions.session_create(code="2" * 40, location_id=LOCATION, name="Table 2")
    place(table, dish())
    before = timezone.now() - timedelta(minutes=5)
    Order.objects.update(created_at=before)
    new_printer()
    merging.session_merge(code=table, into="2" * 40)
    follow()
    assert kinds() == []


def test_a_split_takes_its_dishes_along():
    new_printer()
    _, code = seated("Two")
    first, _ = place(code, dish(), dish("Soup"))
    follow()
    terrace = new_table("Terrace")
    seating.session_split(code=code, order_ids=[first], table_id=terrace["id"], new_code="3" * 40)
    follow()
    assert told() == ("moved", "Terrace", [(1, "Falafel")])
    cancel(first)
    follow()
    assert told() == ("cancelled", "Terrace", [(1, "Falafel")])


def test_a_round_that_is_cut_off_changes_nothing(table, monkeypatch):
    new_printer()
    place(table, dish())
    monkeypatch.setattr(tickets, "_waiting_more", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        follow()
    assert kinds() == []
    monkeypatch.undo()
    follow()
    assert kinds() == ["added"]


def test_more_than_a_round_takes_keeps_batches_whole(table, monkeypatch):
    monkeypatch.setattr(tickets, "EVENTS", 4)
    new_printer()
    for _ in range(3):
        place(table, dish(), dish("Soup"), dish("Pie"))
    place(table, *[dish()] * 9)
    follow()
    sizes = [len(each.content["lines"]) for each in Ticket.objects.order_by("id")]
    assert sizes == [3, 3, 3, 9]


def test_events_that_were_pruned_hold_nobody_up(table):
    printer = new_printer()
    place(table, dish())
    session_of(table).events.all().delete()
    follow()
    printer.refresh_from_db()
    assert printer.seen == Panel.objects.get().seq > 2
    place(table, dish("Soup"))
    follow()
    assert told() == ("added", "Table 1", [(1, "Soup")])


def test_old_tickets_are_forgotten_but_not_while_a_copy_waits(table):
    new_printer()
    place(table, dish())
    place(table, dish())
    follow()
    old = timezone.now() - timedelta(days=8)
    Ticket.objects.update(printed_at=old)
    kept, gone = Ticket.objects.order_by("id")
    tickets.ticket_again(ticket_id=kept.pk)
    assert not tickets.tickets_prune()
    assert not Ticket.objects.filter(pk=gone.pk).exists()
    assert Ticket.objects.filter(copy_of=kept.pk).exists()
    assert PrintedOrder.objects.count() == 2
    OrderSession.objects.update(closed_at=old)
    assert not tickets.tickets_prune()
    assert not PrintedOrder.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_make_each_ticket_once(table):
    new_printer()
    new_printer(name="Bar")
    for _ in range(10):
        place(table, dish())
    at_once(lambda _: follow(), 4)
    follow()
    assert kinds() == ["added"] * 20
    assert PrintedOrder.objects.count() == 20
