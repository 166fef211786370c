"""Reads each point of a bus once, for `parkcarbon-edge check`: a silent device is asked only once."""

from collections.abc import Callable, Sequence

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.bus import LineConnector
from parkcarbon_edge.connectors.probed import Probe, float32_note, iso
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings, ModbusPoint, ModbusSettings, located


class Collected:
    """A sink for one round."""

    def __init__(self) -> None:
        self.readings: dict[str, wire.Reading] = {}

    def add(self, readings: Sequence[wire.Reading], _committed: Callable[[], None] | None = None) -> None:
        """Keep the last of each point."""
        self.readings |= {reading[0]: reading for reading in readings}


def connector_of(settings: ModbusSettings | Dlt645Settings, sink: Collected) -> LineConnector:
    """The live connector of these settings."""
    if isinstance(settings, ModbusSettings):
        from parkcarbon_edge.connectors.modbus import ModbusConnector

        return ModbusConnector(settings, sink)
    from parkcarbon_edge.connectors.dlt645 import Dlt645Connector

    return Dlt645Connector(settings, sink)


async def probe_bus(settings: ModbusSettings | Dlt645Settings) -> list[Probe]:
    """One row a point."""
    sink = Collected()
    connector = connector_of(settings, sink)
    await connector.once()
    return [_row(connector, point, sink.readings.get(point.key)) for point in settings.point]


def _row(connector: LineConnector, point: ModbusPoint | Dlt645Point, found: wire.Reading | None) -> Probe:
    kind = point.type if isinstance(point, ModbusPoint) else point.item
    if found is None:
        why = connector.health.error or ""
        return Probe(connector.name, point.key, place(point), None, kind, "", "silent", why, False)
    _, time_ms, value, quality = found
    why = connector.unusable.get(point.key) or connector.health.error or ""
    note = why if quality else float32_note("Float" if kind == "float32" else "", value)
    status = f"Bad 0x{quality:08X}" if quality else "Good"
    return Probe(
        connector.name, point.key, place(point), value, kind, iso(time_ms), status, note, not quality, found
    )


def place(point: ModbusPoint | Dlt645Point) -> str:
    """Where a point lies, in words: a Modbus address counts from 0."""
    if isinstance(point, Dlt645Point):
        return f"{point.meter} {point.item}"
    function, address = located(point)
    return f"unit {point.unit} {function} {address} {point.order}"
