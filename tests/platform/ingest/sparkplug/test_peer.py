"""The codec against sparkplug-payload, in both directions."""

import base64
import random
from collections.abc import Iterator

import pytest
from parkcarbon_platform.ingest.sparkplug import payload

from tests.support.sparkplug import SparkplugNode, running_node

RANGES = {
    "Int8": (-(1 << 7), (1 << 7) - 1), "Int16": (-(1 << 15), (1 << 15) - 1),
    "Int32": (-(1 << 31), (1 << 31) - 1), "Int64": (-(1 << 63), (1 << 63) - 1),
    "UInt8": (0, (1 << 8) - 1), "UInt16": (0, (1 << 16) - 1), "UInt32": (0, (1 << 32) - 1),
    "UInt64": (0, (1 << 64) - 1), "DateTime": (0, 1 << 41),
}  # fmt: skip


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkplugNode]:
    with running_node(tmp_path_factory.mktemp("sparkplug") / "log") as running:
        yield running


def random_metric(chance: random.Random) -> tuple[dict[str, object], object]:
    """A metric as the peer is told it, and the value that we must read."""
    kind = chance.choice([*RANGES, "Float", "Double", "Boolean", "String"])
    if kind in RANGES:
        low, high = RANGES[kind]
        value: object = chance.choice((low, high, chance.randint(low, high)))
        told: object = str(value) if abs(value) > 1 << 53 else value
    elif kind == "Boolean":
        value = told = chance.random() < 0.5
    elif kind == "String":
        value = told = chance.choice(("", "三相电表", "x" * 300))
    else:
        value = told = chance.randint(-(1 << 20), 1 << 20) / 64
    return {"type": kind, "value": told}, int(value) if isinstance(value, bool) else value


def test_what_the_peer_writes_is_read_as_it_was_meant(node: SparkplugNode) -> None:
    chance = random.Random(3)
    for _ in range(60):
        told, expected = [], []
        for index in range(chance.randrange(1, 12)):
            metric, value = random_metric(chance)
            named = {"name": f"group/m{index}", "alias": chance.randrange(1 << 50)}
            time, historical = chance.randrange(1 << 42), chance.random() < 0.3
            null, quality = chance.random() < 0.2, chance.choice((None, 0, 192, 500))
            marks = {"timestamp": time, "isHistorical": historical}
            told.append(
                {**named, **metric, **marks}
                | ({"isNull": True, "value": None} if null else {})
                | ({} if quality is None else {"quality": quality})
            )
            expected.append((*named.values(), time, historical, quality, None if null else value))
        seq = chance.randrange(256)
        data = node.tell("encode", message={"timestamp": 5, "seq": seq, "metrics": told})
        found = payload.decode(base64.b64decode(data))
        assert (found.time_ms, found.seq) == (5, seq)
        read = [(m.name, m.alias, m.time_ms, m.historical, m.quality, m.value(None)) for m in found.metrics]
        assert read == expected


def test_data_sets_and_templates_of_the_peer_are_named_and_passed_over(node: SparkplugNode) -> None:
    table = {"numOfColumns": 1, "types": ["Int32"], "columns": ["a"], "rows": [[1], [2]]}
    template = {
        "isDefinition": True,
        "metrics": [{"name": "in", "type": "Int32", "value": 1}],
        "parameters": [],
    }
    data = node.tell("encode", message={"timestamp": 5, "seq": 1, "metrics": [
        {"name": "table", "type": "DataSet", "value": table},
        {"name": "kind", "type": "Template", "value": template},
        {"name": "energy", "type": "Int32", "value": -4},
    ]})  # fmt: skip
    found = [(m.name, m.other, m.value(None)) for m in payload.decode(base64.b64decode(data)).metrics]
    assert found == [("table", "data set", None), ("kind", "template", None), ("energy", "", -4)]


def test_the_peer_reads_our_command(node: SparkplugNode) -> None:
    data = base64.b64encode(payload.encode_rebirth(1_790_000_000_000)).decode()
    assert node.tell("decode", data=data) == {
        "timestamp": "1790000000000",
        "metrics": [
            {"name": "Node Control/Rebirth", "timestamp": "1790000000000", "type": "Boolean", "value": True}
        ],
    }
