"""What sections of the configuration share, whatever their protocol."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

SLUG = "^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$"
Slug = Annotated[str, Meta(pattern=SLUG)]
Key = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$")]
Fingerprint = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in hex")]
Positive = Annotated[float, Meta(gt=0)]
# (steps below the connector's section, problem, remedy) of what is well formed and still cannot work.
Contradiction = tuple[list[str | int], str, str]


class ConnectorCommon(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="type"):
    """What connectors of every protocol share."""

    name: Name
    mode: Literal["live", "history"] = "live"
    history_days: Annotated[int, Meta(ge=0, le=3660)] = 0
    history_step_s: Positive = 900.0
    username: str | None = None
    password_file: str | None = None
