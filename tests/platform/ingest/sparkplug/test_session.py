"""The host's rules, by the statements of the specification that they come from (`tck-id-…`)."""

from datetime import UTC, datetime

import pytest
from parkcarbon_platform.ingest.sparkplug import nodes
from parkcarbon_platform.ingest.sparkplug import session as sessions
from parkcarbon_platform.services.connecting import decode
from parkcarbon_platform.services.connecting import sparkplug_message as form

from tests.platform.ingest.sparkplug.nodes import T0, U64, Host, Publisher, message, metric

GONE = form.BAD_NO_COMMUNICATION


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def node() -> Publisher:
    return Publisher()


def at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def born(host: Host, node: Publisher) -> None:
    host.hears(node.node_birth({"energy": 5}), node.device_birth("panel", {"energy": 7}))
    assert host.asked == []


def test_births_are_readings_and_explain_the_aliases_after_them(host: Host, node: Publisher) -> None:
    assert host.hears(node.node_birth({"energy": 5})) == [("energy", T0, 5, 0)]
    assert host.hears(node.device_birth("panel", {"energy": 7, "power": 9})) == [
        ("panel/energy", T0, 7, 0), ("panel/power", T0, 9, 0),
    ]  # fmt: skip
    assert host.hears(node.data({"energy": 6}, time=T0 + 1)) == [("energy", T0 + 1, 6, 0)]
    assert host.hears(node.data({"power": 2}, "panel", T0 + 2)) == [("panel/power", T0 + 2, 2, 0)]
    assert host.asked == []


def test_sequence_numbers_go_round(host: Host, node: Publisher) -> None:
    """payloads-sequence-num-incrementing: one counter of the node, 255 is followed by 0."""
    born(host, node)
    for i in range(600):
        assert host.hears(node.data({"energy": i}, "panel", T0 + i)) == [("panel/energy", T0 + i, i, 0)]
    assert (host.asked, host.session.deadline) == ([], None)


def test_a_birth_may_begin_anywhere(host: Host, node: Publisher) -> None:
    """topics-nbirth-seq-num says 0, payloads-sequence-num-zero-nbirth 0 to 255."""
    birth = node.heard("NBIRTH", message([metric(5, name="energy", alias=1, datatype=U64)], 255))
    node.seq, node.aliases = 0, {(None, "energy"): 1}
    assert host.hears(birth, node.data({"energy": 6}, time=T0 + 1)) == [
        ("energy", T0, 5, 0),
        ("energy", T0 + 1, 6, 0),
    ]


def test_messages_out_of_order_are_put_in_order(host: Host, node: Publisher) -> None:
    """operational-behavior-host-reordering-success."""
    born(host, node)
    first, second, third = (node.data({"energy": i}, time=T0 + i) for i in (1, 2, 3))
    assert host.hears(third) == []
    assert host.hears(second) == []
    assert host.session.deadline is not None
    assert [v for _, _, v, _ in host.hears(first)] == [1, 2, 3]
    assert (host.session.deadline, host.asked) == (None, [])


def test_a_birth_that_is_late_is_waited_for(host: Host, node: Publisher) -> None:
    host.hears(node.node_birth({"energy": 5}))
    birth, data = node.device_birth("panel", {"energy": 7}), node.data({"energy": 8}, "panel", T0 + 1)
    assert host.hears(data) == []
    assert [v for _, _, v, _ in host.hears(birth)] == [7, 8]


