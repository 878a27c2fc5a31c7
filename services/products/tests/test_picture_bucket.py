"""Pictures in a bucket: boto3 speaks with a server of S3's protocol on loopback."""

from typing import Any

import pytest
from conftest import HERE
from django.core.files.storage import storages as configured
from kit.env import Env
from moto.server import ThreadedMotoServer
from photographs import image, opened, photograph, send
from products.actions import picture_sweeps
from products.models import Picture
from products.shelf import files_remove
from products.storage import storages

pytestmark = pytest.mark.django_db
__all__ = ["send"]


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """An empty bucket, which the service is configured for as its operator would."""
    told = {
        "PICTURES_DIR": "/pictures",
        "PICTURES_BUCKET": "menus",
        "PICTURES_BUCKET_URL": server,
        "PICTURES_BUCKET_REGION": "eu-central-1",
        "PICTURES_BUCKET_KEY_ID": "an-id",
        "PICTURES_BUCKET_SECRET_KEY": "a-secret-of-this-test",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = storages(Env("products"))
    place: Any = configured["pictures"]
    bucket = place.bucket
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


def test_pictures_are_kept_shown_and_removed(send, bucket, client):
    address = image(send(photograph()))
    assert image(send(photograph())) == address
    names = [each.key for each in bucket.objects.all()]
    assert len(names) == 6
    assert {name.split("/")[0] for name in names} == {str(HERE)}
    for end, kind in (("640.jpg", "image/jpeg"), ("320.webp", "image/webp")):
        shown = client.get(address.replace("640.jpg", end))
        assert (shown.status_code, shown["Content-Type"]) == (200, kind)
        assert opened(shown.content).width == int(end[:3])
        assert shown["Cache-Control"].endswith("immutable")
    files_remove(HERE, Picture.objects.get().key)
    assert list(bucket.objects.all()) == []
    assert client.get(address).status_code == 404


def test_a_sweep_without_a_folder(send, bucket):
    image(send(photograph()))
    assert picture_sweeps.pictures_sweep() is False
    assert len(list(bucket.objects.all())) == 6


def test_a_bucket_that_refuses_or_is_down_is_unavailable(send, bucket, client, settings, refused):
    address = image(send(photograph()))
    options = settings.STORAGES["pictures"]["OPTIONS"]
    for change in ({"bucket_name": "another"}, {"endpoint_url": "http://127.0.0.1:9"}):
        changed = {**settings.STORAGES["pictures"], "OPTIONS": {**options, **change}}
        settings.STORAGES = {"pictures": changed}
        refused(send(photograph()), 503, "pictures_unavailable")
    refused(client.get(address), 503, "pictures_unavailable")
