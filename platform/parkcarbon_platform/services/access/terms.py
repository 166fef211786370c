"""What an enterprise agrees to with its park: its name in public, and which of its data the operators see.

Until an enterprise says otherwise its name is not public and the operators see everything, as operating a
park needs it. Hourly carbon and energy of its sources are always seen: the park's own accounts are their
sum. The database enforces it (migration 0048); this is where it is said and read back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage import people as members
from parkcarbon_platform.storage import terms as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.terms import TermsRow

__all__ = ["Entrant", "TermsRow", "current", "entrants", "history", "looking", "oversee", "say", "unlimited"]

looking = oversight.looking
unlimited = oversight.unlimited


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who enters an enterprise's data under its own name: a person, or a program by a token."""

    name: str
    is_program: bool
    approves: bool


def oversee() -> None:
    """Who looks oversees the park as a whole: from now on what enterprises keep to themselves is not seen."""
    if sight := oversight.current.get():
        sight.is_overseer = True


def current(connection: Connection) -> list[TermsRow]:
    """What holds now."""
    return storage.current(connection)


def history(connection: Connection) -> list[TermsRow]:
    """What was ever said, the newest first."""
    return storage.history(connection)


def say(
    connection: Connection, park_id: int, enterprise_id: int, actor: Actor, *, is_named: bool,
    shares_intervals: bool, shares_production: bool,
) -> None:  # fmt: skip
    """Let this hold from now on."""
    storage.say(
        connection, park_id, enterprise_id, actor.name, is_named=is_named, shares_intervals=shares_intervals,
        shares_production=shares_production,
    )  # fmt: skip


def withheld_points(connection: Connection) -> set[str]:
    """Points whose readings the one who looks does not see, though they oversee the park."""
    return storage.withheld_points(connection)


def entrants(connection: Connection, park_id: int, enterprise: str, now: datetime) -> Sequence[Entrant]:
    """Who enters the enterprise's data as one of its own; for the directory role."""
    people = [
        m
        for m in members.members(connection, park_id)
        if m.enterprise == enterprise and m.disabled_at is None
    ]
    programs = [
        t
        for t in members.tokens(connection, park_id)
        if t.enterprise == enterprise and t.revoked_at is None and t.expires_at > now
    ]
    return [
        *(Entrant(person.login, False, person.approves) for person in people),
        *(Entrant(token.name, True, False) for token in programs),
    ]
