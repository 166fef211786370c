"""What commands look at: each function is given the facts and the arguments, and answers with JSON."""

import asyncio
import platform
import shutil
import sys
import tempfile
import time
from importlib.metadata import distributions
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from parkcarbon_edge import decoding, logbook
from parkcarbon_edge.commands import Facts
from parkcarbon_edge.connectors import find
from parkcarbon_edge.connectors.trial import try_connector
from parkcarbon_edge.decoding import Ask
from parkcarbon_edge.errors import DesiredError, EdgeError
from parkcarbon_edge.fieldbus import ModbusSettings
from parkcarbon_edge.settings import ConnectorSettings, OpcuaSettings, read_password
from parkcarbon_edge.spool_destinations import inspect_spool


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Which source: a configured connector by name, or one like it that is not configured yet.

    `points`: only these keys. `secrets`: texts that `connection` names, on the disk while it is looked at.
    """

    connector: str | None = None
    connection: dict[str, Any] | None = None
    secrets: dict[str, str] = {}
    points: list[str] | None = None


def source_of(args: dict[str, Any]) -> Source:
    """The arguments as a source; raises `DesiredError`."""
    try:
        source = msgspec.convert(args, Source)
    except msgspec.ValidationError as error:
        raise DesiredError(f"The arguments cannot be used: {error}.", "Correct them.") from error
    if (source.connector is None) == (source.connection is None):
        raise DesiredError("The arguments name no source.", "Give either connector or connection.")
    return source


def settings_of(facts: Facts, source: Source, folder: Path) -> ConnectorSettings:
    """The settings of the source, with the points that are asked for; secrets are put into the folder."""
    desired = facts.desired
    if source.connection is not None:
        places = {name: folder / str(number) for number, name in enumerate(source.secrets)}
        for name, path in places.items():
            path.touch(mode=0o600)
            path.write_text(source.secrets[name])
        secrets = {name: str(path) for name, path in places.items()}
        settings = desired.section(source.connection, secrets).connector[0]
    else:
        known = {connector.name: connector for connector in desired.settings.connector}
        if source.connector not in known:
            raise DesiredError(
                f"There is no connector '{source.connector}'.", "Choose one that is configured."
            )
        settings = known[source.connector]
    if source.points is None:
        return settings
    chosen = [point for point in settings.point if point.key in source.points]
    return msgspec.structs.replace(settings, point=chosen)


async def test(facts: Facts, args: dict[str, Any]) -> object:
    """What each point of a connector says now, and what is odd about it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(facts, source_of(args), Path(folder))
        find(settings)
        rows = await try_connector(settings)
    # Sentences with a code are texts.
    return {"connector": settings.name, "points": msgspec.to_builtins(rows, enc_hook=str)}


async def read(facts: Facts, args: dict[str, Any]) -> object:
    """The same for some points."""
    return await test(facts, args)


class Server(Struct, frozen=True, forbid_unknown_fields=True):
    """A server that nobody has configured yet."""

    url: str
    protocol: Literal["opcua"] = "opcua"


async def discover(facts: Facts, args: dict[str, Any]) -> object:
    """What a server offers before any log-in, and whether this edge trusts its certificate."""
    try:
        server = msgspec.convert(args, Server)
    except msgspec.ValidationError as error:
        raise DesiredError(f"The arguments cannot be used: {error}.", "Correct them.") from error
    settings = facts.desired.section({"type": "opcua", "name": "discover", "endpoint": server.url}, {})
    [connector] = settings.connector
    find(connector)
    assert isinstance(connector, OpcuaSettings)
    from parkcarbon_edge.connectors import opcua_discovery, opcua_session

    with opcua_session.spoken(server.url):
        found = await opcua_discovery.discover(server.url, connector.pki_folder, connector.timeout_s)
    own = await asyncio.to_thread(opcua_discovery.own_certificate, connector)
    return msgspec.structs.replace(found, own=own)


