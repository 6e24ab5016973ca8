"""Accept uploads only from sessions that may check a workbook, up to a total size."""

from collections import Counter
from collections.abc import Callable
from typing import Final, cast

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.session.uploads import may_upload
from serving.gate import BODY_BYTES, UPLOAD
from serving.settings import Settings

#: Files of the largest size that one session may have in memory: the one it has and the one that replaces it.
_OF_A_SESSION: Final = 2
#: Files of the largest size that all sessions together may have in memory.
_IN_ALL: Final = 8


def _framework_files() -> MemoryUploadedFileManager:
    return cast("MemoryUploadedFileManager", get_instance().uploaded_file_mgr)


class Uploads:
    """ASGI middleware that refuses uploads of sessions without permission and those beyond the limits per session and in total.

    The framework takes any file for any live session and keeps it as long as the session. Here a session keeps the file it has uploaded
    last, and the bodies that are still arriving count as if they were kept, so that many at once do not pass together.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        may: Callable[[str], bool] = may_upload,
        files: Callable[[], MemoryUploadedFileManager] = _framework_files,
    ) -> None:
        """Wrap ``app``; ``may`` says whether a session may upload, ``files`` returns where the framework keeps what was uploaded."""
        self.app = app
        self._largest = settings.max_upload_mb * 1024 * 1024 + BODY_BYTES
        self._may, self._files = may, files
        self._arriving: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOAD):
            await self.app(scope, receive, send)
            return
        session, _, file = scope["path"].removeprefix(UPLOAD).partition("/")
        headers = Headers(scope=scope)
        if not self._may(session):
            await PlainTextResponse("Forbidden", 403)(scope, receive, send)
            return
        # A body that comes in pieces says nothing of its size until it is whole.
        if "content-length" not in headers or "transfer-encoding" in headers:
            await PlainTextResponse("Length Required", 411)(scope, receive, send)
            return
        size = int(headers["content-length"])
        if self._of(session) + size > _OF_A_SESSION * self._largest:
            await PlainTextResponse("Content Too Large", 413)(scope, receive, send)
            return
        if self._of_all() + size > _IN_ALL * self._largest:
            await PlainTextResponse("Too many uploads at this time", 503, {"retry-after": "60"})(scope, receive, send)
            return
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        self._arriving[session] += size
        try:
            await self.app(scope, receive, note)
        finally:
            self._arriving[session] -= size
            if not self._arriving[session]:
                del self._arriving[session]
        if status < 300:
            self._forget_others(session, file)

    def _forget_others(self, session: str, file: str) -> None:
        files = self._files()
        for other in list(files.file_storage.get(session, ())):
            if other != file:
                files.remove_file(session, other)

    def _of(self, session: str) -> int:
        """Return how many bytes of ``session`` are kept or arriving; a name may be as long as a file."""
        kept = list(self._files().file_storage.get(session, {}).values())
        return self._arriving[session] + sum(len(file.data) + len(file.name) + len(file.type) for file in kept)

    def _of_all(self) -> int:
        return sum(self._of(session) for session in {*self._arriving, *list(self._files().file_storage)})
