"""Settings from the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from kit.env import Env


def test_everything_missing_is_named_at_once():
    env = Env("sample", {"EMPTY": " "})
    env.text("SECRET"), env.text("EMPTY"), env.url("PEER"), env.items("HOSTS")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.finish()
    assert str(refused.value) == (
        "sample: SECRET is not set; EMPTY is not set; PEER is not set; HOSTS is not set"
    )


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda env: env.choice("X", ("open", "strict"), "open"), "X must be one of open, strict"),
        (lambda env: env.flag("X"), "X must be one of 0, 1"),
        (lambda env: env.whole("X", 4), "X must be a whole number"),
        (lambda env: env.positive("X", 4), "X must be a whole number"),
        (lambda env: env.currency("X", "EUR"), "X must be a currency of ISO 4217, such as EUR"),
        (lambda env: env.zone("X", "UTC"), "X must be a time zone such as Europe/Berlin"),
        (lambda env: env.url("X"), "X is not an http(s) URL"),
        (lambda env: env.pairs("X"), "X must be a list of key=value"),
        (lambda env: env.database("X"), "X is not a postgresql:// URL"),
    ],
)
def test_a_wrong_value_is_named(read, problem):
    env = Env("sample", {"X": "ftp:nonsense"})
    read(env)
    with pytest.raises(ImproperlyConfigured, match="sample: ") as refused:
        env.finish()
    assert str(refused.value) == f"sample: {problem}"


@pytest.mark.parametrize("number", ["²", "٣", "-1", "1.5"])
def test_a_whole_number_has_ascii_digits(number):
    env = Env("sample", {"X": number})
    env.whole("X", 4)
    with pytest.raises(ImproperlyConfigured, match="sample: "):
        env.finish()


@pytest.mark.parametrize("number", ["0", "00"])
def test_a_positive_number_is_above_zero(number):
    env = Env("sample", {"X": number})
    env.positive("X", 4)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.finish()
    assert str(refused.value) == "sample: X must be above 0"


@pytest.mark.parametrize("code", ["EUX", "eur", "XXX", "XAU", "EURO", "€"])
def test_a_currency_is_one_that_people_pay_with(code):
    env = Env("sample", {"CURRENCY": code})
    env.currency("CURRENCY", "EUR")
    with pytest.raises(ImproperlyConfigured, match="CURRENCY must be a currency of ISO 4217"):
        env.finish()


def test_good_values():
    env = Env(
        "sample",
        {
            "URL": "http://peer:8000/",
            "LIST": "a, b,,c",
            "PAIRS": "a=1,b=x=y",
            "FLAG": "1",
            "NUMBER": "12",
            "MONEY": "CHF",
            "DB": "postgresql://me:p%40ss@db:5433/shop",
            "SOCKET": "postgresql://me:x@/shop?host=%2Ftmp%2Fpg",
        },
    )
    assert env.url("URL") == "http://peer:8000"
    assert env.items("LIST") == ["a", "b", "c"]
    assert env.pairs("PAIRS") == {"a": "1", "b": "x=y"}
    assert (env.flag("FLAG"), env.whole("NUMBER", 1), env.text("NONE", "")) == (True, 12, "")
    assert (env.positive("NUMBER", 1), env.positive("NONE", 7)) == (12, 7)
    assert (env.currency("MONEY", "EUR"), env.currency("NONE", "INR")) == ("CHF", "INR")
    database = env.database("DB")
    wanted = {"NAME": "shop", "USER": "me", "PASSWORD": "p@ss", "HOST": "db", "PORT": "5433"}
    assert {key: database[key] for key in wanted} == wanted
    assert env.database("SOCKET")["HOST"] == "/tmp/pg"
    env.finish()


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("5", "EUR", 500),
        ("5.00", "EUR", 500),
        ("0.05", "EUR", 5),
        ("500", "JPY", 500),
        ("", "EUR", 0),
    ],
)
def test_an_amount_is_in_the_smallest_unit(text, currency, minor):
    env = Env("sample", {"DEPOSIT": text})
    assert env.amount("DEPOSIT", currency) == minor
    env.finish()


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("-1", "EUR"),
        ("0.001", "EUR"),
        ("0.5", "JPY"),
        ("five", "EUR"),
        ("NaN", "EUR"),
        ("1e99", "EUR"),
    ],
)
def test_what_is_no_amount(text, currency):
    env = Env("sample", {"DEPOSIT": text})
    assert env.amount("DEPOSIT", currency) == 0
    with pytest.raises(ImproperlyConfigured, match=f"DEPOSIT must be an amount in {currency}"):
        env.finish()
