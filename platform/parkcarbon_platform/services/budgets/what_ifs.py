"""What-ifs that somebody kept: the question, which is answered anew by the ledger as it is."""

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets.benchmark_models import WhatIfAsked, WhatIfKept
from parkcarbon_platform.storage import norms as storage
from parkcarbon_platform.storage.database import Connection


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[WhatIfKept]:
    """The newest first."""
    return [
        WhatIfKept(
            id=row.id, asked=WhatIfAsked.model_validate(row.body), author=row.author,
            saved_at=localtime.to_ms(row.created_at),
        )
        for row in storage.what_ifs(connection, after=after, limit=limit)
    ]  # fmt: skip


def keep(connection: Connection, park_id: int, actor: Actor, asked: WhatIfAsked) -> int:
    """Keep one; its id."""
    body = asked.model_dump(mode="json")
    return storage.keep_what_if(connection, park_id, asked.name, body, author=actor.name)


def end(connection: Connection, what_if_id: int) -> bool:
    """Take it off the list; False where there is none."""
    return storage.end_what_if(connection, what_if_id)
