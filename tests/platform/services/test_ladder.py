"""Who is told of whom, and which message says how far a device has come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
from parkcarbon_platform.services.connecting import device_ladder, sparkplug_message
from parkcarbon_platform.services.connecting.broker_log import BrokerEvent
from parkcarbon_platform.services.connecting.device_ladder import Evidence
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage, MessageOutcome
from parkcarbon_platform.services.connecting.dialects.base import Place
from parkcarbon_platform.services.connecting.ladder import strangers
from parkcarbon_platform.storage.device_mappings import DeviceMapping, MappingRow
from parkcarbon_platform.storage.edges import LoginRow
from parkcarbon_platform.storage.ladder import NewReading

LOGIN = LoginRow("device.park.m", "plc-7", datetime(2026, 1, 1, tzinfo=UTC), "operator", None, None)


def refused(client_id: str | None, time_ms: int = 5) -> BrokerEvent:
    return BrokerEvent(time_ms, "refused", client_id, "192.0.2.1:1")


def told(unknown: list[BrokerEvent], login: LoginRow | None, own: list[BrokerEvent], since: int) -> object:
    return [(event.client_id, event.address) for event in strangers(unknown, login, own, since)]


def test_of_strangers_nobody_is_told_who_they_are_or_where() -> None:
    names = ("device.other.m", "edge.other.gateway", "pc-other-gateway", "parkcarbon-control")
    unknown = [refused(name) for name in (*names, "plc-of-another-park", None)]
    assert told(unknown, LOGIN, [], 0) == [(None, None), (None, None)]
    assert told(unknown, None, [], 0) == [(None, None), (None, None)]


def test_the_address_from_which_the_device_has_come_is_its_own() -> None:
    own = [BrokerEvent(4, "connected", "plc-7", "192.0.2.1:77", "device.park.m")]
    other = BrokerEvent(5, "refused", "typo", "192.0.2.9:1")
    assert told([refused("typo"), other], LOGIN, own, 0) == [("typo", "192.0.2.1:1"), (None, None)]


def test_the_log_in_in_place_of_the_client_id_is_the_device_itself() -> None:
    unknown = [refused("device.park.m"), refused("plc-7"), refused("before", 1)]
    assert told(unknown, LOGIN, [], 2) == [("device.park.m", "192.0.2.1:1")]


PLACE = Place("0a", "park", "m")
SAVED = datetime(2026, 1, 1, tzinfo=UTC)


def message(outcome: MessageOutcome, seconds: int, payload: bytes = b"{}", size: int = 0) -> DeviceMessage:
    time_ms = int(SAVED.timestamp() * 1000) + 1000 * seconds
    reason = "12345 values" if outcome == "quarantined" else None
    return DeviceMessage(time_ms, f"{PLACE.root}/up", 1, size or len(payload), payload, outcome, reason)


FIELDS = DeviceMapping("fields", {"p": "$.e"})


def seen(*messages: DeviceMessage, mapping: DeviceMapping | None = FIELDS, **more: object) -> Evidence:
    row = None if mapping is None else MappingRow(1, mapping, "operator", SAVED)
    found = Evidence(
        place=PLACE, url="mqtt://x", since=SAVED, now=SAVED + timedelta(minutes=1), listening=True,
        login="device.park.m", client_id="plc-7", own=(), unknown=(), messages=messages, mapping=row,
        points=(), readings=(),
    )  # fmt: skip
    return replace(found, **more)


def payload_rung(*messages: DeviceMessage, mapping: DeviceMapping = FIELDS) -> tuple[str, str | None]:
    rung = device_ladder._payload(seen(*messages, mapping=mapping))
    return rung.state, rung.code


def test_what_the_mapping_does_not_mean_says_nothing_of_what_it_means() -> None:
    assert payload_rung(message("ignored", 9), message("stored", 8)) == ("ok", None)
    assert payload_rung(message("ignored", 9), message("stored", -8)) == ("failed", "no_values")


def test_a_long_message_is_not_judged_by_its_beginning() -> None:
    assert payload_rung(message("ignored", 9, b'{"e": [', 99)) == ("waiting", "next_message")
    assert payload_rung(message("quarantined", 9, b'{"e": [', 99)) == ("failed", "quarantined")


def test_where_a_mapping_fits_what_came_before_it_nobody_says_that_nothing_came() -> None:
    fitting = b'{"e": 1}'
    for outcome in ("waiting", "unmapped", "quarantined"):
        assert payload_rung(message(outcome, -8, fitting)) == ("waiting", "next_message")
    assert payload_rung(message("waiting", 8, fitting)) == (
        "waiting",
        "next_message",
    )  # the ingest reads it late
    assert payload_rung(message("quarantined", 8, fitting)) == ("failed", "quarantined")


def sparkplug(outcome: MessageOutcome, seconds: int, *names: str) -> DeviceMessage:
    metrics = [sparkplug_message.Metric(name, 5, 7.0) for name in names]
    body = sparkplug_message.encode(sparkplug_message.SparkplugMessage("NDATA", metrics))
    return replace_topic(message(outcome, seconds, body), "spBv1.0/park/NDATA/m")


def replace_topic(found: DeviceMessage, topic: str) -> DeviceMessage:
    return msgspec.structs.replace(found, topic=topic)


def test_a_sparkplug_message_that_has_other_metrics_only_does_not_fit() -> None:
    mapping = DeviceMapping("sparkplug", {"p": "Energy/Total"})
    assert payload_rung(sparkplug("ignored", 8, "Fan"), mapping=mapping) == ("waiting", "not_told")
    assert payload_rung(sparkplug("waiting", -8, "Fan"), mapping=mapping) == ("waiting", "not_told")
    assert payload_rung(sparkplug("waiting", -8, "Energy/Total"), mapping=mapping) == (
        "waiting",
        "next_message",
    )
    stored = sparkplug("stored", 4, "Energy/Total")
    assert payload_rung(sparkplug("ignored", 8, "Fan"), stored, mapping=mapping) == ("ok", None)


def test_a_reading_that_it_brought_proves_it_although_the_cache_has_forgotten_the_message() -> None:
    came = NewReading(1, "p", SAVED, 1.0, None, 0, SAVED + timedelta(seconds=5), by_device=True)
    for rung in (
        device_ladder._listening,
        device_ladder._login,
        device_ladder._topic,
        device_ladder._payload,
    ):
        assert rung(seen(readings=(came,), listening=False)).state == "ok"
    other = replace(came, by_device=False)  # of a file, or of an edge
    assert device_ladder._topic(seen(readings=(other,))).code == "no_message"


def test_the_topic_rung_says_what_the_broker_would_take() -> None:
    topic = device_ladder._topic
    assert topic(seen()).says == "no_message"
    assert topic(seen(rights=[f"{PLACE.root}/#"])).says == "no_message_asked"
    # A log-in of before the platform knew Sparkplug.
    old = seen(rights=[f"{PLACE.root}/#"], mapping=None, dialect="sparkplug")
    found = topic(old)
    assert (found.state, found.code, found.facts["denied"]) == (
        "failed",
        "topic_denied",
        "spBv1.0/park/NBIRTH/m",
    )
    assert "spBv1.0" in topic(seen(mapping=None, dialect="sparkplug")).facts["topics"]
