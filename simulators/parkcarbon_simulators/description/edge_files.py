"""Configuration files of the edges, and the broker accounts they and the meters need."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from parkcarbon_simulators.description.buses import KINDS, NONE, bus_ports, items, on_bus, register_map
from parkcarbon_simulators.description.park_file import HISTORY
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import MODBUS, MQTT, OPCUA, Point, protocol

NAMESPACE = "urn:parkcarbon:simulator"
METERS_USERNAME = "meters"
SPOOL_BYTES = 1_000_000_000
HISTORY_STEP_S = 900
# Steam and power that move the page are sampled by subscription; registers are polled on the minute.
TopLevel = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """Where the simulated park is served, and where its files are."""

    folder: Path
    opcua_port: int
    mqtt_url: str
    history_days: int
    partitions: int


def username(edge: str) -> str:
    """Broker account of an edge."""
    return f"edge-{edge}"


def fault_username(user: str) -> str:
    """Broker account of the fault that sends as an edge does, beside the edge."""
    return f"{user}-fault"


def password_file(folder: Path, user: str) -> Path:
    """Where the password of an account is put by whoever runs the broker."""
    return folder / "credentials" / f"{user}.password"


def partition(park: str, partitions: int) -> str:
    """Topic partition of a park, two hex digits."""
    return f"{crc32(park.encode()) % partitions:02x}"


def opcua_ports(plant: Plant, first: int) -> dict[str, int]:
    """Port of each OPC UA server: consecutive from the first, in the scenario's order."""
    servers = [e["code"] for e in plant.scenario.edges if e["type"] == OPCUA]
    return {server: first + i for i, server in enumerate(servers)}


def mqtt_clients(plant: Plant, places: Places) -> list[dict[str, Any]]:
    """Accounts for the broker: the topics that each needs, and the one client id that it may use."""
    park = plant.scenario.park["code"]
    part = partition(park, places.partitions)
    clients: list[dict[str, Any]] = []
    for edge in (str(e["code"]) for e in plant.scenario.edges):
        own = {"kind": "edge", "edge": edge, "park": park, "partition": part}
        clients.append({"username": username(edge), **own})
        up = [f"pc/v1/{part}/{park}/edge/{edge}/up"]
        clients.append(_client(fault_username(username(edge)), {"publish": up, "subscribe": []}))
        for connector, _ in _connectors(edge, plant, places):
            if connector["type"] == MQTT:  # beside it `parkcarbon-edge check` listens under another client id
                reader = _client(connector["username"], _meter_topics(connector["mode"]))
                clients.append(reader | {"client_id": None})
    meters = {"publish": ["site/#"], "subscribe": ["site/+/profile/request"]}
    return [*clients, _client(METERS_USERNAME, meters)]


def _client(user: str, topics: Mapping[str, list[str]]) -> dict[str, Any]:
    return {"username": user, "kind": "other", "client_id": user, "topics": topics}


def _meter_topics(mode: str) -> dict[str, list[str]]:
    if mode == "history":
        return {"publish": ["site/+/profile/request"], "subscribe": ["site/+/profile"]}
    return {"publish": [], "subscribe": ["site/#"]}


def edge_files(plant: Plant, places: Places) -> dict[str, str]:
    """TOML text of each edge by its code."""
    return {e["code"]: _edge_file(str(e["code"]), plant, places) for e in plant.scenario.edges}


def _edge_file(edge: str, plant: Plant, places: Places) -> str:
    user = username(edge)
    park = plant.scenario.park["code"]
    top = {"park": park, "edge": edge, "partition": partition(park, places.partitions)}
    uplink = {
        "url": places.mqtt_url,
        "username": user,
        "password_file": str(password_file(places.folder, user)),
        "cycle_s": 0.25,
    }
    spool = {
        "path": str(places.folder / "spool" / f"{edge}.db"),
        "max_bytes": SPOOL_BYTES,
        "destination": "platform",
    }
    lines = [*_pairs(top), "", "[uplink]", *_pairs(uplink), "", "[spool]", *_pairs(spool)]
    for connector, points in _connectors(edge, plant, places):
        lines += ["", "[[connector]]", *_pairs(connector)]
        for point in points:
            lines += ["[[connector.point]]", *_pairs(point)]
    return "\n".join(lines) + "\n"


def _connectors(edge: str, plant: Plant, places: Places) -> Iterable[tuple[TopLevel, list[TopLevel]]]:
    history = edge == HISTORY
    ports = opcua_ports(plant, places.opcua_port)
    for meters_of in [e["code"] for e in plant.scenario.edges if e["type"] != HISTORY]:
        if not history and meters_of != edge:
            continue
        points = [p for p in plant.points.values() if p.edge == meters_of and (p.historized or not history)]
        mode = _mode(history, places.history_days)
        if protocol(plant.scenario, meters_of) == MQTT:
            user = f"{username(edge)}-mqtt-{meters_of}"
            account = {"username": user, "password_file": str(password_file(places.folder, user))}
            head = {"name": f"mqtt-{meters_of}", "type": MQTT, "url": places.mqtt_url, **account, **mode}
            yield head, [_mqtt_point(p) for p in points]
        else:
            endpoint = f"opc.tcp://127.0.0.1:{ports[meters_of]}"
            head = {"name": f"opcua-{meters_of}", "type": OPCUA, "endpoint": endpoint, **mode}
            # The past of meters on a bus is in the historian of their edge, whose server shows them, too.
            yield head, [_opcua_point(p) for p in points if history or not p.bus]
            if not history:
                yield from _buses(edge, plant, places)


def _buses(edge: str, plant: Plant, places: Places) -> Iterable[tuple[TopLevel, list[TopLevel]]]:
    ports = bus_ports(plant, places.opcua_port)
    for kind in KINDS:
        points = on_bus(plant, edge, kind)
        if points:
            endpoint = f"tcp://127.0.0.1:{ports[f'{edge}/{kind}']}"
            head = {"name": f"{kind}-{edge}", "type": kind, "endpoint": endpoint, "mode": "live"}
            yield head, _modbus_points(points) if kind == MODBUS else _dlt645_points(points)


def _modbus_points(points: Iterable[Point]) -> list[TopLevel]:
    found = []
    for place in register_map(points):
        point: TopLevel = {
            "key": place.point.code,
            "unit": place.unit,
            "address": f"4{place.address + 1:04d}",
            "type": place.type,
            "order": place.order,
            "period_s": int(place.point.period_s),
        }
        if place.type in NONE:
            point |= {"scale": f"1e-{place.point.decimals}", "invalid": [f"0x{NONE[place.type]:X}"]}
        found.append(point)
    return found


def _dlt645_points(points: Iterable[Point]) -> list[TopLevel]:
    return [
        {
            "key": item.point.code,
            "meter": item.meter,
            "item": f"{item.identifier:08X}",
            "period_s": int(item.point.period_s),
        }
        for item in items(points)
    ]


def _mode(history: bool, days: int) -> TopLevel:
    if not history:
        return {"mode": "live"}
    return {"mode": "history", "history_days": days, "history_step_s": HISTORY_STEP_S}


def _opcua_point(point: Point) -> TopLevel:
    return {
        "key": point.code,
        "node": f"nsu={NAMESPACE};s={point.node}",
        "sampling": "poll" if point.register else "subscribe",
        "period_s": int(point.period_s),
    }


def _mqtt_point(point: Point) -> TopLevel:
    return {"key": point.code, "topic": point.topic, "field": point.field}


def _pairs(values: Mapping[str, Any]) -> list[str]:
    # A JSON string or number is a TOML one too: both escape quotes, backslashes and control characters alike.
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
