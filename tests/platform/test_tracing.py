"""Traces as a collector sees them: a reading's way from the edge to the ledger through real servers."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from parkcarbon_edge import tracing as edge_tracing
from parkcarbon_edge import wire
from parkcarbon_edge.broker import Access
from parkcarbon_edge.forwarding import SpoolView
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.uplink.mqtt import Uplink
from parkcarbon_platform.ingest import shell
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.telemetry import logs, tracing
from parkcarbon_platform.telemetry.tracing import Place

from tests.support import park as parks
from tests.support.metered import MINUTE, START, MeteredPark, document
from tests.support.opcua import running, until
from tests.support.otlp import Collector, Seen, collecting
from tests.support.stack import Broker, Database

PARK, EDGE = "metered", "plant"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as listening:
        monkeypatch.setenv(tracing.ENDPOINT, listening.url)
        yield listening


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    bound = document() | {"bindings": [{"edge": EDGE, "key": "office", "point": "office"}]}
    metered = MeteredPark(database, bound)
    yield metered
    metered.close()


def settings(database: Database, broker: Broker, redis_url: str) -> Settings:
    return Settings(
        database_url=database.owner_url, database_app_url=database.app_url,
        database_ingest_url=database.ingest_url, database_directory_url=database.directory_url,
        mqtt_url=broker.url, redis_url=redis_url,
    )  # fmt: skip


async def send(broker: Broker, spool: Spool) -> None:
    """An edge's uplink until its spool is empty."""
    access = Access(f"mqtt://{broker.host}:{broker.port}", "edge", broker.username, broker.password)
    address = wire.Address(parks.partition(PARK), PARK, EDGE)
    view = SpoolView(spool)
    uplink = Uplink(access, address, view, lambda online: wire.State(online=online, spool=view.uuid))
    async with running(uplink.run()):
        await until(lambda: not view.head(0, 1), "the commit of what was collected")
        await uplink.close()


def only(found: list[Seen]) -> Seen:
    (one,) = found
    return one


def test_a_reading_is_followed_from_its_edge_to_the_ledger(
    park: MeteredPark, database: Database, mqtt: Broker, redis_url: str, tmp_path: Path, collector: Collector
) -> None:
    spool = Spool(tmp_path / "spool.db", 10_000_000)
    batch = wire.trace_of(SpoolView(spool).uuid, 1)
    spool.append([("office", START + i * 15 * MINUTE, float(i), 0) for i in range(5)])
    tracing.begin("parkcarbon-test")
    stop, ready = threading.Event(), threading.Event()
    ingest = threading.Thread(
        target=shell.run, args=(settings(database, mqtt, redis_url), stop, None, lambda _: ready.set())
    )
    ingest.start()
    try:
        assert ready.wait(60)
        asyncio.run(send(mqtt, spool))
    finally:
        stop.set()
        ingest.join(30)
        spool.close()
    with tracing.span("task") as _:
        settlement.settle(park.pools, park.id, lambda *_: None)
    tracing.end()

    sent = only(collector.named("batch"))
    assert (sent.service, sent.trace, sent.span) == ("parkcarbon-edge", batch.trace, batch.sent)
    stored = only(collector.named("ingest"))
    assert (stored.trace, stored.span, stored.parent) == (batch.trace, batch.stored, sent.span)
    assert (stored.facts["outcome"], stored.facts["readings"]) == ("stored", 5)
    for name in ("decode and resolve", "commit"):
        part = only(collector.named(name))
        assert (part.trace, part.parent) == (batch.trace, stored.span)
        assert part.taken_ns <= stored.taken_ns
    settled = only(collector.named("settle"))
    assert settled.links == ((batch.trace, batch.stored),)
    assert settled.parent == only(collector.named("task")).span
    ledger = only(collector.named("ledger"))
    assert (ledger.trace, ledger.parent) == (settled.trace, settled.span)
    assert ledger.facts["quarter_hours"] == 4
    assert len(park.ledger()) == 1


def test_what_is_not_chosen_is_neither_sent_nor_linked(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edge and platform choose alike, by the trace's id."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    traces = [wire.trace_of("spool", number) for number in range(40)]
    edge = edge_tracing.recorder(wire.Address("0a", PARK, EDGE))
    assert edge is not None
    for number in range(40):
        edge.sent("spool", number)
    edge.committed("spool", 40)
    edge.close()
    tracing.begin("parkcarbon-test")
    for trace in traces:
        tracing.record("ingest", 1, 2, place=Place(trace.trace, trace.stored))
    chosen = {trace.trace for trace in traces if tracing.is_sampled(trace.trace)}
    tracing.end()
    assert 5 < len(chosen) < 35
    assert {span.trace for span in collector.named("batch")} == chosen
    assert {span.trace for span in collector.named("ingest")} == chosen


def test_without_a_collector_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tracing.ENDPOINT, raising=False)
    assert not tracing.begin("parkcarbon-test")
    assert edge_tracing.recorder(wire.Address("0a", PARK, EDGE)) is None
    with tracing.span("work", park="x") as opened:
        assert opened is tracing.NOTHING
        assert tracing.current() is None


@pytest.mark.parametrize("share", ["abc", "2", "nan"])
def test_a_share_that_is_none_stops_nobody(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, share: str
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", share)
    assert not tracing.begin("parkcarbon-test")
    assert edge_tracing.recorder(wire.Address("0a", PARK, EDGE)) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
    assert collector.named("work") == []


def test_an_error_is_told_and_goes_on(collector: Collector) -> None:
    tracing.begin("parkcarbon-test")

    def fail() -> None:
        with tracing.span("work"):
            raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        fail()
    tracing.end()
    assert only(collector.named("work")).failed


@pytest.mark.parametrize("told", [None, "", "00-zz-11-01", "00-" + "a" * 32 + "-" + "b" * 16, "x" * 5000])
def test_what_is_no_traceparent_names_nothing(told: str | None) -> None:
    assert tracing.place_of(told) is None


def test_log_lines_carry_the_trace(collector: Collector) -> None:
    handler = logs.handler("json")
    record = logging.LogRecord("parkcarbon", logging.WARNING, "", 0, "%s wait", ("three\nlines",), None)
    tracing.begin("parkcarbon-test")
    with tracing.span("work"):
        place = tracing.current()
        handler.filter(record)
        told = json.loads(handler.format(record))
    tracing.end()
    assert place is not None
    assert (told["trace_id"], told["span_id"]) == place
    assert (told["level"], told["message"]) == ("WARNING", "three\nlines wait")
    assert (only(collector.named("work")).trace, "\n" in handler.format(record)) == (place.trace, False)
