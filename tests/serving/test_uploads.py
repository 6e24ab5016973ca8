"""Whoever may not check may not upload, and nobody more than fits."""

import asyncio
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from starlette.applications import Starlette
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_routes import create_upload_routes

from serving.settings import Settings
from serving.uploads import Uploads
from tests.running import run

MEGABYTE = 1024 * 1024
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'


@pytest.fixture
def files():
    return MemoryUploadedFileManager("/_stcore/upload_file")


@pytest.fixture
def app(files):
    """Return the framework's own routes behind the limits for files of one megabyte; sessions that begin with *may* may upload."""
    routes = create_upload_routes(SimpleNamespace(is_active_session=lambda session: True), files, None)
    with patch("streamlit.web.server.starlette.starlette_routes.is_xsrf_enabled", return_value=False):
        yield Uploads(Starlette(routes=routes), Settings(max_upload_mb=1), lambda session: session.startswith("may"), lambda: files)


async def put(app, session, file="a", size=MEGABYTE - 1000, head=HEAD, length=None, method="PUT", gate=None):
    """Return the status of one upload; ``length`` is what it says of itself, and ``gate`` holds its body back."""
    body = head + b"x" * size + b"\r\n--b--\r\n"
    sent = []

    async def receive():
        if gate:
            await gate.wait()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=b")]
    headers += [(b"content-length", b"%d" % len(body))] if length is None else length
    path = f"/_stcore/upload_file/{session}/{file}"
    await app({"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers}, receive, send)
    return sent[0]["status"]


def held(files):
    return sum(len(file.data) for of_session in files.file_storage.values() for file in of_session.values())


def test_a_session_that_may_not_check_stores_nothing(app, files):
    assert [run(put(app, "stranger", str(number))) for number in range(20)] == [403] * 20
    assert held(files) == 0


def test_a_session_keeps_the_file_it_has_uploaded_last(app, files):
    assert [run(put(app, "may", str(number))) for number in range(20)] == [204] * 20
    assert list(files.file_storage["may"]) == ["19"]


def test_an_upload_that_fails_leaves_the_file_before_it(app, files):
    run(put(app, "may", "good"))
    assert run(put(app, "may", "bad", head=HEAD.replace(b"filename", b"no-file"))) == 400
    assert list(files.file_storage["may"]) == ["good"]


def test_many_sessions_store_no_more_than_all_of_them_may(app, files):
    statuses = [run(put(app, f"may-{number}")) for number in range(20)]
    assert set(statuses) == {204, 503}
    assert 7 * MEGABYTE < held(files) <= 8 * MEGABYTE + 8 * 16 * 1024
    files.remove_session_files("may-0")
    assert run(put(app, "may-20")) == 204


def test_a_name_as_long_as_a_file_counts_too(app, files):
    for number in range(8):
        files.add_file(f"may-{number}", UploadedFileRec("a", "n" * MEGABYTE, "", b""))
    assert run(put(app, "may-8")) == 503


@pytest.mark.parametrize(("sessions", "refused", "taken"), [(["may"] * 20, 413, 2), ([f"may-{number}" for number in range(20)], 503, 8)])
def test_bodies_that_arrive_at_once_count_before_they_are_whole(app, files, sessions, refused, taken):
    async def together():
        gate = asyncio.Event()
        uploads = [asyncio.create_task(put(app, session, str(number), gate=gate)) for number, session in enumerate(sessions)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*uploads)

    statuses = run(together())
    assert statuses.count(204) == taken
    assert statuses.count(refused) == len(sessions) - taken
    files.remove_session_files(sessions[0])
    assert run(put(app, sessions[0])) == 204, "what has arrived or was refused is no longer arriving"


@pytest.mark.parametrize("length", [[], [(b"content-length", b"10"), (b"transfer-encoding", b"chunked")]])
def test_a_body_of_unknown_length_is_refused(app, files, length):
    assert run(put(app, "may", length=length)) == 411
    assert held(files) == 0


def test_a_file_can_be_taken_back(app, files):
    run(put(app, "may"))
    assert run(put(app, "may", method="DELETE")) == 204
    assert held(files) == 0
