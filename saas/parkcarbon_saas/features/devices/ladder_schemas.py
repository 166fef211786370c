"""The ladder of a device. Times are ms since the epoch."""

from typing import Literal

from parkcarbon_platform.services.connecting.broker_rights import Near, Verdict
from parkcarbon_platform.services.connecting.ladder import Ladder as Found
from pydantic import BaseModel, Field


class Rung(BaseModel):
    """A step; where it is not `ok`, `code` says why, `detail` with what was found, `remedy` what to do.

    `says` names the sentence of `detail` for translation, with `facts` in it; null: it has no language.
    """

    rung: str
    state: Literal["waiting", "ok", "failed"]
    time: int | None
    code: str | None
    detail: str | None
    remedy: str | None
    says: str | None
    facts: dict[str, str]


class Ladder(BaseModel):
    """The rungs in order: the first that is not `ok` is where it hangs."""

    kind: Literal["device", "edge"]
    since: int
    rungs: list[Rung]
    diagnostics: str = Field(description="text to hand on; it has no secret")


class TopicVerdict(BaseModel):
    """Whether the broker takes a topic from the device; `near`: in what it is off."""

    allowed: bool
    rights: list[str]
    near: Near | None


def topic_verdict(found: Verdict) -> TopicVerdict:
    """The schema of a verdict."""
    return TopicVerdict(allowed=found.allowed, rights=list(found.rights), near=found.near)


def ladder(found: Found) -> Ladder:
    """The schema of a ladder."""
    rungs = [
        Rung(
            rung=rung.rung, state=rung.state, time=rung.time_ms, code=rung.code, detail=rung.detail,
            remedy=rung.remedy, says=rung.says, facts=dict(rung.facts),
        )
        for rung in found.rungs
    ]  # fmt: skip
    return Ladder(kind=found.kind, since=found.since_ms, rungs=rungs, diagnostics=found.diagnostics)


def event(shown: Ladder) -> bytes:
    """One event; JSON has no line breaks."""
    return b"event: ladder\ndata: " + shown.model_dump_json().encode() + b"\n\n"
