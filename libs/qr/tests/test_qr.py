"""What is drawn, and what cannot be."""

from __future__ import annotations

import pytest
from qr import qr_svg


@pytest.mark.parametrize("value", ["https://example.org/t/1", "grüße", "日本"])
def test_a_text_is_drawn_black_on_white(value: str) -> None:
    drawing = qr_svg(value).decode()
    assert drawing.startswith("<?xml")
    assert 'fill="#fff"' in drawing


@pytest.mark.parametrize("value", ["", "🛒", "x" * 5000])
def test_what_no_qr_code_holds_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        qr_svg(value)
