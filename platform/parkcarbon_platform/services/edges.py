"""Edges and bare devices: made, given a log-in at the broker, enrolled by a token that is good once.

The broker is told inside the transaction that records it, as its last step: what was recorded is so. Where
the commit fails afterwards the broker has a password that nobody was shown.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from parkcarbon_edge import wire

from parkcarbon_platform.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
    UnsafeSettingsError,
)
from parkcarbon_platform.services import broker_access
from parkcarbon_platform.services.actors import Actor
from parkcarbon_platform.services.broker_access import BrokerAccess, Grant
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import edges as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.edges import EdgeRow, LoginRow, Owner, Use
from parkcarbon_platform.storage.parks import ids

__all__ = [
    "TOKEN_LIFE",
    "Commands",
    "Credentials",
    "Desk",
    "EdgeRow",
    "Enrolment",
    "LoginRow",
    "NewEdge",
    "NewToken",
    "TokenUnknownError",
    "Use",
    "add_token",
    "commands",
    "device_logins",
    "enrol",
    "every",
    "find",
    "give_device_login",
    "give_edge_login",
    "make",
    "revoke_device",
    "revoke_edge",
    "void_tokens",
]

TOKEN_LIFE = timedelta(hours=24)
GATEWAY_FOLDER = "/opt/parkcarbon-edge"  # as in deploy/gateway/parkcarbon-edge.service
# Client ids that are the platform's and the edges' own: a device under one would take over their session.
RESERVED = ("parkcarbon-", "pc-", "edge.")


class TokenUnknownError(UnauthenticatedError):
    """Nobody made this token."""

    code = "token_unknown"
    remedy = "Copy the whole token, or make a new one on the page of the gateway."


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
class Credentials:
    """How to log in at the broker; the password is seen only now. `ca_pem` None: a public authority's."""

    url: str
    username: str
    client_id: str
    password: str
    ca_pem: str | None

    def __repr__(self) -> str:
        return f"Credentials({self.url!r}, {self.username!r})"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """All that an edge needs to begin."""

    park: str
    edge: str
    partition: str
    uplink: Credentials


@dataclass(frozen=True, slots=True)
class Desk:
    """Where log-ins are given: the database that records them, the broker, and how clients find it."""

    database: Database
    broker: BrokerAccess
    url: str
    ca_pem: str | None
    partitions: int

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Self:
        """As the settings say; raises BrokerNotManagedError where there is nothing to rule over."""
        url = settings.mqtt_client_url
        return cls(database, broker_access.of(settings), url, read_ca(settings), settings.partitions)

    def credentials(self, grant: Grant, password: str) -> Credentials:
        """What the client is given."""
        return Credentials(self.url, grant.login, grant.client_id, password, self.ca_pem)


def read_ca(settings: Settings) -> str | None:
    """The authority's certificate that clients check the broker's with; None: the public ones."""
    if not settings.mqtt_ca_file:
        return None
    try:
        return Path(settings.mqtt_ca_file).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise UnsafeSettingsError(
            f"PARKCARBON_MQTT_CA_FILE cannot be read: {error}.", remedy="Name a file of PEM certificates."
        ) from error


# ------------------------------------------------------------------ edges


def every(connection: Connection) -> list[EdgeRow]:
    """The edges that the caller may see."""
    return storage.every(connection)


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
    storage.lock(connection, edge.id)
    return edge


# ------------------------------------------------------------------ tokens


def add_token(connection: Connection, actor: Actor, code: str, now: datetime) -> NewToken:
    """A token that enrols the edge; one that waited for it is void."""
    edge = _changed(connection, actor, code)
    made = NewToken(secrets.token_urlsafe(32), now + TOKEN_LIFE)
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


