"""How answers are compared."""


def said(response):
    """Status and reason; the reason of a success is None."""
    body = response.json()
    assert body["success"] is (response.status_code == 200)
    return response.status_code, body.get("reason")


OK = (200, None)
MALFORMED = (400, "malformed_json")
INCORRECT = (403, "incorrect_credentials")
UNKNOWN_KEY = (403, "incorrect_session_key")
WRONG_USER = (403, "incorrect_user_id")
WRONG_METHOD = (405, "incorrect_access_method")
TOO_MANY = (429, "too_many_attempts")
