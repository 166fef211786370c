"""Edges: made, enrolled by a token that is good once, thrown out."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from parkcarbon_platform.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    MisdirectedError,
    NotFoundError,
    UnauthenticatedError,
)
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import broker_access, broker_logins
from parkcarbon_platform.services.connecting.broker_logins import Credentials, Desk, edge_owner
from parkcarbon_platform.services.directory import addresses, entries
from parkcarbon_platform.storage import edges as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.edges import EdgeRow, Use
from parkcarbon_platform.storage.parks import ids

__all__ = [
    "TOKEN_LIFE",
    "Commands",
    "EdgeRow",
    "Enrolment",
    "NewEdge",
    "NewToken",
    "TokenElsewhereError",
    "TokenUnknownError",
    "Use",
    "add_token",
    "commands",
    "enrol",
    "every",
    "find",
    "give_edge_login",
    "make",
    "remove",
    "revoke_edge",
    "void_tokens",
]

TOKEN_LIFE = timedelta(hours=24)
GATEWAY_FOLDER = "/opt/parkcarbon-edge"  # as in deploy/gateway/parkcarbon-edge.service


class TokenUnknownError(UnauthenticatedError):
    """Nobody made this token."""

    code = "token_unknown"
    remedy = "Copy the whole token, or make a new one on the page of the gateway."


class TokenElsewhereError(MisdirectedError):
    """Another platform made this token."""

    code = "token_elsewhere"

    def __init__(self, url: str) -> None:
        super().__init__(
            f"The token is of another platform: {url}",
            remedy=f"Give that address instead: parkcarbon-edge enrol {url} TOKEN. The token is still good.",
            url=url,
        )


class TokenUsedError(GoneError):
    """The token has enrolled an edge already."""

    code = "token_used"
    remedy = "A token is good once: make a new one on the page of the gateway."


class TokenExpiredError(GoneError):
    """The token was not used in time, or was taken back."""

    code = "token_expired"
    remedy = "Make a new one on the page of the gateway."


@dataclass(frozen=True, slots=True)
class NewEdge:
    """An edge that somebody wants; `enterprise` None is the park's own, for an enterprise user their own."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token, seen only now."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type on the gateway as root, in this order."""

    pip: str
    enrol: str
    service: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """All that an edge needs to begin."""

    park: str
    edge: str
    partition: str
    uplink: Credentials


# ------------------------------------------------------------------ edges