class Tree(Struct, frozen=True):
    """Which part of a server's tree: one level, or nodes by name, or likely counters below a node."""

    node: str = "i=85"
    offset: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1, le=300)] = 100
    search: str | None = None
    counters: bool = False
    watch_s: Annotated[float, Meta(ge=0, le=30)] = 6.0


async def browse(facts: Facts, args: dict[str, Any]) -> object:
    """A level of the tree, nodes found by name, or likely counters."""
    here = {name: value for name, value in args.items() if name not in Tree.__struct_fields__}
    try:
        tree = msgspec.convert(args, Tree)
    except msgspec.ValidationError as error:
        raise DesiredError(f"The arguments cannot be used: {error}.", "Correct them.") from error
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(facts, source_of(here), Path(folder))
        find(settings)
        if not isinstance(settings, OpcuaSettings):
            raise DesiredError(f"'{settings.name}' has no tree to browse.", "Choose an OPC UA source.")
        return await _browse(settings, tree)


async def _browse(settings: OpcuaSettings, tree: Tree) -> object:
    from parkcarbon_edge.connectors import opcua_browse, opcua_session

    password = await asyncio.to_thread(read_password, settings.password_file)
    with opcua_session.spoken(settings.endpoint):
        async with opcua_session.open_session(settings, password) as session:
            if tree.search:
                return await opcua_browse.search(session, tree.search, tree.node, limit=tree.limit)
            if tree.counters:
                return await opcua_browse.suggest(session, tree.node, watch_s=tree.watch_s, limit=tree.limit)
            return await opcua_browse.browse(session, tree.node, offset=tree.offset, limit=tree.limit)


async def decode(facts: Facts, args: dict[str, Any]) -> object:
    """What registers of a Modbus device may mean, the most plausible first."""
    here: dict[str, Any] = {name: args[name] for name in ("connector", "connection") if name in args}
    if isinstance(here.get("connection"), dict):
        here["connection"] = {"type": "modbus", "name": "decode", **here["connection"]}
    try:
        ask = msgspec.convert({name: value for name, value in args.items() if name not in here}, Ask)
    except msgspec.ValidationError as error:
        raise DesiredError(f"The arguments cannot be used: {error}.", "Correct them.") from error
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(facts, source_of(here), Path(folder))
    if not isinstance(settings, ModbusSettings):
        raise DesiredError(f"'{settings.name}' has no registers.", "Choose a Modbus source.")
    find(settings)
    return await decoding.decode(settings, ask)


async def configuration(facts: Facts, _: dict[str, Any]) -> object:
    """The sections in force; files are named, their content stays here."""
    return {"version": facts.desired.version, "connector": facts.desired.connectors()}


def _spool(path: Path) -> object:
    """What is in it; a spool that cannot be read may be the very fault that is looked for."""
    try:
        summary = inspect_spool(path)
    except EdgeError as error:
        return {"error": str(error)}
    return summary._asdict() if summary else None


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


async def diagnose(facts: Facts, _: dict[str, Any]) -> object:
    """What somebody far away needs to find a fault; no secret is in it."""
    base = facts.desired.base
    spool = Path(base.spool.path)
    up = base.uplink
    return {
        "machine": {
            "system": platform.platform(), "python": sys.version, "host": platform.node(),
            "time_ms": time.time_ns() // 1_000_000, "disk_free_bytes": _free_bytes(spool.parent),
        },
        "packages": sorted(f"{d.metadata['Name']} {d.version}" for d in distributions()),
        "uplink": {"url": up.url, "username": up.username, "ca_file": up.ca_file, "cycle_s": up.cycle_s},
        "spool": _spool(spool),
        "state": msgspec.json.decode(facts.state),
        "configuration": {"version": facts.desired.version, "connector": facts.desired.connectors()},
        "log": logbook.lines(),
    }  # fmt: skip
