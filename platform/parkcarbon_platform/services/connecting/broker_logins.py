"""Log-ins at the broker: given, replaced and taken away, each recorded with who did it.

The broker is told inside the transaction that records it, as its last step: what was recorded is so. Where
the commit fails afterwards the broker has a password that nobody was shown.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from parkcarbon_edge import wire

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError, UnsafeSettingsError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import broker_access
from parkcarbon_platform.services.connecting.broker_access import BrokerAccess, Grant
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import edges as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.edges import Device, EdgeRow, LoginRow, Owner

__all__ = [
    "Credentials",
    "Desk",
    "LoginRow",
    "device_logins",
    "device_owner",
    "edge_owner",
    "give",
    "give_device_login",
    "place",
    "read_ca",
    "revoke",
    "revoke_device",
]

log = logging.getLogger(__name__)

# Client ids that are the platform's and the edges' own: a device under one would take over their session.
RESERVED = ("parkcarbon-", "pc-", "edge.", "device.")


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


def edge_owner(edge: EdgeRow) -> Owner:
    """The edge, as one who has a log-in."""
    return Owner(edge.enterprise_id, edge_id=edge.id)


def device_owner(device: Device) -> Owner:
    """The meter, as one who has a log-in."""
    return Owner(device.enterprise_id, device_id=device.id)


def place(connection: Connection, desk: Desk) -> tuple[str, str]:
    """(code, partition) of the park of this transaction."""
    _, park = storage.park(connection)
    return park, wire.partition_of(park, desk.partitions)


def give(connection: Connection, desk: Desk, owner: Owner, grant: Grant, by: str) -> Credentials:
    """A new password in place of any that there was."""
    storage.end_login(connection, owner, by)
    if not storage.add_login(connection, owner, grant.login, grant.client_id, by):
        raise ConflictError(
            f"Another log-in uses the client id {grant.client_id}.", remedy="Choose another client id."
        )
    password = broker_access.new_password()
    desk.broker.create(grant, password)
    log.info("%s has a new password at the broker, made by %s", grant.login, by)
    return desk.credentials(grant, password)


def revoke(connection: Connection, desk: Desk, owner: Owner, actor: Actor) -> bool:
    """Take a log-in away and throw out whoever uses it; whether there was one."""
    login = storage.end_login(connection, owner, actor.name)
    if login is None:
        return False
    desk.broker.revoke(login)
    log.info("%s was thrown out of the broker by %s", login, actor.name)
    return True


def _device(connection: Connection, code: str) -> Device:
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
    """Give a bare device a new password; `client_id` is the one that it sends.

    Without one it stays as it was; the log-in's own name, as at the beginning, may be named too.
    """
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        device = _device(connection, code)
        storage.lock(connection, device_owner(device))
        park, partition = place(connection, desk)
        plain = broker_access.device_grant(partition, park, device.code, None)
        if client_id is not None and client_id.startswith(RESERVED) and client_id != plain.login:
            raise InvalidError(
                f"The client id {client_id} is the platform's own.",
                remedy=f"Choose one that does not begin with {', '.join(RESERVED)}.",
            )
        logins = storage.logins(connection, device_owner(device))
        kept = client_id or next((login.client_id for login in logins if login.ended_at is None), None)
        grant = broker_access.device_grant(partition, park, device.code, kept)
        return give(connection, desk, device_owner(device), grant, actor.name)


def revoke_device(desk: Desk, park_id: int, actor: Actor, code: str) -> bool:
    """Take a device's log-in away and throw it out; whether there was one."""
    with desk.database.tenant(park_id, actor.enterprise_id) as connection:
        owner = device_owner(_device(connection, code))
        storage.lock(connection, owner)  # or a log-in that is being made just now would not be seen
        return revoke(connection, desk, owner, actor)
