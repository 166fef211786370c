"""Reads each configured point of an OPC UA connector once, and says what is odd about it."""

from asyncua import ua

from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors import plausible
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.opcua_browse import units_of
from parkcarbon_edge.connectors.opcua_session import Session, open_session, value_of
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings
from parkcarbon_edge.survey import PointTest, Reason, Unit


async def try_points(settings: OpcuaSettings, password: str | None) -> list[PointTest]:
    """Every point of the connector, in the configuration's order."""
    async with open_session(settings, password) as session:
        return await read_points(session, settings)


async def read_points(session: Session, settings: OpcuaSettings) -> list[PointTest]:
    """The same in a session that is open."""
    nodes = {point.key: session.resolve(point.node) for point in settings.point}
    known = [node for node in nodes.values() if node is not None]
    found = dict(zip(known, await session.read([value_of(node) for node in known]), strict=True))
    units = dict(zip(known, await units_of(session, known), strict=True))
    return [
        _absent(settings, point)
        if (node := nodes[point.key]) is None
        else _tested(settings, point, found[node], units[node])
        for point in settings.point
    ]


def _absent(settings: OpcuaSettings, point: OpcuaPoint) -> PointTest:
    reason = Reason("no_namespace", "the server has no such namespace: correct the nsu= part", -1)
    return PointTest(
        connector=settings.name,
        key=point.key,
        address=point.node,
        status="no such namespace",
        reasons=[reason],
    )


def _tested(settings: OpcuaSettings, point: OpcuaPoint, value: ua.DataValue, unit: Unit | None) -> PointTest:
    now = now_ms()
    reading = values.reading(point, value, now, server_time=point.time == "server")
    kind = value.Value.VariantType.name if value.Value is not None and value.Value.VariantType else None
    reasons = plausible.judge(reading, kind, now, point.period_s, value.SourceTimestamp is not None)
    return PointTest(
        connector=settings.name, key=point.key, address=point.node, value=reading[2], type=kind, unit=unit,
        status=values.status_name(reading[3]), quality=reading[3], source_ms=reading[1],
        age_s=(now - reading[1]) / 1000, ok=reading[3] == 0,
        plausible=not any(reason.weight < 0 for reason in reasons), reasons=reasons,
    )  # fmt: skip
