"""Reads every point once, for `parkcarbon-edge check`."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import find, protocol_of
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.probed import Probe, float32_note, iso
from parkcarbon_edge.fields import decode
from parkcarbon_edge.settings import (
    ConnectorSettings,
    MqttPoint,
    MqttSettings,
    OpcuaSettings,
    Settings,
    read_password,
)

if TYPE_CHECKING:
    from parkcarbon_edge.broker import Broker

LISTEN_S = 5.0


async def probe_all(settings: Settings, running: Mapping[str, Any] | None = None) -> list[Probe]:
    """Every point of every connector, and the way to the platform's broker.

    `running` is what the agent says of itself while it runs: its log-in is bound to its client id, and under
    that a second client would throw it out.
    """
    rows = [_told(settings, running) if running else await _probe_uplink(settings)]
    for connector in settings.connector:
        find(connector)
        rows += await probe_one(connector)
    return rows


def _told(settings: Settings, running: Mapping[str, Any]) -> Probe:
    """The uplink as the running agent has it."""
    ok = bool(running.get("online"))
    note = "" if ok else str(running.get("uplink_error") or "not connected")
    return Probe("uplink", "", settings.uplink.url, None, "", "", "connected" if ok else "failed", note, ok)


async def probe_one(connector: ConnectorSettings) -> list[Probe]:
    """Every point of a connector; one row where it cannot be reached."""
    password = read_password(connector.password_file)
    try:
        return await _probe(connector, password)
    except Exception as error:
        return [Probe(connector.name, "", address(connector), None, "", "", "failed", _why(error), False)]


def address(connector: ConnectorSettings) -> str:
    """Where the connector connects to."""
    return connector.url if isinstance(connector, MqttSettings) else connector.endpoint


def _why(error: Exception) -> str:
    try:
        from parkcarbon_edge.connectors.opcua_session import explain
    except ModuleNotFoundError:
        return str(error)
    return explain(error)


async def _probe(connector: ConnectorSettings, password: str | None) -> list[Probe]:
    if isinstance(connector, OpcuaSettings):
        return await _probe_opcua(connector, password)
    if isinstance(connector, MqttSettings):
        return await _probe_mqtt(connector, password)
    from parkcarbon_edge.connectors.bus_probe import probe_bus

    return await probe_bus(connector)


async def _probe_opcua(connector: OpcuaSettings, password: str | None) -> list[Probe]:
    from parkcarbon_edge.connectors import opcua_values as values
    from parkcarbon_edge.connectors.opcua_session import open_session, value_of

    rows: list[Probe] = []
    async with open_session(connector, password) as session:
        known = [(p, n) for p in connector.point if (n := session.resolve(p.node)) is not None]
        found = await session.read([value_of(node) for _, node in known])
        for (point, _), value in zip(known, found, strict=True):
            reading = values.reading(point, value, now_ms(), server_time=point.time == "server")
            kind = value.Value.VariantType.name if value.Value is not None and value.Value.VariantType else ""
            status = values.status_name(reading[3])
            note = float32_note(kind, reading[2])
            if value.SourceTimestamp is None:
                note = 'no source time: time = "server" uses the server\'s. ' + note
            rows.append(
                Probe(connector.name, point.key, point.node, reading[2], kind, iso(reading[1]), status,
                      note.strip(), reading[3] == 0)
            )  # fmt: skip
    missing = {p.key for p in connector.point} - {p.key for p, _ in known}
    rows += [
        Probe(
            connector.name, p.key, p.node, None, "", "", "no such namespace", "Correct the nsu= part.", False
        )
        for p in connector.point
        if p.key in missing
    ]
    return rows


async def _probe_uplink(settings: Settings) -> Probe:
    """Connect once; the session that the agent left is neither read nor ended."""
    from parkcarbon_edge.broker import Access, Broker

    up, identity = settings.uplink, settings.client_id
    outcome: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def settle(result: str) -> None:
        if not outcome.done():
            outcome.set_result(result)

    broker = Broker(
        Access(up.url, identity, up.username, ca_file=up.ca_file, password_file=up.password_file),
        on_connected=lambda: settle(""),
        on_disconnected=settle,
        on_message=lambda _: None,
    )
    error = await _run_for(broker, outcome)
    return Probe("uplink", "", up.url, None, "", "", "failed" if error else "connected", error, not error)


async def _run_for(broker: "Broker", outcome: "asyncio.Future[str]") -> str:
    task = asyncio.create_task(broker.run())
    try:
        async with asyncio.timeout(15):
            return await outcome
    except TimeoutError:
        return "no answer in time"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _probe_mqtt(connector: MqttSettings, password: str | None) -> list[Probe]:
    """Listen for a while: a meter that says nothing in this time is not called wrong, only silent."""
    from parkcarbon_edge.broker import Access, Broker, Message
    from parkcarbon_edge.connectors.mqtt_mapping import mapped

    heard: dict[str, wire.Reading] = {}
    lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def settle(why: str) -> None:
        if not lost.done():
            lost.set_result(why)

    def received(message: Message) -> None:
        said = decode(message.payload)
        for point in connector.point:
            for reading in mapped([point], connector.dialect, message.topic, said, now_ms()):
                heard[point.key] = reading
        broker.acknowledge(message)
        if len(heard) == len(connector.point):
            settle("")

    def listening() -> None:
        asyncio.get_running_loop().call_later(LISTEN_S, settle, "")

    broker = Broker(
        Access(
            connector.url,
            f"pc-check-{now_ms()}",
            connector.username,
            password,
            connector.ca_file,
            connector.certificate_file,
            connector.private_key_file,
            connector.version,
        ),
        on_connected=listening,
        on_disconnected=settle,
        on_message=received,
        subscriptions=lambda: list({point.topic for point in connector.point}),
        session_expiry_s=0,
    )
    error = await _run_for(broker, lost)
    if error:
        return [Probe(connector.name, "", connector.url, None, "", "", "failed", error, False)]
    return [_heard(connector, point, heard.get(point.key)) for point in connector.point]


def _heard(connector: MqttSettings, point: MqttPoint, found: wire.Reading | None) -> Probe:
    place = f"{point.topic} {point.field}"
    if found is None:
        note = f"nothing within {LISTEN_S:g} s"
        return Probe(connector.name, point.key, place, None, "", "", "silent", note, True)
    status = "Good" if not found[3] else f"Bad 0x{found[3]:08X}"
    return Probe(
        connector.name, point.key, place, found[2], protocol_of(connector), iso(found[1]), status, "",
        not found[3], found,
    )  # fmt: skip
