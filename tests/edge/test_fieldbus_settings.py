"""Configurations of Modbus and DL/T 645 connectors: what is wrong is named with line, key and remedy."""

import re
from pathlib import Path

import pytest
from parkcarbon_edge.errors import ConfigurationError
from parkcarbon_edge.fieldbus import Line, ModbusSettings, line_of
from parkcarbon_edge.settings import parse_settings

ROOT = Path(__file__).parents[2]
HEAD = """\
park = "demo"
edge = "plant-a"
partition = "0a"
[uplink]
url = "mqtt://127.0.0.1:1883"
[spool]
path = "/tmp/x.db"
"""
MODBUS = """\
[[connector]]
name = "m"
type = "modbus"
endpoint = "tcp://192.0.2.1:502"
[[connector.point]]
key = "k"
address = "40001"
"""
DLT645 = """\
[[connector]]
name = "d"
type = "dlt645"
endpoint = "tcp://192.0.2.1:8899"
[[connector.point]]
key = "k"
meter = "1"
item = "import"
"""


def test_the_guides_examples_can_be_used() -> None:
    guide = (ROOT / "docs" / "guides" / "fieldbus.md").read_text()
    examples = re.findall(r"```toml\n(.*?)```", guide, re.S)
    settings = parse_settings((HEAD + "\n".join(examples)).encode(), Path("edge.toml"))
    assert [type(c).__name__ for c in settings.connector] == ["ModbusSettings", "Dlt645Settings"]
    modbus = settings.connector[0]
    assert isinstance(modbus, ModbusSettings)
    assert modbus.point[0].scale == "0.01"


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (MODBUS.replace("tcp://192.0.2.1:502", "tcp://192.0.2.1"), "connector.endpoint", "no address"),
        (MODBUS.replace('"40001"', '"50001"'), "connector.point.address", "no register"),
        (MODBUS + 'function = "input"\n', "connector.point.address", "means holding"),
        (MODBUS + 'type = "bit"\n', "connector.point.bit", "do not fit"),
        (MODBUS + 'type = "digits"\n', "connector.point.length", "do not fit"),
        (MODBUS + 'scale = "a tenth"\n', "connector.point.scale", "no number"),
        (MODBUS + 'scale = nan\n', "connector.point.scale", "no number"),
        (MODBUS + 'invalid = ["none"]\n', "connector.point.invalid", "no register content"),
        (MODBUS.replace('"40001"', '"00001"') + 'type = "float32"\n', "connector.point.type", "no float32"),
        (MODBUS.replace('"modbus"', '"modbus"\nmode = "history"\nhistory_days=3'), "connector.mode", "past"),
        (DLT645.replace("tcp://", "rtu+tcp://"), "connector.endpoint", "no address"),
        (DLT645.replace('"import"', '"imports"'), "connector.point.item", "no known item"),
        (DLT645.replace('"1"', '"1A"'), "connector.point.meter", "regex"),
        (
            DLT645 + '[[connector.point]]\nkey = "b"\nmeter = "AAAAAAAAAAAA"\nitem = "import"\n',
            "connector.point", "wildcard",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named(text: str, key: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as caught:
        parse_settings((HEAD + text).encode(), Path("edge.toml"))
    assert caught.value.key == key
    assert caught.value.line
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("endpoint", "line"),
    [
        ("tcp://h:502", Line("tcp", "h", 502)),
        ("rtu+tcp://[2001:db8::1]:4001", Line("rtu+tcp", "2001:db8::1", 4001)),
        ("serial:/dev/ttyUSB0", Line("serial", device="/dev/ttyUSB0")),
        ("serial:///dev/ttyS1", Line("serial", device="/dev/ttyS1")),
        ("serial:", None), ("serial:socket://10.0.0.1:22", None), ("serial:/dev/../etc/passwd", None),
        ("serial:spy:///dev/ttyS0?file=/tmp/x", None), ("tcp://h:0", None), ("tcp://h:99999", None),
        ("udp://h:1", None),
        ("tcp://user@h:1", None), ("tcp://h:1/path", None), ("", None),
    ],
)  # fmt: skip
def test_where_an_endpoint_leads(endpoint: str, line: Line | None) -> None:
    assert line_of(endpoint) == line