def every(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[EdgeRow]:
    """The edges that the caller may see."""
    return storage.every(connection, after=after, limit=limit)


def find(connection: Connection, code: str) -> EdgeRow:
    """The edge; raises NotFoundError."""
    row = storage.find(connection, code)
    if row is None:
        raise NotFoundError(f"There is no edge {code}.", edge=code)
    return row


def make(connection: Connection, actor: Actor, wanted: NewEdge) -> EdgeRow:
    """Make an edge, in a transaction of the actor's bounds."""
    enterprise_id = actor.enterprise_id
    if wanted.enterprise is not None:
        enterprise_id = ids(connection, "enterprise").get(wanted.enterprise)
        if enterprise_id is None:
            raise NotFoundError(f"There is no enterprise {wanted.enterprise}.", enterprise=wanted.enterprise)
    values: Mapping[str, object] = {
        "enterprise_id": enterprise_id, "code": wanted.code, "name_zh": wanted.name_zh,
        "name_en": wanted.name_en, "created_by": actor.name,
    }  # fmt: skip
    if storage.insert(connection, values) is None:
        raise ConflictError(
            f"There is an edge {wanted.code} already.", remedy="Choose another code.", edge=wanted.code
        )
    return find(connection, wanted.code)


def _changed(connection: Connection, actor: Actor, code: str) -> EdgeRow:
    """The edge, locked for a change by the actor."""
    edge = find(connection, code)
    if not actor.owns(edge.enterprise_id):
        raise ForbiddenError(f"The edge {code} is not your enterprise's.", edge=code)
    storage.lock(connection, edge_owner(edge))
    return edge


# ------------------------------------------------------------------ tokens


def add_token(
    connection: Connection, actor: Actor, code: str, now: datetime, platform_url: str = ""
) -> NewToken:
    """A token that enrols the edge; one that waited for it is void.

    It begins with the sign of the platform, by which others of a directory know whose it is.
    """
    edge = _changed(connection, actor, code)
    parts = (addresses.sign_or_nothing(platform_url), secrets.token_urlsafe(32))
    made = NewToken(".".join(filter(None, parts)), now + TOKEN_LIFE)
    storage.add_token(connection, edge, digest(made.token), made.expires_at, actor.name)
    return made


def commands(token: str, platform_url: str) -> Commands:
    """How a gateway becomes the edge of a token; `platform_url` is where it finds the platform's pages."""
    base = platform_url.rstrip("/")
    bin_folder, unit = f"{GATEWAY_FOLDER}/bin", "parkcarbon-edge.service"
    packages = f"--no-index --find-links {base}/edge/wheels/ 'parkcarbon-edge[opcua,mqtt,modbus,dlt645]'"
    return Commands(
        pip=f"python3 -m venv {GATEWAY_FOLDER} && {bin_folder}/pip install {packages}",
        enrol=f"{bin_folder}/parkcarbon-edge enrol {base} {token}",
        service=f"curl -fsS -o /etc/systemd/system/{unit} {base}/edge/{unit}"
        " && systemctl enable --now parkcarbon-edge",
    )


def void_tokens(connection: Connection, actor: Actor, code: str) -> int:
    """Take back the token that waits for the edge; how many there were."""
    return storage.revoke_tokens(connection, _changed(connection, actor, code).id, actor.name)


def digest(token: str) -> bytes:
    """What is kept of a token. It is found by this: how long that takes tells nothing of the token."""
    return hashlib.sha256(token.encode()).digest()


def enrol(desk: Desk, token: str, use: Use, *, takes_client_id: bool = True) -> Enrolment:
    """Use a token up and give its edge a log-in, both or neither; raises for a token that is not good.

    Without `takes_client_id` the machine will use the client id of before, whatever it is told.

    The edge is locked before the token, as by everybody who voids tokens: the other way round each could wait
    for the other, on two connections of which the database does not know that they belong together.
    """
    with desk.database.directory.connection() as directory:
        found = storage.token(directory, digest(token))
        if found is None:
            url = entries.token_platform(directory, token)
            raise _refusal(None) if url is None else TokenElsewhereError(url)
        with desk.database.tenant(found.park_id) as connection:
            edge = storage.edge_of(connection, found.edge_id)
            storage.lock(connection, edge_owner(edge))
            claimed = storage.claim_token(directory, digest(token), use)
            if claimed is None:
                raise _refusal(storage.token(directory, digest(token)))
            storage.note_enrolment(connection, edge.id, use)
            by = f"{claimed.created_by} (token, {use.host})"
            park, partition = broker_logins.place(connection, desk)
            former = None if takes_client_id else broker_access.former_client_id(park, edge.code)
            grant = broker_access.edge_grant(partition, park, edge.code, former)
            given = broker_logins.give(connection, desk, edge_owner(edge), grant, by)
            return Enrolment(park, edge.code, partition, given)


def _refusal(found: storage.Token | None) -> GoneError | TokenUnknownError:
    if found is None:
        return TokenUnknownError("There is no such token.")
    if found.used_at is not None:
        return TokenUsedError(f"The token was used at {found.used_at:%F %T} UTC.")
    if found.revoked_at is not None:
        return TokenExpiredError(f"The token was taken back at {found.revoked_at:%F %T} UTC.")
    return TokenExpiredError(f"The token was good until {found.expires_at:%F %T} UTC.")


# ------------------------------------------------------------------ log-ins


def give_edge_login(desk: Desk, park_id: int, actor: Actor, code: str) -> Credentials:
    """Give an edge a new password by hand; whoever uses the old one is thrown out.

    The client id stays as it is: it is written in the edge's own file.
    """
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        edge = _changed(connection, actor, code)
        park, partition = broker_logins.place(connection, desk)
        before = next(iter(storage.logins(connection, edge_owner(edge))), None)
        kept = None if before is None else before.client_id
        grant = broker_access.edge_grant(partition, park, edge.code, kept)
        return broker_logins.give(connection, desk, edge_owner(edge), grant, actor.name)


def remove(
    database: Database, park_id: int, actor: Actor, code: str, desk: Callable[[], Desk]
) -> None:  # fmt: skip
    """End an edge: it is thrown out and hidden, its history stays; without any history it is deleted.

    `desk` is asked for only where there is a log-in to take away.
    """
    with database.tenant(park_id, actor.enterprise_id) as connection:
        edge = _changed(connection, actor, code)
        storage.revoke_tokens(connection, edge.id, actor.name)
        if not storage.delete(connection, edge.id):
            storage.end(connection, edge.id, actor.name)
        if edge.login is not None:
            broker_logins.revoke(connection, desk(), edge_owner(edge), actor)


def revoke_edge(desk: Desk, park_id: int, actor: Actor, code: str) -> bool:
    """Take the edge's log-in and waiting token away, and throw it out; whether there was a log-in."""
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        edge = _changed(connection, actor, code)
        storage.revoke_tokens(connection, edge.id, actor.name)
        return broker_logins.revoke(connection, desk, edge_owner(edge), actor)
