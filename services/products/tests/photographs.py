"""Pictures of tests: files as people send them, and where they are kept."""

from io import BytesIO

import pytest
from conftest import HERE
from PIL import Image
from testing.client import check_documented

RED, BLUE = (200, 30, 30), (30, 30, 200)


def photograph(size=(800, 600), kind="JPEG", mode="RGB", colour=RED, **options):
    """A file with one colour in it."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


@pytest.fixture
def folder(tmp_path, settings):
    """Where pictures are kept."""
    place = tmp_path / "pictures"
    options = {"location": str(place), "allow_overwrite": True}
    settings.STORAGES = {"pictures": {"BACKEND": "products.storage.Folder", "OPTIONS": options}}
    return place


@pytest.fixture
def send(client, owner):
    """Send a picture as it is: `send(photograph())`."""

    def call(content, location_id=HERE, *, token=owner, kind="image/jpeg", logo=False):
        path = f"/products/picture/{location_id}/{'?for=logo' if logo else ''}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = client.generic("POST", path, content, content_type=kind, headers=headers)
        check_documented("POST", path, answer.status_code, answer.content)
        return answer

    return call


def image(answer):
    """The address that was answered with."""
    assert answer.status_code == 200, answer.content
    return answer.json()["image"]
