"""Connectors by the protocol and mode that the configuration names; libraries are loaded when needed."""

from collections.abc import Callable
from importlib import import_module

from parkcarbon_edge.connectors.base import Connector, Sink
from parkcarbon_edge.errors import MissingExtraError
from parkcarbon_edge.fieldbus import Dlt645Settings, ModbusSettings
from parkcarbon_edge.settings import ConnectorSettings, MqttSettings, OpcuaSettings, read_password

# (protocol, mode) → module and class.
TABLE = {
    ("opcua", "live"): ("opcua", "OpcuaConnector"),
    ("opcua", "history"): ("opcua_past", "OpcuaHistory"),
    ("mqtt", "live"): ("mqtt", "MqttConnector"),
    ("mqtt", "history"): ("mqtt", "MqttHistory"),
    ("modbus", "live"): ("modbus", "ModbusConnector"),
    ("dlt645", "live"): ("dlt645", "Dlt645Connector"),
    ("dlt645", "history"): ("dlt645_past", "Dlt645History"),
}
LIBRARIES = {"opcua": "asyncua", "mqtt": "paho", "modbus": "pymodbus", "dlt645": "serial"}
PROTOCOLS: dict[type[ConnectorSettings], str] = {
    OpcuaSettings: "opcua", MqttSettings: "mqtt", ModbusSettings: "modbus", Dlt645Settings: "dlt645",
}  # fmt: skip


def protocol_of(settings: ConnectorSettings) -> str:
    """The connector's `type` in the configuration."""
    return PROTOCOLS[type(settings)]


def find(settings: ConnectorSettings) -> Callable[..., Connector]:
    """The class for these settings; raises `MissingExtraError` where its library is not installed."""
    protocol = protocol_of(settings)
    module, name = TABLE[protocol, settings.mode]
    try:
        import_module(LIBRARIES[protocol])
    except ModuleNotFoundError as error:
        raise MissingExtraError(protocol) from error
    made: Callable[..., Connector] = getattr(import_module(f"{__name__}.{module}"), name)
    return made


def make_connector(settings: ConnectorSettings, sink: Sink, identity: str) -> Connector:
    """The connector of these settings; `identity` makes its MQTT client unlike any other edge's."""
    made = find(settings)
    password = read_password(settings.password_file)
    if isinstance(settings, MqttSettings):
        from parkcarbon_edge.broker import Access

        access = Access(
            settings.url,
            f"{identity}-{settings.name}",
            settings.username,
            password,
            settings.ca_file,
            settings.certificate_file,
            settings.private_key_file,
            settings.version,
        )
        return made(settings, sink, access)
    return made(settings, sink, password)
