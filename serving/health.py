"""Two questions of a load balancer: is the process alive, and may it be given visitors."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_FRESH: Final = {"cache-control": "no-store"}


class Readiness:
    """Whether the data are read and valid and the first page is prepared; not once the server has begun to stop."""

    def __init__(self) -> None:
        """Begin unready."""
        self.ready = False

    def routes(self) -> list[Route]:
        """Return ``/healthz`` and ``/readyz``."""
        return [Route("/healthz", self._alive), Route("/readyz", self._ready)]

    async def _alive(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ok", headers=_FRESH)

    async def _ready(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ready", headers=_FRESH) if self.ready else PlainTextResponse("not ready", 503, _FRESH)
