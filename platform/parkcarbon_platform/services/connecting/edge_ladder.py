"""The ladder of a device behind an edge: from the edge that is enrolled to energy that is settled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parkcarbon_platform.services.connecting import rungs
from parkcarbon_platform.services.connecting.rungs import Rung, hangs, ok
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.device_mappings import PointFacts
from parkcarbon_platform.storage.edge_orders import ConfigRow
from parkcarbon_platform.storage.edges import EdgeRow
from parkcarbon_platform.storage.ladder import Bound, NewReading


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a device and the edge that brings it."""

    edge: EdgeRow
    config: ConfigRow | None
    bound: Sequence[Bound]
    points: Sequence[PointFacts]
    readings: Sequence[NewReading]
    since: datetime
    now: datetime

    @property
    def state(self) -> Mapping[str, Any]:
        """What the edge last said of itself."""
        return self.edge.state or {}

    @property
    def connectors(self) -> list[str]:
        """The connectors that bring the device's keys, as the configuration has them."""
        keys = {bound.key for bound in self.bound}
        sections = self.config.connector if self.config else []
        return [
            str(section.get("name"))
            for section in sections
            if keys & {point.get("key") for point in section.get("point", ()) if isinstance(point, dict)}
        ]


def climb(connection: Connection, seen: Evidence) -> list[Rung]:
    """The rungs in order."""
    return rungs.climb(
        [
            ("enrolled", lambda: _enrolled(seen)),
            ("online", lambda: _online(seen)),
            ("configured", lambda: _configured(seen)),
            ("connected", lambda: _connected(seen)),
            ("reading", lambda: _reading(seen)),
            ("plausible", lambda: rungs.plausible(connection, seen.readings, seen.now)),
            ("settled", lambda: rungs.settled(connection, seen.points, seen.readings, seen.since)),
        ]
    )


def _enrolled(seen: Evidence) -> Rung:
    edge = seen.edge
    if edge.enrolled_at is not None:
        return ok("enrolled", to_ms(edge.enrolled_at), edge.enrolled_host)
    if edge.state is not None:
        return ok("enrolled", None, edge.code)
    words = f"The edge {edge.code} has not been enrolled on any machine."
    return hangs(
        "enrolled",
        "not_enrolled",
        words,
        "Make a token, and run the commands on the gateway.",
        edge=edge.code,
    )


def _online(seen: Evidence) -> Rung:
    at = None if seen.edge.state_at is None else to_ms(seen.edge.state_at)
    if seen.state.get("online"):
        return ok("online", at, str(seen.state.get("version") or ""))
    words = f"The edge {seen.edge.code} is not connected to the broker."
    remedy = "Look at the service parkcarbon-edge on the gateway and at its way to the broker."
    return hangs("online", "offline", words, remedy, time_ms=at, edge=seen.edge.code)


def _configured(seen: Evidence) -> Rung:
    config, state = seen.config, seen.state
    if config is None or config.version == 0:
        if seen.bound:
            return ok("configured", None, "as in the edge's own file", says="own_file")
        words = "The edge has no configuration from here."
        return hangs("configured", "no_config", words, "Save a configuration with the device's points.")
    if state.get("config_version") == config.version or config.acknowledged_at is not None:
        at = None if config.acknowledged_at is None else to_ms(config.acknowledged_at)
        words, facts = f"version {config.version}", {"version": config.version}
        return ok("configured", at, words, says="config_version", **facts)
    if config.refused_at is not None:
        words = f"Version {config.version} is not in force: {config.error}"
        remedy = "Correct the configuration and save it again."
        return hangs(
            "configured", "config_refused", words, remedy, time_ms=to_ms(config.refused_at),
            version=config.version, error=config.error,
            error_words=_said(config.words),
        )  # fmt: skip
    words = f"Version {config.version} has not been acknowledged."
    remedy = "Wait some seconds; if it lasts, look at the process control and at the edge."
    return hangs(
        "configured", "config_waiting", words, remedy, time_ms=to_ms(config.created_at), waits=True,
        version=config.version,
    )  # fmt: skip


def _connected(seen: Evidence) -> Rung:
    said: Mapping[str, Any] = seen.state.get("connectors") or {}
    names = seen.connectors or list(said)
    for name in names:
        health = said.get(name)
        if health is None:
            words = f"The edge has not said yet how the connector {name} is."
            return hangs(
                "connected", "connector_unknown", words, "Wait some seconds.", waits=True, connector=name
            )
        if not health.get("ok"):
            words = f"{name}: {health.get('error') or 'not connected'}"
            remedy = "Test the connector: it says what the source answers."
            return hangs(
                "connected",
                "connector_failed",
                words,
                remedy,
                connector=name,
                error=health.get("error"),
                error_words=_said(health.get("words")),
            )
    return ok("connected", None, ", ".join(names) or None)


def _said(words: object) -> str | None:
    """The edge's own sentence as a fact: pages say it in their language."""
    return json.dumps(words, ensure_ascii=False) if words else None


def _reading(seen: Evidence) -> Rung:
    if not seen.readings:
        keys = ", ".join(bound.key for bound in seen.bound[:5]) or "none"
        remedy = "Test the connector's points; check that their keys are bound to the points."
        words = f"No reading has come (keys: {keys})."
        return hangs("reading", "no_reading", words, remedy, waits=True, keys=keys)
    newest = seen.readings[0]
    if newest.value is None or newest.quality >> 30 >= 2:
        words = f"{newest.point}: the source calls it bad (0x{newest.quality:08X})."
        remedy = "Test the connector's points: the answer says why the source has no value."
        return hangs(
            "reading", "bad_reading", words, remedy, time_ms=to_ms(newest.received_at), point=newest.point,
            quality=f"0x{newest.quality:08X}",
        )  # fmt: skip
    return ok("reading", to_ms(newest.received_at), f"{newest.point} = {rungs.shown(newest)}")
