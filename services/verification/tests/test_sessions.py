"""How long sessions live, and how refresh tokens are used up."""

import jwt
import pytest
from answers import INCORRECT, OK, UNKNOWN_KEY, said
from django.utils import timezone
from testing.races import at_once
from verification.actions import pruning, sessions
from verification.models import LoginSession
from verification.tokens import RefreshToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(api, claim):
    return lambda: said(api.send("/verification/verify/", claim))


@pytest.fixture
def refresh(api):
    """Use a refresh token; the tokens that were answered, or what was said."""

    def use(token):
        response = api.send("/verification/refresh/", {"refresh": token})
        return response.json()["response"] if response.status_code == 200 else said(response)

    return use


def test_a_session_expires_after_14_days_without_use(verify, clock):
    clock(days=13, hours=23, minutes=59)
    assert verify() == OK
    clock(days=13, hours=23, minutes=59)
    assert verify() == OK
    clock(days=14)
    assert verify() == UNKNOWN_KEY


def test_an_expired_session_can_neither_be_closed_nor_refreshed(api, claim, alice, refresh, clock):
    clock(days=14)
    assert said(api.send("/verification/logout/", claim)) == UNKNOWN_KEY
    assert refresh(alice["refresh"]) == INCORRECT


def test_the_expiry_moves_at_most_once_an_hour(verify, clock, django_assert_num_queries):
    clock(minutes=59)
    with django_assert_num_queries(1):
        verify()
    clock(minutes=2)
    with django_assert_num_queries(2):
        verify()
    with django_assert_num_queries(1):
        verify()


def test_a_refresh_gives_new_tokens_and_keeps_the_session(alice, refresh, verify, clock):
    clock(days=10)
    tokens = refresh(alice["refresh"])
    assert tokens.keys() == alice.keys() - {"session_key"}
    assert tokens["refresh"] != alice["refresh"]
    clock(days=10)
    assert verify() == OK
    claims = [
        jwt.decode(one["access"], options={"verify_signature": False}) for one in (alice, tokens)
    ]
    assert claims[0]["sid"] == claims[1]["sid"] == str(LoginSession.objects.get().pk)
    assert claims[1]["iat"] - claims[0]["iat"] == pytest.approx(10 * 86400, abs=2)


def test_a_refresh_whose_answer_was_lost_may_be_repeated(alice, refresh, clock):
    first = refresh(alice["refresh"])
    clock(seconds=29)
    again = refresh(alice["refresh"])
    assert again["refresh"] == first["refresh"]
    clock(hours=1)
    assert refresh(first["refresh"])["refresh"] not in {first["refresh"], alice["refresh"]}


def test_a_refresh_token_used_after_its_time_ends_the_session(alice, refresh, verify, clock, login):
    login()
    follower = refresh(alice["refresh"])["refresh"]
    clock(seconds=32)
    assert refresh(alice["refresh"]) == INCORRECT
    assert refresh(follower) == INCORRECT
    assert verify() == UNKNOWN_KEY
    assert LoginSession.objects.count() == 1  # the other login goes on


def test_a_refresh_token_used_after_its_follower_ends_the_session(alice, refresh, verify):
    follower = refresh(alice["refresh"])["refresh"]
    assert isinstance(refresh(follower), dict)
    assert refresh(alice["refresh"]) == INCORRECT
    assert verify() == UNKNOWN_KEY


def test_a_made_up_refresh_token_ends_nothing(alice, refresh, verify):
    refresh(alice["refresh"])
    session_id, _, mac = alice["refresh"].split(".")
    stranger = RefreshToken(int(session_id), 0, "A" * 43)
    ahead = RefreshToken.of(LoginSession.objects.get(), 5)
    made_up = [
        f"{session_id}.1.{mac}",
        f"{session_id}.0.{mac[:-1]}",
        f"{int(session_id) + 1}.0.{mac}",
    ]
    for token in [str(stranger), str(ahead), *made_up, "x", "..", "٣.0." + mac, mac]:
        assert refresh(token) == INCORRECT
    assert verify() == OK


@pytest.mark.parametrize("value", [..., None, "", 0, 1, True, [], {}, ["x"], "x" * 100_000])
def test_a_refresh_needs_a_token(api, alice, value):
    body = {} if value is ... else {"refresh": value}
    assert said(api.send("/verification/refresh/", body)) == INCORRECT


@pytest.mark.django_db(transaction=True)
def test_refreshes_at_once_get_the_same_next_token(alice):
    grants = at_once(lambda _: sessions.session_refresh(refresh=alice["refresh"]), 8)
    assert len({grant.refresh for grant in grants}) == 1
    assert LoginSession.objects.get().generation == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_logouts_at_once_one_succeeds(api, claim):
    answers = at_once(lambda _: said(api.send("/verification/logout/", claim)), 8)
    assert sorted(answers) == sorted([OK] + [UNKNOWN_KEY] * 7)


def test_logins_remove_expired_sessions_a_few_at_a_time(alice, login, clock):
    for _ in range(14):
        login()
    clock(days=15)
    login()
    assert LoginSession.objects.count() == 15 + 1 - pruning.SWEEP
    login()
    assert LoginSession.objects.count() == 2
    assert not LoginSession.objects.filter(expires_at__lte=timezone.now()).exists()
