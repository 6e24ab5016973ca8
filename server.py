"""The ASGI entry point: ``python server.py``, or any ASGI server on ``server:app``.

It adds to Streamlit what the framework leaves out; each part is a module of ``serving``.
"""

import gc
import inspect
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Final

import streamlit as st
import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from websockets import http11

from api.catalogue import Publisher
from api.routes import OpenData
from components.frame import language
from components.session.facts import published, store, warm
from components.stage import controls
from components.stage.presentation import stories
from components.stage.speaker import CLOCK
from components.widgets import copy_button
from components.words.texts import Texts
from data.city import CITY
from data.stories import BrokenStories
from data.upkeep.store import WrongAddress
from data.validation import BrokenTables
from data.vocabulary import LANGUAGES
from pages import PAGES
from serving.addresses import Addresses, files
from serving.charts import Charts
from serving.compression import Compression
from serving.first_view import CHARTS_EARLY, FirstViews
from serving.gate import HEAD_BYTES, SESSION_MESSAGE_BYTES, Gate
from serving.headers import Headers, framework_scripts
from serving.health import Readiness
from serving.login import Login
from serving.logs import AccessLog, set_up_log
from serving.page import PAGE_SCRIPTS, PageShell
from serving.settings import WrongSettings, read_settings
from serving.uploads import Uploads

#: Seconds that responses have to end after a stop; sessions are told at once to connect elsewhere.
STOP_SECONDS: Final = 10
#: The inline scripts that may run.
SCRIPTS: Final = (
    *framework_scripts(),
    *PAGE_SCRIPTS,
    CHARTS_EARLY,
    language.SCRIPT,
    copy_button.SCRIPT,
    controls.SCRIPT,
    CLOCK,
)

try:
    SETTINGS: Final = read_settings(os.environ)
except WrongSettings as error:
    sys.exit(str(error))

PUBLISHER: Final = Publisher(
    SETTINGS.operator_name,
    SETTINGS.data_contact_email or SETTINGS.operator_email,
    SETTINGS.data_contributor,
    SETTINGS.data_licence,
)

log = logging.getLogger("server")
readiness = Readiness()


@asynccontextmanager
async def _preload(_: object) -> AsyncIterator[None]:
    """Read facts and words, import what the first visitor would otherwise wait for, and only then report readiness."""
    from components.frame import footer, style, view  # noqa: F401

    set_up_log(SETTINGS)
    warm(published())
    for lang in LANGUAGES:
        Texts(lang).t("page.map")
    # With its first element the framework looks up from which file it was started: Python then visits all modules, once.
    inspect.stack()
    # Objects loaded now live as long as the process, so that garbage collection need not scan them. Modules that pages imported later
    # made every click about 30 ms slower.
    gc.collect()
    gc.freeze()
    readiness.ready = True
    Thread(target=VIEWS.warm, name="first views", daemon=True).start()
    yield
    readiness.ready = False
    log.info("Stopping")


def _apologize(error: Exception) -> bool:
    """Log ``error`` with its stack trace and show the visitor a message in their language."""
    log.error("A page failed", exc_info=error)
    asked = st.query_params.get("lang", LANGUAGES[0])
    st.error(Texts(asked if asked in LANGUAGES else LANGUAGES[0]).t("error.page"), icon=":material/error:")
    return True


for theme, accent in (("light", CITY.colours.light), ("dark", CITY.colours.dark)):
    config.set_option(f"theme.{theme}.primaryColor", accent.link if theme == "light" else accent.mark)
    config.set_option(f"theme.{theme}.linkColor", accent.link)
config.set_option("server.maxUploadSize", SETTINGS.max_upload_mb)
if SETTINGS.secrets_file:
    config.set_option("secrets.files", [SETTINGS.secrets_file])
# Sessions send the same cookies as pages. By default the WebSocket library refuses a line of more than 8 kB without a message.
http11.MAX_LINE_LENGTH = HEAD_BYTES
# The folder ``pages`` is not the framework's older kind of multipage app: see components/frame/entry.py.
PagesManager.uses_pages_directory = False
LISTED: Final = tuple(path for path, page in PAGES.items() if page.icon)
VIEWS: Final = FirstViews(published, PAGES, LISTED, SETTINGS.public_address)
ROUTES: Final = (
    *readiness.routes(),
    *files(SETTINGS, LISTED),
    *VIEWS.routes(),
    *OpenData(published, SETTINGS.public_address, PUBLISHER).routes(),
)
app = st.App(
    "dashboard.py",
    lifespan=_preload,
    routes=list(ROUTES),
    middleware=[
        Middleware(AccessLog),
        Middleware(Headers, settings=SETTINGS, scripts=SCRIPTS),
        Middleware(Gate, settings=SETTINGS),
        Middleware(Uploads, settings=SETTINGS),
        Middleware(Compression, pages=PAGES),
        Middleware(Charts),
        Middleware(Login, hours=SETTINGS.login_hours),
        Middleware(Addresses, pages=PAGES, listed=LISTED, routes=ROUTES),
        Middleware(PageShell, pages=PAGES, views=VIEWS),
    ],
    on_script_error=_apologize,
)


def main() -> None:
    """Serve on ADDRESS and PORT; if tables are broken, end the start with one readable message."""
    try:
        store()
        published()
        stories()
    except (BrokenTables, BrokenStories, WrongAddress) as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        sys.exit(f"The database of DATABASE_URL cannot be used: {getattr(error, 'orig', None) or error}")
    set_up_log(SETTINGS)
    if SETTINGS.is_production and SETTINGS.unfilled:
        log.warning("THE LEGAL PAGES ARE INCOMPLETE. The law asks for them; set %s.", ", ".join(SETTINGS.unfilled))
    if SETTINGS.is_production and not SETTINGS.allowed_hosts:
        log.warning("ALLOWED_HOSTS is empty: the server answers to any host name.")
    # After an orderly stop, uvicorn raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if SETTINGS.is_production:
        log.info("Listening on port %s", SETTINGS.port)
    else:
        print(f"{CITY.title}: http://{SETTINGS.address}:{SETTINGS.port}", flush=True)
    uvicorn.run(
        app,
        host=SETTINGS.address,
        port=SETTINGS.port,
        http="h11",
        h11_max_incomplete_event_size=HEAD_BYTES,
        ws_max_size=SESSION_MESSAGE_BYTES,
        proxy_headers=bool(SETTINGS.trusted_proxies),
        forwarded_allow_ips=list(SETTINGS.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        log_config=None,
        access_log=False,
    )


if __name__ == "__main__":
    main()