def test_what_is_lost_makes_the_host_ask_for_births(host: Host, node: Publisher) -> None:
    """operational-behavior-host-reordering-rebirth; what waited is believed where the births agree."""
    born(host, node)
    node.data({"energy": 1}, "panel")
    assert host.hears(node.data({"energy": 2}, "panel", T0 + 2)) == []
    assert host.after(1.0) == []
    assert host.asked == []
    assert host.after(1.5) == []
    assert host.asked == [("park", "meter")]
    assert host.hears(node.data({"energy": 3}, "panel", T0 + 3)) == []
    assert host.hears(node.node_birth({"energy": 9}, T0 + 9)) == [("energy", T0 + 9, 9, 0)]
    assert host.hears(node.device_birth("panel", {"energy": 9}, T0 + 9)) == [
        ("panel/energy", T0 + 9, 9, 0), ("panel/energy", T0 + 2, 2, 0), ("panel/energy", T0 + 3, 3, 0),
    ]  # fmt: skip
    assert host.hears(node.data({"energy": 10}, "panel", T0 + 10)) == [("panel/energy", T0 + 10, 10, 0)]


def test_a_value_is_never_given_to_another_metric(host: Host, node: Publisher) -> None:
    """Births before and after a loss that give an alias to different metrics: what waited counts for none."""
    born(host, node)
    node.data({"energy": 1})
    host.hears(node.data({"energy": 2}, time=T0 + 2))
    host.after(3)
    node.aliases = {(None, "power"): node.aliases[None, "energy"]}
    assert host.hears(node.node_birth({"power": 4})) == [("power", T0, 4, 0)]


def test_a_restarted_node_whose_births_were_lost_is_noticed(host: Host, node: Publisher) -> None:
    """Its numbers begin anew: ones behind are as wrong as ones ahead."""
    born(host, node)
    for i in range(20):
        host.hears(node.data({"energy": i}, time=T0 + i))
    node.aliases = {(None, "power"): 1}
    node.node_birth({})
    assert host.hears(node.data({"power": 77})) == []
    host.after(3)
    assert host.asked == [("park", "meter")]


def test_the_same_message_twice_is_taken_once(host: Host, node: Publisher) -> None:
    born(host, node)
    data = node.data({"energy": 1}, time=T0 + 1)
    assert len(host.hears(data)) == 1
    assert host.hears(data) == []
    assert (host.session.deadline, host.asked) == (None, [])


def test_data_without_births_makes_the_host_ask_but_not_at_every_message(host: Host, node: Publisher) -> None:
    """After a restart of the platform nothing is known of the births."""
    node.node_birth({"energy": 5})
    asked = 0
    for _ in range(100):
        assert host.hears(node.data({"energy": 1})) == []
        asked += len(host.asked)
        host.now += 1
    assert 4 <= asked <= 6
    assert host.hears(node.node_birth({"energy": 6})) == [("energy", T0, 6, 0)]


def test_names_are_believed_without_births(host: Host, node: Publisher) -> None:
    found = host.hears(node.heard("NDATA", message([metric(3, name="energy", datatype=U64)], 17)))
    assert (found, host.asked) == ([("energy", T0, 3, 0)], [("park", "meter")])


def test_who_is_wanted_is_asked_at_every_connection(host: Host, node: Publisher) -> None:
    host.read(host.session.connected([("park", "meter"), ("park", "other")], 0))
    assert host.asked == [("park", "meter"), ("park", "other")]
    born(host, node)
    host.read(host.session.connected([], 1))
    assert host.asked == [("park", "meter"), ("park", "other")]


def test_a_death_makes_everything_of_the_node_stale_at_its_receipt(host: Host, node: Publisher) -> None:
    """operational-behavior-edge-node-termination-host-action-ndeath-node-tags-stale, -devices-tags-stale."""
    born(host, node)
    assert sorted(host.hears(node.node_death(at_ms=T0 + 5000))) == [
        ("energy", T0 + 5000, None, GONE), ("panel/energy", T0 + 5000, None, GONE),
    ]  # fmt: skip
    assert host.hears(node.node_death(at_ms=T0 + 6000)) == []
    assert host.hears(node.data({"energy": 6})) == []
    assert host.asked == [("park", "meter")]


