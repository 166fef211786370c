"""What people ask edges to look at, and what the edges answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.connecting import edges
from parkcarbon_platform.services.connecting.edge_config import to_change
from parkcarbon_platform.services.localtime import now
from parkcarbon_platform.storage import edge_orders as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.edge_orders import CommandRow, SpoolRow
from parkcarbon_platform.storage.edges import EdgeRow

__all__ = ["KINDS", "Answer", "CommandRow", "Spool", "ask", "find", "ledger"]

# How long [s] an edge may take to begin and to answer: somewhat longer than it gives itself.
KINDS: Mapping[str, int] = {
    "discover": 45, "browse": 45, "read": 45, "test": 75, "decode": 45, "diagnose": 45, "configuration": 45,
}  # fmt: skip
# An edge that took the command just before it expired still answers.
GRACE = timedelta(seconds=130)


class CommandError(InvalidError):
    """A command that does not exist."""

    code = "unknown_command"
    remedy = f"Choose one of {', '.join(KINDS)}."


State = Literal["waiting", "sent", "done", "failed", "expired"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A command, and where it stands."""

    row: CommandRow
    state: State


@dataclass(frozen=True, slots=True)
class Spool:
    """What an edge collected into a spool, and what of it is stored. `collected` None: of an old spool.

    `is_complete`: every reading that the edge collected is accounted for.
    """

    stored: SpoolRow
    collected: int | None
    waiting_batches: int | None

    @property
    def is_complete(self) -> bool | None:
        """Whether collected ≤ received + said to be lost; None while batches wait or nothing is known.

        Rows that a full spool gave up while they were on their way count on both sides of the sum.
        """
        if self.collected is None or self.waiting_batches:
            return None
        return self.collected <= self.stored.readings + self.stored.gap_readings


def ask(
    connection: Connection, actor: Actor, code: str, kind: str, args: Mapping[str, Any], *, vault: Vault
) -> UUID:
    """Ask an edge; the command's id. Its secrets are sealed until they are sent, and then forgotten."""
    if kind not in KINDS:
        raise CommandError(f"There is no command {kind}.", kind=kind)
    edge = to_change(connection, actor, code)
    command, given = uuid4(), args.get("secrets")
    sealed = {"secrets": vault.seal_all(_texts(given), edge.id)} if given is not None else {}
    storage.add_command(
        connection,
        {
            "id": command, "enterprise_id": edge.enterprise_id, "edge_id": edge.id, "kind": kind,
            "args": {**args, **sealed}, "author": actor.name,
            "expires_at": now() + timedelta(seconds=KINDS[kind]),
        },
    )  # fmt: skip
    return command


def _texts(given: object) -> dict[str, str]:
    if not isinstance(given, Mapping) or not all(isinstance(text, str) for text in given.values()):
        raise CommandError("The secrets are no texts by name.", remedy="Give {name: text}.")
    return dict(given)


def find(connection: Connection, code: str, command: UUID) -> Answer:
    """A command and what came of it; raises NotFoundError."""
    row = storage.command(connection, edges.find(connection, code).id, command)
    if row is None:
        raise NotFoundError(f"There is no command {command}.", command=str(command))
    return Answer(row, state_of(row, now()))


def state_of(row: CommandRow, at: datetime) -> State:
    """Where a command stands."""
    if row.reply is not None:
        return "done" if row.reply.get("ok") else "failed"
    if at > row.expires_at + (GRACE if row.sent_at else timedelta()):
        return "expired"
    return "sent" if row.sent_at else "waiting"


def ledger(connection: Connection, edge: EdgeRow) -> list[Spool]:
    """By spool what the edge collected and what is stored of it, the last one first."""
    state = edge.state or {}
    return [
        Spool(row, int(state.get("collected", 0)), int(state.get("spool_depth", 0)))
        if row.spool == state.get("spool")
        else Spool(row, None, None)
        for row in storage.spools(connection, edge.id)
    ]
