"""Clips: taken in from the recorder's folder, uploaded and read back, seen by signed links."""

import os
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from footage import FOOTAGE, camera, record
from hypothesis import given
from hypothesis import strategies as st
from shop import ANN, OPERATOR, REVIEWER, Caller
from shop import ONE as M
from store.actions import clips
from store.footage.names import name_read
from store.footage.places import archive, local_file
from store.footage.ranges import part_of
from store.models import Video

SPAN = {"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-01T00:05:00Z"}


@pytest.mark.parametrize(
    ("name", "camera", "begins"),
    [
        ("door_INSTORE_2023-03-07_18:41:48.25.mp4", "door", (2023, 3, 7, 18, 41, 48, 250000)),
        ("mystream_2023-03-07_18-41-48.ts", "mystream", (2023, 3, 7, 18, 41, 48)),
        ("rack_2_2023-03-07_18-41-48.MKV", "rack_2", (2023, 3, 7, 18, 41, 48)),
    ],
)
def test_what_a_name_says(name, camera, begins):
    found = name_read(name)
    assert (found.camera, found.start_time) == (camera, datetime(*begins).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "name", ["door.mp4", "door_2023-02-31_18-41-48.ts", "door_2023-03-07_18-41-48.txt", ""]
)
def test_what_is_no_clip(name):
    assert name_read(name) is None


@given(st.text(max_size=12), st.integers(0, 50))
def test_no_range_reaches_beyond_the_file(header, size):
    part = part_of(f"bytes={header}", size)
    assert part is None or 0 <= part.offset <= part.offset + part.length <= size


@pytest.mark.django_db
def test_new_files_are_taken_in_when_they_are_at_rest(shop, folder):
    camera_id = camera(shop)
    record(folder)
    record(folder, ends=timezone.now())
    record(folder, name="nobody")
    (folder / "notes.txt").write_text("no clip")
    for _ in range(2):
        clips.clips_take_in()
    [video] = shop.by(OPERATOR).get("/edge/videos/").json()["results"]
    assert (video["camera_id"], video["state"]) == (camera_id, "waiting")
    row = Video.objects.get()
    assert abs(row.end_time - row.start_time - timedelta(minutes=5)) < timedelta(seconds=1)
    assert [machine.pk for machine in row.machines.all()] == [M]


@pytest.mark.django_db
def test_a_copied_file_is_as_long_as_every_clip(shop, folder):
    camera(shop)
    os.utime(record(folder), (1e9, 1e9))
    clips.clips_take_in()
    row = Video.objects.get()
    assert row.end_time - row.start_time == timedelta(minutes=5)


@pytest.mark.django_db
def test_clips_are_on_the_tickets_whose_window_they_overlap(shop, folder):
    camera(shop)
    camera(shop, name="gate", tag="Entry", machines=[])
    camera(shop, name="yard", tag="Out-of-store", machines=[])
    shop.full()
    shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    first, second = (ticket["id"] for ticket in shop.leaves(ANN))
    assert shop.ticket(first)["videos"] == []
    long_ago = timezone.now() - timedelta(hours=2)
    for name in ("door", "gate", "yard"):
        record(folder, name=name, ends=timezone.now() + timedelta(minutes=1))
        record(folder, name=name, ends=long_ago)
    for path in folder.iterdir():
        os.utime(path, (long_ago.timestamp(), long_ago.timestamp()))
    clips.clips_take_in()
    assert Video.objects.count() == 6
    seen = [
        sorted(video["path_local"].partition("_")[0] for video in shop.ticket(each)["videos"])
        for each in (first, second)
    ]
    assert seen == [["door", "gate"], ["gate"]], "late ones, of cameras that see the machine"


@pytest.mark.django_db
def test_an_upload_is_read_back_before_the_file_may_go(shop, folder, kept, settings):
    camera(shop)
    path = record(folder, ends=timezone.now() - timedelta(days=4))
    clips.clips_take_in()
    assert not clips.clip_clear_next(), "never before a verified upload"
    assert clips.clip_upload_next()
    assert not clips.clip_upload_next()
    row = Video.objects.get()
    assert (row.state, row.size, row.error) == ("uploaded", len(FOOTAGE), "")
    assert (kept / row.path_cloud).read_bytes() == FOOTAGE
    settings.CLIPS_LOCAL_DAYS = 5
    assert (clips.clip_clear_next(), path.exists()) == (False, True)
    settings.CLIPS_LOCAL_DAYS = 3
    assert (clips.clip_clear_next(), path.exists()) == (True, False)
    assert not clips.clip_clear_next()
    settings.CLIPS_ARCHIVE_DAYS = 3
    assert (clips.clip_expire_next(), clips.clip_expire_next()) == (True, False)
    assert not (kept / row.path_cloud).exists()
    assert Video.objects.get().state == "expired"


@pytest.mark.django_db
def test_what_the_archive_has_changed_counts_as_not_uploaded(shop, folder, kept, monkeypatch):
    camera(shop)
    record(folder, ends=timezone.now() - timedelta(days=4))
    clips.clips_take_in()
    place = type(archive())
    save = place.save

    def broken(self, name, content, **options):
        stored = save(self, name, content, **options)
        (kept / stored).write_bytes(b"half")
        return stored

    with monkeypatch.context() as patched:
        patched.setattr(place, "save", broken)
        assert clips.clip_upload_next()
    row = Video.objects.get()
    assert (row.state, row.verified_at, row.error, row.attempts) == ("waiting", None, "OSError", 1)
    assert row.try_at > timezone.now()
    assert not clips.clip_clear_next()
    Video.objects.update(try_at=timezone.now())
    assert clips.clip_upload_next()
    assert Video.objects.get().state == "uploaded"


