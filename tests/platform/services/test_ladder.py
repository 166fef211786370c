"""Who is told of whom: what the broker says of log-ins that are not the device's own."""

from datetime import UTC, datetime

from parkcarbon_platform.services.connecting.broker_log import BrokerEvent
from parkcarbon_platform.services.connecting.ladder import strangers
from parkcarbon_platform.storage.edges import LoginRow

LOGIN = LoginRow("device.park.m", "plc-7", datetime(2026, 1, 1, tzinfo=UTC), "operator", None, None)


def refused(client_id: str | None, time_ms: int = 5) -> BrokerEvent:
    return BrokerEvent(time_ms, "refused", client_id, "192.0.2.1:1")


def test_names_of_other_log_ins_are_told_to_nobody() -> None:
    names = ("device.other.m", "edge.other.gateway", "pc-other-gateway", "parkcarbon-control")
    unknown = [refused(name) for name in (*names, "some-plc", None)]
    assert [event.client_id for event in strangers(unknown, LOGIN, 0)] == ["some-plc", None]
    assert [event.client_id for event in strangers(unknown, None, 0)] == ["some-plc"]


def test_the_log_in_in_place_of_the_client_id_is_the_device_itself() -> None:
    unknown = [refused("device.park.m"), refused("plc-7"), refused("before", 1)]
    assert [event.client_id for event in strangers(unknown, LOGIN, 2)] == ["device.park.m"]
