"""The secrets of edges with a new key: for the role that hands configurations out."""

import logging
from collections.abc import Mapping
from typing import Any

from parkcarbon_platform.services.access.vault import SecretUnreadableError, Vault
from parkcarbon_platform.storage import edge_orders_upkeep as storage
from parkcarbon_platform.storage.database import Connection

log = logging.getLogger(__name__)


def reseal(connection: Connection, vault: Vault) -> int:
    """Seal what lies open or was sealed with a key of before; how many configurations."""

    def resealed(edge_id: int, secrets: Mapping[str, Any]) -> dict[str, Any] | None:
        """None where the key of now sealed all of them, or they cannot be opened."""
        texts = {name: kept for name, kept in secrets.items() if kept is not None}
        if all(vault.is_current(kept) for kept in texts.values()):
            return None
        try:
            return {**secrets, **vault.seal_all(vault.open_all(texts, edge_id), edge_id)}
        except SecretUnreadableError as error:
            log.warning("%s", error)
            return None

    return storage.reseal(connection, resealed)
