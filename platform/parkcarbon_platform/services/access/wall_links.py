"""Links for screens: one shows the live page of one park to whoever holds it, and opens nothing else."""

import hashlib
import secrets
from datetime import datetime, timedelta

from parkcarbon_platform.errors import InvalidError, NotFoundError, UnauthenticatedError
from parkcarbon_platform.storage import wall_links as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.wall_links import WallLinkRow

__all__ = ["LONGEST", "WallLinkError", "WallLinkRow", "add", "by_token", "links", "revoke"]

LONGEST = timedelta(days=5 * 366)  # a screen hangs for years


class WallLinkError(UnauthenticatedError):
    """The link is none, was revoked, or is too old."""

    code = "wall_link"
    remedy = "Ask an operator of the park for a new link."


def _digest(token: str) -> bytes:
    """Of a token of 256 random bits: nothing can be guessed from it."""
    return hashlib.sha256(token.encode()).digest()


def links(
    connection: Connection, park_id: int, *, after: int | None = None, limit: int | None = None
) -> list[WallLinkRow]:
    """The links of a park, the newest first."""
    return storage.links(connection, park_id, after=after, limit=limit)


def add(
    connection: Connection, park_id: int, name: str, *, author: str, expires_at: datetime, now: datetime
) -> str:
    """A link for a screen: told now and never again."""
    if not now < expires_at <= now + LONGEST:
        raise InvalidError(f"A link is good for {LONGEST.days} days at most.", remedy="End it earlier.")
    token = secrets.token_urlsafe(32)
    storage.add(connection, _digest(token), park_id, name, author=author, expires_at=expires_at)
    return token


def by_token(connection: Connection, token: str, now: datetime) -> WallLinkRow:
    """What a link shows."""
    found = storage.by_digest(connection, _digest(token), now)
    if found is None:
        raise WallLinkError("This link shows nothing, or not any more.")
    return found


def revoke(connection: Connection, park_id: int, link_id: int, author: str) -> None:
    """End a link: the screen goes at its next second."""
    if not storage.revoke(connection, park_id, link_id, author):
        raise NotFoundError("There is no such link, or it has ended.", link=link_id)
