"""What a look at a source finds, as messages: its endpoints, nodes, likely counters, and tests of points.

JSON like `wire`, so that a screen far away can show it. Whatever is said in words has a code beside it, for
screens in other languages. All times are integer milliseconds since the epoch, UTC.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from parkcarbon_edge.wire import Value

Quantity = Literal["energy", "volume", "mass", "reactive_energy", "other", "unknown"]


class Reason(Struct, frozen=True):
    """Why something is likely, or not; `weight` is what it adds to a score, or below 0: speaks against it."""

    code: str
    text: str
    weight: int = 0


class Endpoint(Struct, frozen=True, kw_only=True):
    """One way to talk to a server. `security` and `security_mode` are written as in the configuration.

    `trust`: `trusted`, `waiting` (among the rejected), `unknown` (never seen), `none` (no certificate).
    """

    url: str
    security: str
    security_mode: str
    words: str
    supported: bool
    log_ins: list[str]
    fingerprint: str | None = None
    subject: str | None = None
    valid_until_ms: int | None = None
    trust: Literal["trusted", "waiting", "unknown", "none"] = "none"


class Certificate(Struct, frozen=True, kw_only=True):
    """The edge's own certificate, for the server to trust where messages are signed."""

    fingerprint: str
    subject: str
    application_uri: str
    valid_until_ms: int
    pem: str


class Discovery(Struct, frozen=True, kw_only=True):
    """A server and its endpoints, the safest first; `own`: what the edge shows to it."""

    url: str
    name: str
    application_uri: str
    endpoints: list[Endpoint]
    own: Certificate | None = None


class Unit(Struct, frozen=True, kw_only=True):
    """An engineering unit: the UNECE code where the source gives one, and the symbol for people."""

    code: str | None
    symbol: str
    quantity: Quantity = "unknown"


NodeKind = Literal["object", "variable", "method", "other"]


class Node(Struct, frozen=True, kw_only=True):
    """A place in a source's tree; `node` is what the configuration of a point names.

    `score`: 0 to 100, how likely a variable is a counter by its unit, name and type; see `Suggestion`.
    """

    node: str
    name: str
    path: list[str]
    kind: NodeKind
    has_children: bool = False
    type: str | None = None
    array: bool = False
    unit: Unit | None = None
    description: str | None = None
    has_history: bool = False
    value: Value = None
    status: str | None = None
    quality: int | None = None
    source_ms: int | None = None
    server_ms: int | None = None
    score: int | None = None


class Level(Struct, frozen=True, kw_only=True):
    """The children of a node: `total` of them, of which these begin at `offset`."""

    node: str
    path: list[str]
    total: int
    offset: int
    children: list[Node]


class Found(Struct, frozen=True, kw_only=True):
    """Nodes found by name; `complete` is false where the search stopped at its limit."""

    nodes: list[Node]
    visited: int
    complete: bool


class Suggestion(Struct, frozen=True, kw_only=True):
    """A node that is probably a counter: a score from 0 to 100, and why."""

    node: Node
    score: int
    quantity: Quantity
    reasons: list[Reason]


class PointTest(Struct, frozen=True, kw_only=True):
    """What a configured point says now. `ok`: it was read as Good; `plausible`: nothing speaks against it."""

    connector: str
    key: str
    address: str
    value: Value = None
    type: str | None = None
    unit: Unit | None = None
    status: str
    quality: int | None = None
    source_ms: int | None = None
    age_s: float | None = None
    ok: bool = False
    plausible: bool = False
    reasons: list[Reason] = []


def text_of(found: Struct | Sequence[Struct]) -> str:
    """The message as JSON."""
    return msgspec.json.encode(found, enc_hook=str).decode()