def test_a_death_of_an_earlier_connection_is_nothing(host: Host, node: Publisher) -> None:
    """payloads-ndeath-bdseq: the numbers of birth and death have to match."""
    node.bd_seq = 4
    born(host, node)
    assert host.hears(node.node_death(bd_seq=3)) == []
    assert host.hears(node.data({"energy": 6}, time=T0 + 1)) == [("energy", T0 + 1, 6, 0)]
    assert host.hears(node.node_death(bd_seq=4)) != []


def test_a_device_dies_alone_and_at_the_time_it_says(host: Host, node: Publisher) -> None:
    born(host, node)
    host.hears(node.device_birth("other", {"energy": 1}))
    assert host.hears(node.device_death("panel", T0 + 700)) == [("panel/energy", T0 + 700, None, GONE)]
    assert host.hears(node.data({"energy": 2}, "other", T0 + 800)) == [("other/energy", T0 + 800, 2, 0)]


def test_a_death_never_contradicts_a_value(host: Host, node: Publisher) -> None:
    born(host, node)
    host.hears(node.data({"energy": 8}, "panel", T0 + 700))
    assert host.hears(node.device_death("panel", T0 + 700)) == [("panel/energy", T0 + 701, None, GONE)]


def test_without_the_broker_nothing_is_known(host: Host, node: Publisher) -> None:
    """ "MUST be updated to STALE if the host loses connection to the MQTT Server"."""
    born(host, node)
    found = host.read(host.session.disconnected(at(T0 + 9000)))
    assert {(value, quality) for _, _, value, quality in found} == {(None, GONE)}
    assert host.read(host.session.disconnected(at(T0 + 9500))) == []


def test_past_values_have_their_own_time_and_transient_ones_are_not_kept(host: Host, node: Publisher) -> None:
    born(host, node)
    assert host.hears(node.data({"energy": 3}, time=T0 - 3_600_000, historical=True)) == [
        ("energy", T0 - 3_600_000, 3, 0)
    ]
    assert host.taken[0].message.metrics[0].historical
    assert host.hears(node.data({"energy": 4}, transient=True)) == []


@pytest.mark.parametrize(
    ("said", "status"),
    [(None, 0), (192, 0), (0, 0x80000000), (500, 0x408F0000), (7, 0x80000000)],
)
def test_quality_is_an_opc_ua_status(host: Host, node: Publisher, said: int | None, status: int) -> None:
    born(host, node)
    more = {} if said is None else {"quality": said}
    assert host.hears(node.data({"energy": 3}, time=T0 + 1, **more)) == [("energy", T0 + 1, 3, status)]


def test_a_null_is_a_bad_reading_without_value(host: Host, node: Publisher) -> None:
    born(host, node)
    assert host.hears(node.data({"energy": None}, time=T0 + 1)) == [("energy", T0 + 1, None, 0x80000000)]


def test_a_value_without_time_has_that_of_its_message_or_of_its_receipt(host: Host, node: Publisher) -> None:
    one = metric(3, name="energy", time=None)
    assert host.hears(node.heard("NDATA", message([one], 1, T0 + 3))) == [("energy", T0 + 3, 3, 0)]
    assert host.hears(node.heard("NDATA", message([one], 2, None), at_ms=T0 + 1234)) == [
        ("energy", T0 + 1000, 3, 0)
    ]


def test_numbers_beyond_a_float_stay_exact(host: Host, node: Publisher) -> None:
    born(host, node)
    assert host.hears(node.data({"energy": (1 << 64) - 1}, time=T0 + 1)) == [
        ("energy", T0 + 1, (1 << 64) - 1, 0)
    ]


@pytest.mark.parametrize(
    ("kind", "payload"), [("NDATA", b"\xff"), ("NDATA", message([], None)), ("NDATA", message([], 256))]
)
def test_what_cannot_be_read_is_set_aside_with_a_reason(
    host: Host, node: Publisher, kind: str, payload: bytes
) -> None:
    assert host.hears(node.heard(kind, payload)) == []
    assert len(host.problems) == 1


