"""A park's way: active, suspended (read only), archived (takes no readings either), and back.

Suspended: nobody changes anything, meters go on being stored, so that nothing is lost. Archived: what its
edges and devices send is kept in the platform's quarantine, under the park's code, until the park is back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.storage import lifecycle as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.lifecycle import ParkState

__all__ = ["NOT_ACTIVE", "ParkState", "State", "change", "every", "refuse_change"]

State = Literal["active", "suspended", "archived"]
# From which state to which.
WAYS: Mapping[str, tuple[State, ...]] = {
    "active": ("suspended", "archived"), "suspended": ("active", "archived"), "archived": ("active",),
}  # fmt: skip
NOT_ACTIVE = frozenset({"suspended", "archived", "deleted"})


class ParkAtRestError(ConflictError):
    """The park is read only."""

    code = "park_at_rest"
    remedy = "An administrator can set it to work again, on the page Parks."


@dataclass(frozen=True, slots=True)
class Change:
    """Another state of a park, and why."""

    state: State
    reason: str
    author: str
    at: datetime


def every(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[ParkState]:
    """Every park with its state, by code; for the directory."""
    return storage.every(connection, after=after, limit=limit)


def find(connection: Connection, code: str) -> ParkState:
    """One of them; raises NotFoundError."""
    found = storage.find(connection, code)
    if found is None:
        raise NotFoundError(f"There is no park {code}.", park=code)
    return found


def change(connection: Connection, code: str, wanted: Change) -> ParkState:
    """Suspend, archive or set to work again; raises ConflictError where that is no way."""
    found = storage.find(connection, code, lock=True)
    if found is None:
        raise NotFoundError(f"There is no park {code}.", park=code)
    if wanted.state not in WAYS.get(found.state, ()):
        raise ConflictError(
            f"{code} is {found.state}: it cannot become {wanted.state}.",
            remedy="Load the page again.",
            state=found.state,
        )
    storage.set_state(
        connection, found.id, wanted.state, reason=wanted.reason, author=wanted.author, at=wanted.at
    )
    return find(connection, code)


def refuse_change(park: str, state: str) -> None:
    """Raises ParkAtRestError for a park that is not active."""
    if state in NOT_ACTIVE:
        raise ParkAtRestError(f"{park} is {state}: it can be read, not changed.", state=state)
