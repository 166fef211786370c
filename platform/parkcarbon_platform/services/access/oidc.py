"""OpenID Connect, the part of it that logs people in: authorization code with PKCE (RFC 6749, 7636, 9207).

`Provider` speaks to one provider over HTTP; what it answers is checked here and believed nowhere else.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

from parkcarbon_platform.errors import UnauthenticatedError, UnavailableError

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
    "EdDSA",
)  # none that a shared secret signs
TIMEOUT_S = 10.0
LARGEST_ANSWER = 1 << 20
KNOWN_S = 3600.0  # how long the provider's description is believed
AWAY_S = 5.0  # for how long one that did not answer is not asked again: each who waits holds a thread
KEYS_AGAIN_S = 60.0  # a key that is not known is looked for no more often
LEEWAY_S = 60
SCOPE = "openid email profile"


class SsoError(UnauthenticatedError):
    """The provider's answer proves nothing."""

    code = "sso_failed"
    remedy = "Begin the log-in anew. If it fails again, tell whoever runs the platform."


class SsoUnreachableError(UnavailableError):
    """The provider does not answer as one does."""

    code = "sso_unreachable"
    remedy = "Try again later, or log in with a password."


@dataclass(frozen=True, slots=True)
class Client:
    """How the provider knows the platform."""

    issuer: str
    id: str
    secret: str
    redirect: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was asked of the provider, and must come back; the browser keeps it sealed."""

    state: str
    nonce: str
    verifier: str
    expires_s: int


@dataclass(frozen=True, slots=True)
class Proved:
    """Who somebody is, as the provider says."""

    issuer: str
    subject: str
    email: str | None  # verified, in small letters
    methods: tuple[str, ...]


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def new_attempt(lifetime_s: int, now_s: float) -> Attempt:
    """Random values that nobody can guess, for one log-in."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(state, nonce, verifier, int(now_s) + lifetime_s)


def challenge(verifier: str) -> str:
    """What is shown of the verifier at first.

    >>> challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")  # RFC 7636, appendix B
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


class Provider:
    """One provider; what it says of itself and its keys is remembered for a while."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._guard = threading.Lock()
        self._described: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, jwt.PyJWKSet] | None = None
        self._away_at = float("-inf")

    def address(self, attempt: Attempt) -> str:
        """Where the browser goes to log in."""
        query = {
            "response_type": "code", "client_id": self.client.id, "redirect_uri": self.client.redirect,
            "scope": SCOPE, "state": attempt.state, "nonce": attempt.nonce,
            "code_challenge": challenge(attempt.verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        start = self._place("authorization_endpoint")
        return f"{start}{'&' if '?' in start else '?'}{urlencode(query)}"

    def prove(self, attempt: Attempt, *, code: str, state: str, issuer: str, now_s: float) -> Proved:
        """Exchange the code; raises SsoError where anything does not fit what was asked."""
        if not secrets.compare_digest(state.encode(), attempt.state.encode()) or now_s > attempt.expires_s:
            raise SsoError("The log-in was not begun in this browser, or too long ago.")
        if issuer and issuer != self.client.issuer:
            raise SsoError("Another provider answered.")
        tokens = self._exchange(code, attempt.verifier)
        claims = self._claims(str(tokens.get("id_token", "")), attempt.nonce)
        told = claims if "email" in claims else self._userinfo(str(tokens.get("access_token", "")), claims)
        methods = claims.get("amr")
        return Proved(
            self.client.issuer,
            str(claims["sub"]),
            str(told["email"]).strip().lower() if told.get("email_verified") is True else None,
            tuple(str(method) for method in methods) if isinstance(methods, list) else (),
        )

    def _exchange(self, code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.client.redirect,
            "code_verifier": verifier, "client_id": self.client.id,
        }  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self.client.secret:
            pair = f"{quote(self.client.id, safe='')}:{quote(self.client.secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
            del form["client_id"]
        return self._ask(self._place("token_endpoint"), headers, urlencode(form).encode())

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            key = self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=list(ALGORITHMS), audience=self.client.id, issuer=self.client.issuer,
                leeway=LEEWAY_S, options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise SsoError("The provider's token is not good.") from error
        if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise SsoError("The provider's token is of another log-in.")
        if claims.get("azp", self.client.id) != self.client.id:
            raise SsoError("The provider's token is for another program.")
        return claims

    def _key(self, kid: str) -> jwt.PyJWK:
        with self._guard:
            asked, keys = self._keys or (float("-inf"), None)
            found = _of(keys, kid)
            if found is None and time.monotonic() - asked >= KEYS_AGAIN_S:
                keys = jwt.PyJWKSet.from_dict(self._ask(self._place_of_known("jwks_uri"), {}))
                self._keys = (time.monotonic(), keys)
                found = _of(keys, kid)
        if found is None:
            raise SsoError("The provider's token is signed by an unknown key.")
        return found

    def _userinfo(self, access_token: str, claims: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        told = self._ask(self._place("userinfo_endpoint"), headers)
        return told if told.get("sub") == claims["sub"] and "email" in told else {}

    def _place(self, name: str) -> str:
        with self._guard:
            return self._place_of_known(name)

    def _place_of_known(self, name: str) -> str:
        if self._described is None or time.monotonic() - self._described[0] > KNOWN_S:
            found = self._description()
            if found.get("issuer") != self.client.issuer:
                raise SsoUnreachableError("The provider calls itself by another name.")
            self._described = (time.monotonic(), found)
        place = str(self._described[1].get(name, ""))
        if not place.startswith("https://" if self.client.issuer.startswith("https://") else "http"):
            raise SsoUnreachableError(f"The provider has no {name} that is safe to use.")
        return place

    def _description(self) -> dict[str, Any]:
        if time.monotonic() - self._away_at < AWAY_S:
            raise SsoUnreachableError("The provider of single sign-on does not answer.")
        try:
            return self._ask(f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration", {})
        except SsoUnreachableError:
            self._away_at = time.monotonic()
            raise

    def _ask(self, address: str, headers: Mapping[str, str], body: bytes | None = None) -> dict[str, Any]:
        request = Request(address, data=body, headers=dict(headers))  # noqa: S310  # of the settings' issuer
        try:
            with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_S) as answer:
                found = json.loads(answer.read(LARGEST_ANSWER))
        except URLError as error:
            # What it refuses is a log-in that proves nothing; anything else is the provider's failure.
            if body is not None and getattr(error, "code", 500) in (400, 401):
                raise SsoError("The provider does not take the code.") from error
            raise SsoUnreachableError("The provider of single sign-on does not answer.") from error
        except (OSError, ValueError, HTTPException) as error:
            raise SsoUnreachableError("The provider of single sign-on does not answer.") from error
        if not isinstance(found, dict):
            raise SsoUnreachableError("The provider's answer is none.")
        return found


def _of(keys: jwt.PyJWKSet | None, kid: str) -> jwt.PyJWK | None:
    usable = [key for key in keys.keys if key.public_key_use in (None, "sig")] if keys else []
    if not kid and len(usable) == 1:
        return usable[0]
    return next((key for key in usable if key.key_id == kid), None)