@pytest.mark.parametrize(
    "topic",
    ["spBv1.0/STATE/parkcarbon", "spBv1.0/park/NCMD/meter", "spBv1.0/park/DCMD/meter/panel",
     "spAv1.0/park/NDATA/meter", "spBv1.0/park/NDATA/meter/panel", "spBv1.0/park/DDATA/meter",
     "spBv1.0//NDATA/meter", "spBv1.0/park/XDATA/meter",
     "spBv1.0/park/XDATA/meter/panel"],
)  # fmt: skip
def test_other_topics_are_not_ours(host: Host, topic: str) -> None:
    assert host.hears(Publisher().heard("NDATA", b"\xff")._replace(topic=topic)) == []
    assert host.taken == []


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch, host: Host, node: Publisher) -> None:
    monkeypatch.setattr("parkcarbon_platform.ingest.sparkplug.nodes.MAX_WAITING_BYTES", 400)
    monkeypatch.setattr(sessions, "MAX_WAITING_BYTES", 400)
    born(host, node)
    node.data({"energy": 0})
    for i in range(200):
        host.hears(node.data({"energy": i}, time=T0 + i))
    assert 0 < len(host.hears(node.node_birth({"energy": 1}))) < 40


def test_waiting_messages_are_few_as_well_as_small(host: Host, node: Publisher) -> None:
    born(host, node)
    node.data({"energy": 0})
    for i in range(nodes.MAX_DOUBTFUL + 300):
        host.hears(node.data({"energy": i}, time=T0 + i))
        host.now += 0.1
    assert len(host.hears(node.node_birth({"energy": 1}))) <= nodes.MAX_DOUBTFUL + 1


def test_a_large_birth_is_handed_on_in_parts_that_can_be_stored(host: Host, node: Publisher) -> None:
    name = "Hall 7/Line 12/Cell 3/Energy Import Total/" + "x" * 40
    host.hears(node.node_birth({f"{name}/{i}": i for i in range(9_000)}))
    assert sum(len(take.message.metrics) for take in host.taken) == 9_002
    assert all(len(form.encode(take.message)) < decode.MAX_BYTES for take in host.taken)
    host.hears(node.node_death())
    assert all(len(form.encode(take.message)) < decode.MAX_BYTES for take in host.taken)


def test_a_value_ahead_of_its_time_does_not_put_off_the_death(host: Host, node: Publisher) -> None:
    born(host, node)
    host.hears(node.data({"energy": 8}, "panel", (1 << 64) - 1))
    assert host.hears(node.device_death("panel", T0 + 700)) == [("panel/energy", T0 + 700, None, GONE)]


def test_what_all_nodes_together_have_is_bounded_and_said(
    monkeypatch: pytest.MonkeyPatch, host: Host, node: Publisher
) -> None:
    monkeypatch.setattr(sessions, "MAX_METRICS_KNOWN", 8)
    other = Publisher(node="second")
    for _ in range(5):  # born again is not more
        host.hears(node.node_birth({"energy": 5, "power": 1}))
        assert host.problems == []
    assert host.hears(other.node_birth({f"m{n}": n for n in range(20)} | {"energy": 7})) == [
        ("energy", T0, 7, 0)
    ]
    assert ["19 metrics" in problem for problem in host.problems] == [True]
    assert host.hears(other.data({"energy": 8}, time=T0 + 1)) == []  # an alias that nothing explains
    assert host.hears(node.data({"energy": 6}, time=T0 + 1)) == [("energy", T0 + 1, 6, 0)]
    host.hears(node.node_birth({}))
    host.hears(other.node_birth({"energy": 9, "power": 9}))
    assert host.problems == []
    assert host.hears(other.data({"energy": 10}, time=T0 + 2)) == [("energy", T0 + 2, 10, 0)]
