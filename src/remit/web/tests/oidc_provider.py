"""A small OpenID Connect provider that is one: discovery, authorisation with PKCE, tokens, keys, user info.

It serves on loopback, signs by RS256, and takes a code once and only with the right verifier. What it says can
be made wrong by a test: `claims` and `user_info` are laid over what it would say.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "remit", "a-secret-of-the-client"
KEY_ID = "key-1"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What the provider knows, whom it signs in, and what a test makes wrong."""

    url: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    signs_with: rsa.RSAPrivateKey | None = None
    algorithm: str = "RS256"
    key_id: str = KEY_ID
    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    user_info: dict[str, Any] = field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    asked: list[dict[str, str]] = field(default_factory=list)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorise",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        stated = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**stated, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def authorise(self, asked: dict[str, str]) -> str:
        """Return where the browser goes on: the person is taken for signed in and willing."""
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})

    def exchange(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Return the tokens for a code: once, to the client it was made for, with the verifier of its challenge."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or sent.get("redirect_uri") != asked["redirect_uri"]
            or not secrets.compare_digest(challenge, asked["code_challenge"])
        ):
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        body = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        return 200, {**body, "id_token": self.id_token(asked)}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        stated = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked.get("nonce")}
        stated |= self.person | self.claims
        stated = {name: value for name, value in stated.items() if name not in self.leaves_out}
        key: Any = self.signs_with or self.key
        if self.algorithm == "HS256":
            key = SECRET
        elif self.algorithm == "none":
            key = None
        return jwt.encode(stated, key, algorithm=self.algorithm, headers={"kid": self.key_id})


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorise":
                self._answer(302, {}, Location=provider.authorise(asked))
            elif parts.path == "/userinfo":
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                is_known = token in provider.tokens
                self._answer(
                    200 if is_known else 401, (provider.person | provider.user_info) if is_known else {}
                )
            elif parts.path == "/keys":
                self._answer(200, provider.keys())
            elif parts.path == "/.well-known/openid-configuration":
                self._answer(200, provider.configuration())
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(text).items()}
            self._answer(*provider.exchange(sent))

        def _answer(self, status: int, body: dict[str, Any], **headers: str) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
            """Say nothing."""

    return Handler


@contextmanager
def serving() -> Iterator[Provider]:
    """Serve a provider on a free port of loopback."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
