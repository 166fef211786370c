"""Who is told of whom, and which message says how far a device has come."""

from datetime import UTC, datetime

from parkcarbon_platform.services.connecting import device_ladder
from parkcarbon_platform.services.connecting.broker_log import BrokerEvent
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage, MessageOutcome
from parkcarbon_platform.services.connecting.dialects.base import Place
from parkcarbon_platform.services.connecting.ladder import strangers
from parkcarbon_platform.storage.device_mappings import DeviceMapping, MappingRow
from parkcarbon_platform.storage.edges import LoginRow

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


def payload_rung(*messages: DeviceMessage) -> tuple[str, str | None]:
    mapping = MappingRow(1, DeviceMapping("fields", {"p": "$.e"}), "operator", SAVED)
    seen = device_ladder.Evidence(
        place=PLACE, url="mqtt://x", since=SAVED, now=SAVED, listening=True, login=None, client_id=None,
        own=(), unknown=(), messages=messages, mapping=mapping, points=(), readings=(),
    )  # fmt: skip
    rung = device_ladder._payload(seen)
    return rung.state, rung.code


def test_what_the_mapping_does_not_mean_says_nothing_of_what_it_means() -> None:
    assert payload_rung(message("ignored", 9), message("stored", 8)) == ("ok", None)
    assert payload_rung(message("ignored", 9), message("stored", -8)) == ("failed", "no_values")


def test_a_long_message_is_not_judged_by_its_beginning() -> None:
    assert payload_rung(message("ignored", 9, b'{"e": [', 99)) == ("waiting", "no_message")
    assert payload_rung(message("quarantined", 9, b'{"e": [', 99)) == ("failed", "quarantined")
