"""A Sparkplug message once aliases have names and types: what the ingest hands on, and people are shown."""

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

ROOT = "spBv1.0"
Kind = Literal["NBIRTH", "NDEATH", "NDATA", "DBIRTH", "DDEATH", "DDATA"]
KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
GOOD = 0
BAD = 0x80000000
BAD_NO_COMMUNICATION = 0x80310000
UNCERTAIN_NO_COMMUNICATION_LAST_USABLE = 0x408F0000
# The three values that the specification gives the property Quality.
QUALITIES = {0: BAD, 192: GOOD, 500: UNCERTAIN_NO_COMMUNICATION_LAST_USABLE}


class Metric(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value: `name` is the metric's, of a device under the node `DEVICE/metric`; time in ms, UTC."""

    name: str
    time: int
    value: int | float | str | None
    quality: int = GOOD
    type: str = ""
    historical: bool = False


class SparkplugMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of a node; with `problem` it could not be read, and `payload` has its beginning."""

    sparkplug: Kind
    metrics: list[Metric] = []
    seq: int | None = None
    problem: str = ""
    payload: bytes = b""


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(SparkplugMessage).decode


class Address(msgspec.Struct, frozen=True):
    """Where a message is from, by its topic: group (park), node (device), and a device under the node."""

    group: str
    kind: Kind
    node: str
    device: str | None = None


def parse_topic(topic: str) -> Address | None:
    """The address of a topic `spBv1.0/GROUP/KIND/NODE[/DEVICE]` of a node; None of any other."""
    levels = topic.split("/")
    if levels[0] != ROOT or len(levels) not in (4, 5) or not all(levels):
        return None
    group, node, kind = levels[1], levels[3], KINDS.get(levels[2])
    device = levels[4] if len(levels) == 5 else None
    if kind is None or kind.startswith("N") != (device is None):
        return None
    return Address(group, kind, node, device)
