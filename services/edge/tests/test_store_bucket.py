"""The archive of clips in a bucket: boto3 speaks with a server of S3's protocol on loopback."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from footage import FOOTAGE, camera, record
from kit.env import Env
from moto.server import ThreadedMotoServer
from shop import OPERATOR, Caller
from store.actions import clips
from store.footage.places import archive
from store.models import Video
from store.storage import storages

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def place() -> Any:
    """The storage of django-storages, whose parts it makes itself."""
    return archive()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """An empty bucket, which the service is configured for as its operator would."""
    told = {
        "CLIPS_BUCKET": "footage",
        "CLIPS_BUCKET_URL": server,
        "CLIPS_BUCKET_REGION": "eu-central-1",
        "CLIPS_BUCKET_KEY_ID": "an-id",
        "CLIPS_BUCKET_SECRET_KEY": "a-secret-of-this-test",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = storages(Env("edge"))
    bucket = place().bucket
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


@pytest.fixture
def link(shop, folder, bucket):
    """The path of a clip whose footage is in the bucket only."""
    camera(shop)
    path = record(folder, ends=timezone.now() - timedelta(days=4))
    clips.clips_take_in()
    assert clips.clip_upload_next()
    assert clips.clip_clear_next()
    assert not path.exists()
    [video] = shop.by(OPERATOR).get("/edge/videos/").json()["results"]
    return video["url"]


def test_an_upload_is_read_back_and_goes_when_its_time_is_over(link, bucket, settings):
    row = Video.objects.get()
    assert (row.state, row.size, row.error) == ("uploaded", len(FOOTAGE), "")
    [stored] = bucket.objects.all()
    assert (stored.key, stored.get()["Body"].read()) == (row.path_cloud, FOOTAGE)
    settings.CLIPS_ARCHIVE_DAYS = 3
    assert clips.clip_expire_next()
    assert list(bucket.objects.all()) == []
    assert Video.objects.get().state == "expired"


def test_only_the_part_that_a_player_asks_for_is_fetched(link):
    ranges = []
    place().connection.meta.client.meta.events.register(
        "before-call.s3.GetObject", lambda params, **_: ranges.append(params["headers"]["Range"])
    )
    for asked, wanted in (("bytes=256-511", FOOTAGE[256:512]), ("bytes=-2", FOOTAGE[-2:])):
        answer = Caller().get(link, headers={"Range": asked})
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, wanted)
    whole = Caller().get(link)
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, FOOTAGE)
    assert Caller().get(link, headers={"Range": "bytes=9999-"}).status_code == 416
    last = len(FOOTAGE) - 1
    assert ranges == ["bytes=256-511", f"bytes={last - 1}-{last}", f"bytes=0-{last}"]


def test_what_the_bucket_has_lost_is_not_found(link, bucket):
    bucket.objects.all().delete()
    answer = Caller().get(link)
    assert (answer.status_code, answer.json()["code"]) == (404, "video_not_found")


def test_a_bucket_that_refuses_or_is_down_is_unavailable_and_uploads_wait(
    link, shop, folder, settings
):
    record(folder)
    clips.clips_take_in()
    options = settings.STORAGES["clips"]["OPTIONS"]
    for tries, change in enumerate(
        ({"bucket_name": "another"}, {"endpoint_url": "http://127.0.0.1:9"}), start=1
    ):
        settings.STORAGES = {
            "clips": {**settings.STORAGES["clips"], "OPTIONS": {**options, **change}}
        }
        Video.objects.filter(state="waiting").update(try_at=timezone.now())
        assert clips.clip_upload_next()
        row = Video.objects.get(state="waiting")
        assert (row.verified_at, row.attempts) == (None, tries)
        assert row.try_at > timezone.now()
    answer = Caller().get(link)
    assert (answer.status_code, answer.json()["code"]) == (503, "archive_unavailable")
