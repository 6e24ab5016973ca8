"""Tell a load balancer whether the process is alive and whether it may receive visitors."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_FRESH: Final = {"cache-control": "no-store"}


class Readiness:
    """Readiness: true once the data are read and valid and the first page is prepared, until the server begins to stop."""

    def __init__(self) -> None:
        """Start as not ready."""
        self.ready = False

    def routes(self) -> list[Route]:
        """Return ``/healthz`` and ``/readyz``."""
        return [Route("/healthz", self._alive), Route("/readyz", self._ready)]

    async def _alive(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ok", headers=_FRESH)

    async def _ready(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ready", headers=_FRESH) if self.ready else PlainTextResponse("not ready", 503, _FRESH)
