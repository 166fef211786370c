"""What a log-in may publish to, by the broker itself: under MQTT 3.1.1 it tells nobody what it drops."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import redis

from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.services.connecting import broker_access
from parkcarbon_platform.services.connecting.dialects.base import matches
from parkcarbon_platform.settings import Settings

log = logging.getLogger(__name__)

# The ladder is looked at each second; what was said holds for so long. A broker that does not answer is not
# asked again before either.
KEPT_S = 30
TIMEOUT_S = 3.0

Near = Literal["no_topic", "wildcard", "blank", "slash", "case", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the broker takes a topic from a log-in, what it would take, and in what the topic is off."""

    allowed: bool
    rights: Sequence[str]
    near: Near | None


_encode, _decode = msgspec.json.encode, msgspec.json.Decoder(list[str] | None).decode


def _key(login: str) -> str:
    return f"pc:broker:rights:{login}"


def known(cache: redis.Redis, login: str) -> tuple[bool, list[str] | None]:
    """(asked just now, what the broker said; None: it could not be asked)."""
    try:
        found = cache.get(_key(login))
    except redis.RedisError:
        return True, None
    return (True, _decode(found)) if isinstance(found, bytes) else (False, None)


def ask(cache: redis.Redis, settings: Settings, login: str) -> None:
    """Ask the broker and keep what it says for a while."""
    said: list[str] | None = None
    try:
        said = list(broker_access.of(settings, timeout_s=TIMEOUT_S).rights(login))
    except PlatformError as error:
        log.info("The broker was not asked for the rights of %s: %s", login, error)
    try:
        cache.set(_key(login), _encode(said), ex=KEPT_S)
    except redis.RedisError as error:
        log.warning("The cache does not answer: %s", error)


def judge(topic: str, rights: Sequence[str]) -> Verdict:
    """Whether a topic would be taken; raises nothing, whatever was entered."""
    near = _near(topic, rights)
    return Verdict(near is None, rights, near)


def _near(topic: str, rights: Sequence[str]) -> Near | None:
    if not topic.strip():
        return "no_topic"
    if "+" in topic or "#" in topic:
        return "wildcard"
    if _taken(topic, rights):
        return None
    if _taken(topic.strip(), rights):
        return "blank"
    if _taken(topic.strip().strip("/"), rights):
        return "slash"
    folded = [right.casefold() for right in rights]
    return "case" if _taken(topic.strip().strip("/").casefold(), folded) else "other"


def _taken(topic: str, rights: Sequence[str]) -> bool:
    return any(matches(right, topic) for right in rights)
