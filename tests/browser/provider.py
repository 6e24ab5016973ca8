"""A small OpenID provider, as strict as a real one about the code, the client and the nonce: ``python -m tests.browser.provider PORT``.

The page of consent has one link per person, one that refuses, and one for a provider whose clock is an hour late.
"""

import base64
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.running import ROOT, free_port, start_server, until_answered

CLIENT, SECRET = "dashboard", "for-tests-alone"
COOKIE_SECRET = "0123456789abcdef" * 3
#: Whose address cannot be told by the provider.
NOBODY = "nobody"
LATE = "late@example.org"
PEOPLE = ("publisher@example.org", "editor@example.org", "stranger@example.org", NOBODY, LATE)
DENY = "deny"

KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
#: What was handed out: code to person, nonce and address to come back to.
CODES: dict[str, tuple[str, str, str]] = {}


def _base(request: Request) -> str:
    return f"http://{request.url.netloc}"


def discovery(request: Request) -> Response:
    base = _base(request)
    return JSONResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }
    )


def authorize(request: Request) -> Response:
    asked = request.query_params
    if asked["client_id"] != CLIENT or asked["response_type"] != "code":
        return Response("wrong client", 400)
    links = []
    for person in PEOPLE:
        code = secrets.token_urlsafe()
        CODES[code] = (person, asked.get("nonce", ""), asked["redirect_uri"])
        target = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        links.append(f'<p><a href="{escape(target)}">{person}</a></p>')
    target = f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
    links.append(f'<p><a href="{escape(target)}">{DENY}</a></p>')
    return HTMLResponse("<!doctype html><title>Provider</title>" + "".join(links))


async def token(request: Request) -> Response:
    form = await request.form()
    expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    person, nonce, back = CODES.pop(str(form["code"]), ("", "", ""))
    if not person or form["redirect_uri"] != back or request.headers.get("authorization") != expected:
        return JSONResponse({"error": "invalid_grant"}, 400)
    now = int(time.time()) - (60 * 60 if person == LATE else 0)
    claims = {"iss": _base(request), "sub": person, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": nonce}
    if person != NOBODY:
        claims |= {"email": person, "email_verified": True}
    signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY)
    return JSONResponse({"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 600, "id_token": signed})


def keys(_: Request) -> Response:
    return JSONResponse({"keys": [KEY.as_dict(private=False)]})


app = Starlette(
    routes=[
        Route("/.well-known/openid-configuration", discovery),
        Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]),
        Route("/keys", keys),
    ]
)


@contextmanager
def served_with_login(folder: Path, **settings: str) -> Iterator[str]:
    """Run a provider, and a server that knows it and another one that does not answer, ``away``; yield the server's address."""
    port, other = free_port(), free_port()
    base, provider_address = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{other}"
    client = f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
    secrets_file = folder / "secrets.toml"
    secrets_file.write_text(
        f'[auth]\nredirect_uri = "{base}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n{client}'
        f'server_metadata_url = "{provider_address}/.well-known/openid-configuration"\n'
        f'[auth.away]\n{client}server_metadata_url = "http://127.0.0.1:{free_port()}/.well-known/openid-configuration"\n'
    )
    command = [sys.executable, "-m", "tests.browser.provider", str(other)]
    provider = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    processes = [provider]
    try:
        until_answered(provider, f"{provider_address}/keys")
        processes.append(start_server(port, SECRETS_FILE=str(secrets_file), **settings))
        yield base
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(15)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
