"""What nobody should send, for tests that nothing of it is stored or answered with a 5xx."""

from __future__ import annotations

NO_OBJECTS = {
    "empty": b"",
    "cut off": b'{"',
    "array": b"[]",
    "text": b'"x"',
    "null": b"null",
    "number": b"1",
    "not UTF-8": b"\xff\xfe",
    "NaN": b'{"a":NaN}',
    "infinity": b'{"a":Infinity}',
    "huge number": b'{"a":1e999}',
    "lone surrogate": b'{"a":"\\ud800"}',
    "NUL": b'{"a":"\\u0000"}',
    "NUL deep inside": b'{"a":' + b"[" * 900 + b'"\\u0000"' + b"]" * 900 + b"}",
    "too deep": b"[" * 5000 + b"]" * 5000,
}
"""Bodies that are no JSON object which we take: each is malformed."""

NO_IDS = ("abc", "0", "-1", "1.5", "9" * 30, "9223372036854775808", "%FF", "'", "1;--", "٣x")
"""Parts of a path that name nothing."""

NO_NAMES: tuple[object, ...] = (5, True, [], ["x"], {"name": "x"}, "x" * 201)
"""JSON values that are no name of at most 200 characters."""

NO_NAME_LISTS: tuple[object, ...] = (
    *("vegan", 5, {"name": "vegan"}, ["vegan"], [5], [None], [[]], [{}], [{"nam": "x"}]),
    *([{"name": ""}], [{"name": None}], [{"name": 5}], [{"name": ["x"]}], [{"name": "x" * 101}]),
    [{"name": f"tag {number}"} for number in range(51)],
)
"""JSON values that are no list of `{"name": …}`."""
