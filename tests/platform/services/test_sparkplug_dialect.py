"""The dialect of Sparkplug nodes: whose messages, which metrics, and what a mapping may not say."""

import pytest
from parkcarbon_platform.services.connecting import sparkplug_message as form
from parkcarbon_platform.services.connecting.dialects import sparkplug
from parkcarbon_platform.services.connecting.dialects.base import Place, Value
from parkcarbon_platform.services.connecting.sparkplug_message import Metric, SparkplugMessage
from parkcarbon_platform.storage.device_mappings import DeviceMapping, PointFacts

PLACE = Place("0a", "park-a", "meter")
MAPPING = DeviceMapping("sparkplug", {"total": "Energy/Total", "panel": "panel/energy"})
T0 = 1_790_000_000_000


def point(code: str, kind: str = "register") -> PointFacts:
    return PointFacts(1, code, "energy", "electricity", "kWh", kind)


def read(*metrics: Metric) -> list[Value]:
    found = sparkplug.read(PLACE, MAPPING, "", form.encode(SparkplugMessage("DDATA", list(metrics))))
    assert found.problems == ()
    return list(found.values)


def test_a_mapping_names_metrics_of_the_node_and_of_its_devices() -> None:
    assert read(
        Metric("Energy/Total", T0, 5), Metric("panel/energy", T0 + 1, None, form.BAD_NO_COMMUNICATION),
        Metric("bdSeq", T0, 1),
    ) == [Value("total", 5, T0, 0), Value("panel", None, T0 + 1, form.BAD_NO_COMMUNICATION)]  # fmt: skip
    assert read(Metric("other", T0, 5)) == []


def test_numbers_that_a_float_cannot_hold_stay_exact() -> None:
    assert read(Metric("Energy/Total", T0, (1 << 64) - 1)) == [Value("total", "18446744073709551615", T0, 0)]


@pytest.mark.parametrize("payload", [b"", b"\xff", b"[]", b"{}", b'{"sparkplug":"X"}', b"[" * 9999])
def test_what_is_no_message_of_the_host_is_a_problem(payload: bytes) -> None:
    assert [p.code for p in sparkplug.read(PLACE, MAPPING, "", payload).problems] == ["not_sparkplug"]
    assert sparkplug.leaves(PLACE, None, payload) == []


def test_what_the_host_could_not_read_says_why() -> None:
    payload = form.encode(SparkplugMessage("NDATA", problem="There is no field 0.", payload=b"\x00"))
    (problem,) = sparkplug.read(PLACE, MAPPING, "", payload).problems
    assert problem.message == "There is no field 0."


@pytest.mark.parametrize(
    ("topic", "heard"),
    [
        ("spBv1.0/park-a/NDATA/meter", True),
        ("spBv1.0/park-a/DDATA/meter/panel", True),
        ("spBv1.0/park-a/NDATA/other", False),
        ("spBv1.0/park-b/NDATA/meter", False),
        ("pc/v1/0a/park-a/device/meter/x", False),
    ],
)
def test_only_its_own_topics_are_heard(topic: str, heard: bool) -> None:
    assert sparkplug.hears(PLACE, MAPPING, topic) is heard


def test_people_are_told_where_to_publish() -> None:
    told = sparkplug.topics(PLACE, MAPPING)
    assert told[:3] == [f"spBv1.0/park-a/{kind}/meter" for kind in ("NBIRTH", "NDATA", "NDEATH")]
    assert "spBv1.0/park-a/DDATA/meter/DEVICE" in told
    assert sparkplug.topics(PLACE, None) == told
    assert sparkplug.topics(PLACE, DeviceMapping("sparkplug", {"total": "energy"})) == told[:3]


def test_what_a_mapping_may_not_say() -> None:
    def codes(mapping: DeviceMapping, kind: str = "register") -> list[str]:
        return [p.code for p in sparkplug.check(mapping, [point("total", kind)])]

    assert codes(DeviceMapping("sparkplug", {"total": "a"})) == []
    assert codes(DeviceMapping("sparkplug", {"total": ""})) == ["path"]
    assert codes(DeviceMapping("sparkplug", {"other": "a"})) == ["unknown_point"]
    assert codes(DeviceMapping("sparkplug", {"total": "a"}, topic="x", time="$.t")) == ["fixed", "fixed"]
    assert codes(DeviceMapping("sparkplug", {"total": "a"}), "interval") == ["told_again"]


def test_metrics_that_are_numbers_can_be_chosen() -> None:
    message = SparkplugMessage("NBIRTH", [
        Metric("Node Control/Rebirth", T0, 0), Metric("bdSeq", T0, 3), Metric("energy", T0, 7.5),
        Metric("name", T0, "three-phase"), Metric("gone", T0, None),
    ])  # fmt: skip
    assert [tuple(leaf) for leaf in sparkplug.leaves(PLACE, None, form.encode(message))] == [("energy", 7.5)]
