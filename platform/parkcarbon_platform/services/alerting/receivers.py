"""Who is told: addresses of mail, and servers that are called with a signature."""

import re
import secrets
from collections.abc import Sequence

from parkcarbon_platform.errors import InvalidError, NotFoundError, TooManyError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.alerting import mail, reach
from parkcarbon_platform.services.alerting.models import (
    AlertDeliveries,
    AlertDelivery,
    AlertReceiver,
    AlertReceivers,
    AlertReceiverWanted,
)
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import alert_delivery as storage
from parkcarbon_platform.storage.database import Connection

MOST = 50
MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s,;<>\".]{2,63}")


def place(receiver_id: int) -> str:
    """What a receiver's secret is sealed for."""
    return f"alert receiver {receiver_id}"


def listing(connection: Connection, actor: Actor, settings: Settings) -> AlertReceivers:
    """Who is told."""
    return AlertReceivers(
        receivers=[AlertReceiver.of(row) for row in storage.receivers(connection, actor.enterprise_id)],
        has_mail=bool(settings.smtp_url),
    )


def deliveries(
    connection: Connection, actor: Actor, *, after: int | None = None, limit: int | None = None
) -> AlertDeliveries:
    """What was sent, the newest first, so much of it."""
    rows = storage.deliveries(connection, actor.enterprise_id, after, None if limit is None else limit + 1)
    shown = rows[:limit]
    return AlertDeliveries(
        deliveries=[AlertDelivery.of(row) for row in shown],
        cursor=str(shown[-1].id) if len(shown) < len(rows) else None,
    )


def add(
    connection: Connection, park_id: int, actor: Actor, wanted: AlertReceiverWanted, settings: Settings
) -> tuple[int, str | None]:
    """Somebody to be told; the id, and of a server the secret that signs, which is shown once."""
    if len(storage.receivers(connection, actor.enterprise_id)) >= MOST:
        raise InvalidError(f"There are {MOST} receivers already.", remedy="Remove one.")
    address = wanted.address.strip()
    if wanted.kind == "email" and not MAIL.fullmatch(address):
        raise InvalidError("This is no address of mail.", field="address")
    if wanted.kind == "email":
        mail.check(address, settings)
    # The path of a server's address may hold a token; names are shown and written down.
    called = address if wanted.kind == "email" else reach.target(address, settings).host
    receiver_id = storage.add_receiver(
        connection, park_id, actor.enterprise_id, kind=wanted.kind, name=wanted.name.strip() or called,
        address=address, locale=wanted.locale, author=actor.name,
    )  # fmt: skip
    if wanted.kind == "email":
        return receiver_id, None
    secret = secrets.token_urlsafe(32)
    storage.set_secret(connection, receiver_id, Vault.of(settings).seal(secret, place(receiver_id)))
    return receiver_id, secret


def remove(connection: Connection, actor: Actor, receiver_id: int) -> None:
    """Tell somebody no more; what was sent stays in the list."""
    if not storage.end_receiver(connection, receiver_id, actor.enterprise_id):
        raise NotFoundError(f"There is no receiver {receiver_id}.", receiver=receiver_id)


def trial(connection: Connection, park_id: int, actor: Actor, receiver_id: int) -> None:
    """Have a receiver sent a trial; one at a time, and no more than one a minute."""
    row = storage.receiver(connection, receiver_id, is_locked=True)
    if row is None or row.enterprise_id != actor.enterprise_id:
        raise NotFoundError(f"There is no receiver {receiver_id}.", receiver=receiver_id)
    if storage.had_trial(connection, receiver_id):
        raise TooManyError(
            "A trial to this receiver waits, or was sent within the last minute.",
            remedy="Look at what was sent; wait a minute for another.",
        )
    trials: Sequence[int | None] = [None]
    storage.add(connection, park_id, actor.enterprise_id, [receiver_id], alerts=trials, event="trial")


def reseal(connection: Connection, vault: Vault) -> int:
    """Seal the secrets of a park's receivers with the key of now; how many were sealed with another."""
    due = [found for found in storage.secrets(connection) if not vault.is_current(found[1])]
    for receiver_id, sealed in due:
        text = vault.open(sealed, place(receiver_id))
        storage.set_secret(connection, receiver_id, vault.seal(text, place(receiver_id)))
    return len(due)
