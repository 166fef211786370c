"""The broker's own log, as mosquitto 2.0.21 wrote it, as events."""

import pytest
import redis
from parkcarbon_platform.control import watch
from parkcarbon_platform.services.connecting import broker_log
from parkcarbon_platform.services.connecting.broker_log import BrokerEvent, LogReader

NEW = "2026-11-26T02:18:43Z: New connection from 127.0.0.1:44451 on port 24967."
CONNECTED = (
    "1795600000: New client connected from 127.0.0.1:44451 as device.p.d (p2, c1, k60, u'device.p.d')."
)
NOW = 1_795_600_000_000


def read(*lines: str) -> list[BrokerEvent]:
    reader = LogReader()
    found = [reader.read(line, NOW + i) for i, line in enumerate(lines)]
    return [event for event in found if event is not None]


@pytest.mark.parametrize(
    ("lines", "kind", "client_id", "address"),
    [
        ((NEW, "2026-11-26T02:18:43Z: Client device.p.d disconnected, not authorised."),
         "refused", "device.p.d", "127.0.0.1:44451"),
        ((NEW, CONNECTED),
         "connected", "device.p.d", "127.0.0.1:44451"),
        ((NEW, "2026-11-26T02:18:57Z: OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca",
          "2026-11-26T02:18:57Z: Client <unknown> disconnected: Protocol error."),
         "tls", None, "127.0.0.1:44451"),
        (("2026-11-26T02:19:00Z: Client connection from 127.0.0.1 failed: error:0A00010B:SSL routines::wrong "
          "version number.",), "plain", None, "127.0.0.1"),
        ((NEW, "2026-11-26T02:19:03Z: Client <unknown> disconnected due to protocol error."),
         "unreadable", None, "127.0.0.1:44451"),
        (("2026-11-26T02:19:04Z: Client device.p.d closed its connection.",), "ended", "device.p.d", None),
        (("Client a disconnected.",), "ended", "a", None),
        (("Client a already connected, closing old connection.",), "replaced", "a", None),
    ],
)  # fmt: skip
def test_lines_become_events(
    lines: tuple[str, ...], kind: str, client_id: str | None, address: str | None
) -> None:
    (event,) = read(*lines)
    assert (event.kind, event.client_id, event.address) == (kind, client_id, address)


def test_what_says_nothing_of_a_client_is_passed_over() -> None:
    assert (
        read(NEW, "2026-11-26T02:19:02Z: Client <unknown> closed its connection.", "", "Saving in-memory")
        == []
    )


def test_who_was_refused_is_not_guessed_among_several() -> None:
    other = NEW.replace("44451", "44452")
    (event,) = read(NEW, other, "Client device.p.d disconnected, not authorised.")
    assert event.address is None


def test_the_version_and_the_log_in_are_told() -> None:
    (event,) = read(NEW, "New client connected from 127.0.0.1:1 as a b (p5, c1, k60, u'it's').")
    assert (event.client_id, event.login, event.detail) == ("a b", "it's", "MQTT 5")


def test_who_invents_names_does_not_fill_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[BrokerEvent] = []
    monkeypatch.setattr(broker_log, "keep", lambda _, events: kept.extend(events))
    times = [0.0]
    watching = watch.BrokerWatch("redis://127.0.0.1:1", clock=lambda: times[-1])
    for second in (0.0, 2.0):
        times.append(second)
        for i in range(500):
            line = f"Client name-{i} disconnected, not authorised."
            assert watching.read(f"{watch.TOPIC}N", line.encode())
    assert watching.read(f"{watch.TOPIC}N", CONNECTED.encode())
    assert [event.kind for event in kept] == ["refused"] * 2 * watch.STRANGERS_A_SECOND + ["connected"]
    watching.close()


def test_a_client_that_gives_no_name_leaves_none_behind(redis_url: str) -> None:
    """A probe comes every few seconds, each time under a name that the broker invents."""
    names = ("auto-02AF63DD-3EBD-07C1-A394-CF653E25F46D", "device.p.d")
    events = [BrokerEvent(NOW, kind, name) for name in names for kind in ("connected", "refused")]
    with redis.Redis.from_url(redis_url) as cache:
        broker_log.keep(cache, events)
        assert set(cache.keys()) == {b"pc:broker:client:device.p.d", b"pc:broker:unknown"}
        assert len(broker_log.of_client(cache, "device.p.d")) == 2
        assert names[0] in [event.client_id for event in broker_log.of_unknown(cache)]
