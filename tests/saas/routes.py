"""How a route of the table is called."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """A call that succeeds for the operator; `forbidden` are roles that may not make it."""

    query: str = ""
    body: dict[str, object] | None = None
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    done: int = 200


DAY_MS = 86_400_000


def span() -> str:
    now = int(time.time()) // 900 * 900_000  # costs are of whole quarter hours
    return f"from={now - DAY_MS}&to={now}"


LOOKED_AT = ("verifier",)  # a verifier changes nothing
NO_PLANNER = ("enterprise",)  # the whole park's figures are for operators and verifiers
NOTE: dict[str, object] = {"note": "test"}
NOT_THEM = ("enterprise", "verifier")