def enrol(desk: Desk, token: str, use: Use) -> Enrolment:
    """Use a token up and give its edge a log-in, both or neither; raises for a token that is not good."""
    with desk.database.directory.connection() as directory:
        claimed = storage.claim_token(directory, digest(token), use)
        if claimed is None:
            raise _refusal(storage.token(directory, digest(token)))
        with desk.database.tenant(claimed.park_id) as connection:
            storage.lock(connection, claimed.edge_id)
            edge = storage.edge_of(connection, claimed.edge_id)
            storage.note_enrolment(connection, edge.id, use)
            by = f"{claimed.created_by} (token, {use.host})"
            park, partition = _place(connection, desk)
            grant = broker_access.edge_grant(partition, park, edge.code)
            given = _give(connection, desk, edge_owner(edge), grant, by)
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


def edge_owner(edge: EdgeRow) -> Owner:
    """The edge, as one who has a log-in."""
    return Owner(edge.enterprise_id, edge_id=edge.id)


def device_owner(device: storage.Device) -> Owner:
    """The meter, as one who has a log-in."""
    return Owner(device.enterprise_id, device_id=device.id)


def _place(connection: Connection, desk: Desk) -> tuple[str, str]:
    """(code, partition) of the park of this transaction."""
    _, park = storage.park(connection)
    return park, wire.partition_of(park, desk.partitions)


def _give(connection: Connection, desk: Desk, owner: Owner, grant: Grant, by: str) -> Credentials:
    """A new password in place of any that there was."""
    storage.end_login(connection, owner, by)
    if not storage.add_login(connection, owner, grant.login, grant.client_id, by):
        raise ConflictError(
            f"Another log-in uses the client id {grant.client_id}.", remedy="Choose another client id."
        )
    password = broker_access.new_password()
    desk.broker.create(grant, password)
    return desk.credentials(grant, password)


def give_edge_login(desk: Desk, park_id: int, actor: Actor, code: str) -> Credentials:
    """Give an edge a new password by hand; whoever uses the old one is thrown out."""
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        edge = _changed(connection, actor, code)
        park, partition = _place(connection, desk)
        grant = broker_access.edge_grant(partition, park, edge.code)
        return _give(connection, desk, edge_owner(edge), grant, actor.name)


def revoke_edge(desk: Desk, park_id: int, actor: Actor, code: str) -> bool:
    """Take the edge's log-in and waiting token away, and throw it out; whether there was a log-in."""
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        edge = _changed(connection, actor, code)
        storage.revoke_tokens(connection, edge.id, actor.name)
        return _revoke(connection, desk, edge_owner(edge), actor)


def _revoke(connection: Connection, desk: Desk, owner: Owner, actor: Actor) -> bool:
    login = storage.end_login(connection, owner, actor.name)
    if login is None:
        return False
    desk.broker.revoke(login)
    return True


# ------------------------------------------------------------------ bare devices


def _device(connection: Connection, code: str) -> storage.Device:
    found = storage.device(connection, code)
    if found is None:
        raise NotFoundError(f"There is no meter {code}.", device=code)
    return found


def device_logins(connection: Connection, code: str) -> list[LoginRow]:
    """Every password that the device had, the newest first."""
    return storage.logins(connection, device_owner(_device(connection, code)))


def give_device_login(
    desk: Desk, park_id: int, actor: Actor, code: str, client_id: str | None = None
) -> Credentials:
    """Give a bare device a new password; `client_id` is the one that it sends (None: its log-in name)."""
    if client_id is not None and client_id.startswith(RESERVED):
        raise InvalidError(
            f"The client id {client_id} is the platform's own.",
            remedy=f"Choose one that does not begin with {', '.join(RESERVED)}.",
        )
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        device = _device(connection, code)
        park, partition = _place(connection, desk)
        grant = broker_access.device_grant(partition, park, device.code, client_id)
        return _give(connection, desk, device_owner(device), grant, actor.name)


def revoke_device(desk: Desk, park_id: int, actor: Actor, code: str) -> bool:
    """Take a device's log-in away and throw it out; whether there was one."""
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        return _revoke(connection, desk, device_owner(_device(connection, code)), actor)