@pytest.mark.django_db
def test_a_worker_that_died_at_an_upload_leaves_it_to_the_next(shop, folder, kept, monkeypatch):
    camera(shop)
    record(folder)
    clips.clips_take_in()
    with monkeypatch.context() as patched:
        patched.setattr(clips, "_upload", lambda video, place: None)
        assert clips.clip_upload_next()
    assert not clips.clip_upload_next(), "its lease runs"
    Video.objects.update(try_at=timezone.now())
    assert clips.clip_upload_next()
    assert (Video.objects.get().state, len(list(kept.rglob("*.mp4")))) == ("uploaded", 1)


@pytest.mark.django_db
def test_footage_is_seen_by_a_signed_link_with_parts(shop, folder, kept):
    camera(shop, tag="Entry")
    shop.enters(ANN)
    path = record(folder)
    clips.clips_take_in()
    Video.objects.update(end_time=timezone.now() + timedelta(minutes=1))
    ticket = shop.leaves(ANN)[0]["id"]
    [video] = shop.ticket(ticket)["videos"]
    link = video["url"]

    def read(**headers):
        answer = Caller().get(link, headers=headers)
        return answer, b"".join(answer.streaming_content) if answer.streaming else b""

    answer, body = read()
    assert (answer.status_code, body, answer["Content-Type"]) == (200, FOOTAGE, "video/mp4")
    assert answer["Cache-Control"] == "private, no-store"
    answer, body = read(Range="bytes=256-511")
    assert (answer.status_code, body) == (206, bytes(range(256)))
    assert answer["Content-Range"] == f"bytes 256-511/{len(FOOTAGE)}"
    assert read(Range="bytes=-2")[1] == bytes([254, 255])
    assert read(Range="bytes=9999-")[0].status_code == 416
    assert clips.clip_upload_next()
    path.unlink()
    assert read(Range="bytes=0-3")[1] == bytes(range(4)), "from the archive"
    parts = urlsplit(link)
    for forged in (
        f"{parts.path}?{parts.query}x",
        f"{parts.path}?{parts.query.replace('ends=1', 'ends=2')}",
        f"{parts.path}?{parts.query.replace('reader=', 'reader=1')}",
    ):
        refused = Caller().get(forged)
        assert (refused.status_code, refused.json()["code"]) == (403, "link_over")
    assert Caller().get(parts.path).status_code == 400


@pytest.mark.django_db
def test_a_link_ends_after_ten_minutes(shop, folder, monkeypatch):
    camera(shop)
    record(folder)
    clips.clips_take_in()
    [video] = shop.by(OPERATOR).get("/edge/videos/").json()["results"]
    seen = Caller().get(video["url"])
    assert seen.status_code == 200
    assert b"".join(seen.streaming_content) == FOOTAGE
    later = timezone.now().timestamp() + 601
    monkeypatch.setattr("store.footage.links.time.time", lambda: later)
    assert Caller().get(video["url"]).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["../secret.mp4", "/etc/passwd", "missing.mp4", "out.mp4"])
def test_only_what_lies_below_the_folder_is_served(shop, folder, path):
    (folder.parent / "secret.mp4").write_bytes(b"secret")
    (folder / "out.mp4").symlink_to(folder.parent / "secret.mp4")
    assert local_file(path) is None
    body = {**SPAN, "camera_id": camera(shop), "path_local": path}
    made = shop.by(OPERATOR).post("/edge/videos/", {**body, "end_time": "2026-01-01T00:05:00"})
    assert (made.status_code, made.json()["url"]) == (201, None)
    assert made.json()["end_time"] == "2026-01-01T00:05:00.000000+00:00"


@pytest.mark.django_db
def test_a_clip_that_is_registered_again_is_the_one_that_is_there(shop):
    body = {**SPAN, "camera_id": camera(shop), "path_local": "a.mp4", "path_cloud": "s3://b/a"}
    operator = shop.by(OPERATOR)
    first, again = (operator.post("/edge/videos/", body).json() for _ in range(2))
    assert first == again
    other = operator.post("/edge/videos/", {**body, "end_time": "2026-01-01T00:06:00Z"})
    assert (other.status_code, other.json()["code"]) == (409, "clip_exists")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"end_time": "2026-01-01T00:00:00Z"},
        {"end_time": "soon"},
        {"start_time": 5},
        {"camera_id": "00000000-0000-4000-8000-000000000000"},
        {"camera_id": "x"},
        {"path_local": ""},
        {"path_local": "x" * 501},
        {"path_local": "a\x00b"},
    ],
)
def test_what_is_no_clip_is_refused(shop, said):
    body = {**SPAN, "camera_id": camera(shop), "path_local": "a.mp4", **said}
    assert shop.by(OPERATOR).post("/edge/videos/", body).status_code == 400
    assert not Video.objects.exists()


@pytest.mark.django_db
def test_the_list_of_clips_is_the_operators(shop):
    assert shop.by(REVIEWER).get("/edge/videos/").status_code == 403
    assert shop.by(ANN).get("/edge/videos/").status_code == 403
