"""Tries each point of a connector once, whatever its protocol: what it says, and what is odd about that."""

from parkcarbon_edge.connectors import plausible
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.probe import address, probe_one
from parkcarbon_edge.connectors.probed import Probe
from parkcarbon_edge.connectors.units import unit_of
from parkcarbon_edge.dlt645 import item_of
from parkcarbon_edge.errors import SourceUnavailableError
from parkcarbon_edge.fieldbus import Dlt645Point, ModbusPoint
from parkcarbon_edge.settings import ConnectorSettings, MqttPoint, OpcuaSettings, read_password
from parkcarbon_edge.survey import PointTest, Reason, Unit


async def try_connector(settings: ConnectorSettings) -> list[PointTest]:
    """Every point, in the configuration's order; raises `EdgeError` where the source cannot be reached."""
    if isinstance(settings, OpcuaSettings):
        from parkcarbon_edge.connectors.opcua_points import try_points
        from parkcarbon_edge.connectors.opcua_session import spoken

        with spoken(settings.endpoint):
            return await try_points(settings, read_password(settings.password_file))
    rows = await probe_one(settings)
    if not all(row.point for row in rows):
        raise SourceUnavailableError(address(settings), rows[0].note)
    points = {point.key: point for point in settings.point}
    return [_tested(row, points[row.point], now_ms()) for row in rows]


def _tested(row: Probe, point: ModbusPoint | Dlt645Point | MqttPoint, now: int) -> PointTest:
    reasons = _reasons(row, point, now)
    _, time_ms, _, quality = row.reading or ("", None, None, None)
    return PointTest(
        connector=row.connector, key=row.point, address=row.address, value=row.value, type=row.type or None,
        unit=_unit(point), status=row.status, quality=quality, source_ms=time_ms,
        age_s=None if time_ms is None else (now - time_ms) / 1000, ok=row.ok and row.reading is not None,
        plausible=row.reading is not None and not any(reason.weight < 0 for reason in reasons),
        reasons=reasons,
    )  # fmt: skip


def _reasons(row: Probe, point: ModbusPoint | Dlt645Point | MqttPoint, now: int) -> list[Reason]:
    if row.reading is None:
        return [Reason("silent", row.note or "no answer", 0 if row.ok else -1)]
    kind = "Float" if row.type == "float32" else row.type
    period_s = 60.0 if isinstance(point, MqttPoint) else point.period_s
    reasons = plausible.judge(row.reading, kind, now, period_s)
    return [Reason(r.code, row.note, r.weight) if r.code == "bad" and row.note else r for r in reasons]


def _unit(point: ModbusPoint | Dlt645Point | MqttPoint) -> Unit | None:
    """A standard item of DL/T 645 says its unit; registers and messages have none."""
    item = item_of(point.item) if isinstance(point, Dlt645Point) else None
    return unit_of(None, item.unit) if item else None
