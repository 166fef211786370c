"""What the edge says travels with a code and facts; the English text stays for the terminal."""

import json
import socket

import msgspec
import pytest
from parkcarbon_edge import tls, wire
from parkcarbon_edge.connectors.base import Health
from parkcarbon_edge.connectors.bus import explain, unreadable
from parkcarbon_edge.connectors.mqtt import lost
from parkcarbon_edge.errors import (
    AddressRefusedError,
    DesiredError,
    LineUnreachableError,
    SourceUnavailableError,
)
from parkcarbon_edge.settings import Settings, SpoolSettings, UplinkSettings, with_connectors
from parkcarbon_edge.words import Said, said_by


def told(text: str | None) -> object:
    """As a page gets it."""
    return json.loads(json.dumps(msgspec.to_builtins(wire.words_of(text))))


def test_a_sentence_is_a_text_with_a_code_and_the_sentence_behind_it() -> None:
    why = tls.why(socket.gaierror(), "meter.works")
    said = lost("mqtt://meter.works", why)
    assert said == f"mqtt://meter.works: {why}"
    assert told(said) == {
        "code": "broker_lost",
        "facts": {"url": "mqtt://meter.works", "why": str(why)},
        "why": {"code": "host_unknown", "facts": {"host": "meter.works"}},
    }
    assert told("BadSomething of a library") is None


@pytest.mark.parametrize(
    ("error", "code", "facts"),
    [
        (AddressRefusedError("tcp://1.1.1.1:502", "it is far"), "address_refused", {"url", "reason"}),
        (SourceUnavailableError("a", Said("slow", "no_answer")), "source_unavailable", {"address", "reason"}),
        (LineUnreachableError("tcp://a", "away", "Check."), "line_unreachable", {"address", "reason"}),
        (TimeoutError(), "no_answer", set()),
        (ConnectionError(Said("gone", "connection_lost", said="")), "connection_lost", {"said"}),
        (KeyError("x"), "other", {"said"}),
    ],
)  # fmt: skip
def test_errors_keep_their_facts(error: Exception, code: str, facts: set[str]) -> None:
    said = explain(error)
    assert isinstance(said, Said)
    assert (said.code, set(said.facts)) == (code, facts)
    assert str(said)


def test_health_remembers_what_it_said_and_forgets_it_when_all_is_well() -> None:
    health = Health()
    assert told(health.said) == {"code": "starting"}
    health.fails(unreadable(1, 3, "key", "BadNodeIdUnknown"))
    assert health.error == "1 of 3 points cannot be read: key: BadNodeIdUnknown"
    assert isinstance(health.said, Said)
    assert health.said.facts["why"] == "BadNodeIdUnknown"
    health.fails("something else")
    assert health.said is None
    health.works()
    assert (health.error, health.said) == (None, None)


def test_a_state_with_sentences_can_be_sent() -> None:
    said = Said("no answer", "no_answer")
    state = wire.State(online=True, connectors={"a": wire.ConnectorState(ok=False, error=said)})
    assert wire.decode_state(wire.encode(state)).connectors["a"].error == "no answer"
    assert said_by(ValueError("plain")) == "plain"


@pytest.mark.parametrize(
    ("section", "place", "why"),
    [
        ({"type": "modbus", "endpoint": "tcp://a:502",
          "point": [{"key": "p", "address": "70001", "unit": 1}]},
         "m › p › address", {"code": "no_register", "facts": {"register": "70001"}}),
        ({"type": "opcua", "endpoint": "opc.tcp://a:4840", "point": [{"key": "p", "node": "main"}]},
         "m › p › node", {"code": "no_node", "facts": {"node": "main"}}),
        ({"type": "mqtt", "url": "mqtt://a", "point": []}, "m", {"code": "no_point"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_configuration_has_a_place_and_a_code(
    section: dict[str, object], place: str, why: dict[str, object]
) -> None:
    base = Settings(
        park="demo", edge="plant-a", partition="0a", uplink=UplinkSettings(url="mqtt://a"),
        spool=SpoolSettings(path="x"),
    )  # fmt: skip
    with pytest.raises(DesiredError) as caught:
        with_connectors(base, [{"name": "m", **section}])
    said = told(caught.value.said())
    assert isinstance(said, dict)
    assert (said["code"], said["facts"]["place"]) == ("desired", place)
    assert said["why"] == why
    assert str(caught.value).startswith("connector 'm'")
