"""How a route of the table is called."""

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
