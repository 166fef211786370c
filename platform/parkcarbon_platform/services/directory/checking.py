"""Whether the directory is true: each platform is asked how it is, and which of the parks it holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import BaseHandler, HTTPRedirectHandler, ProxyHandler, Request, build_opener

from parkcarbon_platform.services.directory import addresses, signing
from parkcarbon_platform.services.directory.entries import ElsewhereRow
from parkcarbon_platform.settings import Settings, is_loopback

HERE = "here"
TIMEOUT_S = 10.0
LARGEST_ANSWER = 1 << 20
MOST_PARKS = 5_000  # of one question


@dataclass(frozen=True, slots=True)
class Asked:
    """What a platform answered: what is wrong with it, if anything, and the parks that it holds by state.

    `held` None: it did not say.
    """

    url: str
    trouble: str = ""
    held: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a park: `double` homed, `homeless`, `misplaced` (held by another than is said), or
    `unknown` (not where it is said to be, and not every platform answered).
    """

    kind: str
    park: str
    listed: str | None
    homes: list[str] = field(default_factory=list)


def findings(listed: Mapping[str, str], held: Mapping[str, Iterable[str] | None]) -> list[Finding]:
    """What does not fit: `listed` is the platform of each park, `held` the parks of each platform (`HERE` is
    this one), None where it did not say.
    """
    homes: dict[str, list[str]] = {}
    for url, parks in held.items():
        for park in parks or ():
            homes.setdefault(park, []).append(url)
    is_whole = None not in held.values()
    found = []
    for park in sorted(listed.keys() | homes.keys()):
        at, here = listed.get(park), homes.get(park, [])
        kind = None
        if len(here) > 1:
            kind = "double"
        elif at is not None and held.get(at) is not None and at not in here:
            kind = "misplaced" if here else "homeless" if is_whole else "unknown"
        if kind is not None:
            found.append(Finding(kind, park, at, here))
    return found


def check(
    rows: Sequence[ElsewhereRow], own: Mapping[str, str], settings: Settings, now: datetime
) -> tuple[list[Asked], list[Finding]]:
    """Ask every platform of the directory; `own` are the parks that are here."""
    listed = {row.code: row.url for row in rows}
    parks = sorted(listed.keys() | own.keys())
    asked = [ask(url, parks, settings, now) for url in sorted(set(listed.values()))]
    held: dict[str, Iterable[str] | None] = {HERE: own, **{one.url: one.held for one in asked}}
    return asked, findings(listed, held)


def ask(url: str, parks: Sequence[str], settings: Settings, now: datetime) -> Asked:
    """Ask one platform."""
    trouble = _ready(url)
    if trouble:
        return Asked(url, trouble)
    if not settings.directory_key:
        return Asked(url, "is ready; not asked for its parks: PARKCARBON_DIRECTORY_KEY is not set")
    held: dict[str, str] = {}
    # A question about no park first: who cannot prove to have the key is told none.
    parts = [[], *(parks[begin : begin + MOST_PARKS] for begin in range(0, len(parks), MOST_PARKS))]
    for part in parts:
        header = signing.header(settings.directory_key, addresses.normal(url), part, now)
        try:
            answer = _call(f"{url}/api/v1/directory/held", {signing.HEADER: header}, {"parks": part})
            if not signing.is_proven(settings.directory_key, header, answer.get("proof")):
                return Asked(url, "does not prove to be a platform with our key; it was told no park")
            held |= {str(park): str(state) for park, state in answer["held"].items()}
        except HTTPError as error:
            return Asked(url, f"does not say which parks it holds: {_said(error)}")
        except (OSError, HTTPException, ValueError, KeyError, AttributeError) as error:
            return Asked(url, f"does not say which parks it holds: {_why(error)}")
    return Asked(url, held=held)


def _ready(url: str) -> str:
    """What keeps a platform from working; nothing where it is ready."""
    try:
        _call(f"{url}/readyz", {})
    except HTTPError as error:
        return f"is not ready: {error.code} {error.reason}"
    except (OSError, HTTPException, ValueError) as error:
        return f"does not answer: {_why(error)}"
    return ""


class _NoRedirects(HTTPRedirectHandler):
    """A question goes to the address that is listed and to no other."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _call(url: str, headers: Mapping[str, str], body: object = None) -> dict[str, Any]:
    content = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"} if content is not None else {}
    request = Request(url, content, {**kind, **headers})  # noqa: S310  # of the directory: http(s) only
    handlers: list[BaseHandler] = [_NoRedirects()]
    if is_loopback(urlsplit(url).hostname or ""):
        handlers.append(ProxyHandler({}))
    with build_opener(*handlers).open(request, timeout=TIMEOUT_S) as answer:
        found = json.loads(answer.read(LARGEST_ANSWER))
    if not isinstance(found, dict):
        raise ValueError("the answer is none of a platform")
    return found


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    return str(reason) or type(error).__name__


def _said(error: HTTPError) -> str:
    """The platform's own words."""
    with error:
        try:
            told = json.loads(error.read(LARGEST_ANSWER))
            return f"{told['detail']} {told['remedy']}"
        except (ValueError, KeyError, TypeError, OSError):
            return f"{error.code} {error.reason}"
