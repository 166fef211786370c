import sys

import pytest
from parkcarbon_edge.connectors import TABLE, find, make_connector, protocol_of
from parkcarbon_edge.errors import MissingExtraError
from parkcarbon_edge.fieldbus import Dlt645Settings, ModbusSettings
from parkcarbon_edge.settings import ConnectorSettings, MqttPoint, MqttSettings, OpcuaPoint, OpcuaSettings

from tests.support.sink import ListSink

OPCUA = OpcuaSettings(name="o", endpoint="opc.tcp://h:1", point=[OpcuaPoint(key="a", node="i=1")])
MQTT = MqttSettings(name="m", url="mqtt://h:1", point=[MqttPoint(key="a", topic="t", field="f")])
OPCUA_PAST = OpcuaSettings(name="o", endpoint="opc.tcp://h:1", mode="history", history_days=1)
MQTT_PAST = MqttSettings(name="m", url="mqtt://h:1", mode="history", history_days=1)
MODBUS = ModbusSettings(name="b", endpoint="tcp://h:502")
DLT645 = Dlt645Settings(name="d", endpoint="tcp://h:1")
DLT645_PAST = Dlt645Settings(name="d", endpoint="tcp://h:1", mode="history", history_days=1)


@pytest.mark.parametrize("settings", [OPCUA, MQTT, OPCUA_PAST, MQTT_PAST, MODBUS, DLT645, DLT645_PAST])
async def test_every_protocol_and_mode_has_a_connector_that_reports_its_points(
    settings: ConnectorSettings,
) -> None:
    connector = make_connector(settings, ListSink(), "pc-demo-plant-a")
    assert type(connector).__name__ == TABLE[protocol_of(settings), settings.mode][1]
    assert connector.health.points == len(settings.point)
    assert not connector.health.ok


@pytest.mark.parametrize(
    ("settings", "library"), [(OPCUA, "asyncua"), (MQTT, "paho"), (MODBUS, "pymodbus"), (DLT645, "serial")]
)
def test_a_missing_library_is_named_with_its_remedy(
    settings: ConnectorSettings, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError) as caught:
        find(settings)
    assert f"parkcarbon-edge[{caught.value.extra}]" in caught.value.remedy
