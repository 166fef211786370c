"""What is under way to and from edges: nothing is marked before the broker has it, nothing forgotten."""

from datetime import UTC, datetime

from parkcarbon_platform.control.core import ControlCore, NotePublished, PubAck, Publish, Said, Write, active
from parkcarbon_platform.storage.edge_orders import DueCommand, DueConfig

CONFIG = DueConfig(1, "demo", "plant-a", 3, [], {}, None)
COMMAND = DueCommand("c", "demo", "plant-a", "test", {}, datetime(2026, 1, 1, tzinfo=UTC), 1)


def test_nothing_is_sent_without_a_connection() -> None:
    assert ControlCore().due([CONFIG]) == []


def test_what_is_due_is_published_once_and_marked_when_the_broker_has_it() -> None:
    core = ControlCore()
    core.connected(1)
    assert core.due([CONFIG, COMMAND]) == [Publish(CONFIG), Publish(COMMAND)]
    assert core.due([CONFIG, COMMAND]) == []
    core.handed_over(7, CONFIG)
    assert core.published(8) == []
    assert core.published(7) == [NotePublished(CONFIG)]
    assert core.published(7) == []


def test_a_newer_version_does_not_wait_for_an_older_one() -> None:
    core = ControlCore()
    core.connected(1)
    core.due([CONFIG])
    newer = CONFIG._replace(version=4)
    assert core.due([newer]) == [Publish(newer)]


def test_what_was_under_way_when_the_connection_went_is_due_again() -> None:
    core = ControlCore()
    core.connected(1)
    core.due([CONFIG])
    core.handed_over(7, CONFIG)
    core.disconnected()
    core.connected(2)
    assert core.published(7) == []
    assert core.due([CONFIG]) == [Publish(CONFIG)]


def test_what_could_not_be_written_down_is_due_again() -> None:
    core = ControlCore()
    core.connected(1)
    core.due([COMMAND])
    core.handed_over(7, COMMAND)
    core.published(7)
    core.noted(COMMAND)
    assert core.due([COMMAND]) == [Publish(COMMAND)]


def test_what_an_edge_says_is_acknowledged_once_it_is_written_down_on_the_connection_it_came_by() -> None:
    core = ControlCore()
    core.connected(1)
    said = Said(1, 5, "t", b"x")
    assert core.said(said) == [Write(said)]
    assert core.written(said) == [PubAck(said)]
    core.connected(2)
    assert core.written(said) == []
    assert core.said(said) == []


def test_points_that_are_switched_off_are_not_told_to_the_edge() -> None:
    sections = [
        {"name": "a", "point": [{"key": "1"}, {"key": "2", "off": True}, {"key": "3", "off": False}]},
        {"name": "b", "point": [{"key": "4", "off": True}]},
    ]
    assert active(sections) == [{"name": "a", "point": [{"key": "1"}, {"key": "3"}]}]
