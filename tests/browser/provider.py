"""A small OpenID provider, as strict as a real one about the code, the client and the nonce: ``python -m tests.browser.provider PORT``.

Whoever the page of consent is asked for logs in: it has one link per person.
"""

import base64
import secrets
import sys
import time
from html import escape
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "dashboard", "for-tests-alone"
PEOPLE = ("publisher@example.org", "editor@example.org", "stranger@example.org")

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
    return HTMLResponse("<!doctype html><title>Provider</title>" + "".join(links))


async def token(request: Request) -> Response:
    form = await request.form()
    expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    person, nonce, back = CODES.pop(str(form["code"]), ("", "", ""))
    if not person or form["redirect_uri"] != back or request.headers.get("authorization") != expected:
        return JSONResponse({"error": "invalid_grant"}, 400)
    now = int(time.time())
    claims = {"iss": _base(request), "sub": person, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": nonce}
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

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
