import asyncio
import logging
from pathlib import Path

import pytest
from parkcarbon_edge.broker import Access, Broker, Message, Will
from parkcarbon_edge.words import Said

from tests.support.committer import connect
from tests.support.opcua import running, until
from tests.support.processes import Proxy, free_port
from tests.support.stack import Broker as Mosquitto


class Events:
    """Everything that a broker connection reported."""

    def __init__(self) -> None:
        self.connected = 0
        self.reasons: list[str] = []
        self.messages: list[Message] = []

    def up(self) -> None:
        self.connected += 1

    def broker(self, access: Access, topics: list[str] | None = None, will: Will | None = None) -> Broker:
        return Broker(
            access, on_connected=self.up, on_disconnected=self.reasons.append,
            on_message=self.messages.append, subscriptions=lambda: topics or [],
            will=(lambda: will) if will else None,
        )  # fmt: skip


def access(mqtt: Mosquitto, port: int | None = None, password: str | None = None) -> Access:
    url = f"mqtt://127.0.0.1:{port or mqtt.port}"
    return Access(url, "edge-test", mqtt.username, password or mqtt.password)


async def test_messages_arrive_on_the_loop_and_are_sent_again_until_acknowledged(mqtt: Mosquitto) -> None:
    events, other = Events(), connect(mqtt, "other")
    broker = events.broker(access(mqtt), ["t/a"])
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        await until(lambda: events.connected, "its event")
        other.publish("t/a", b"one", qos=1).wait_for_publish(10)
        await until(lambda: events.messages, "the message")
    assert (events.messages[0].topic, events.messages[0].payload) == ("t/a", b"one")
    other.publish("t/a", b"two", qos=1).wait_for_publish(10)
    async with running(broker.run()):
        await until(lambda: len(events.messages) == 3, "the unacknowledged and the stored message")
        assert [m.payload for m in events.messages] == [b"one", b"one", b"two"]
        for message in events.messages:
            broker.acknowledge(message)
        await broker.flush()
        await asyncio.sleep(0.2)
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        other.publish("t/a", b"three", qos=1).wait_for_publish(10)
        await until(lambda: len(events.messages) > 3, "the new message")
        assert [m.payload for m in events.messages[3:]] == [b"three"]
    other.disconnect()
    other.loop_stop()


async def test_a_stale_acknowledgement_confirms_nothing_on_a_later_connection(mqtt: Mosquitto) -> None:
    events, other = Events(), connect(mqtt, "other")
    broker = events.broker(access(mqtt), ["t/a"])
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        other.publish("t/a", b"one", qos=1).wait_for_publish(10)
        await until(lambda: events.messages, "the message")
    stale = events.messages[0]
    async with running(broker.run()):
        await until(lambda: len(events.messages) == 2, "the message again")
        assert events.messages[1].generation > stale.generation
        broker.acknowledge(stale)
        await asyncio.sleep(0.2)
    async with running(broker.run()):
        await until(lambda: len(events.messages) == 3, "the message a third time")
    other.disconnect()
    other.loop_stop()


async def test_a_cut_line_is_noticed_and_mended(mqtt: Mosquitto) -> None:
    proxy, events = Proxy(mqtt.port), Events()
    broker = events.broker(access(mqtt, proxy.port))
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        losses = len(events.reasons)
        proxy.set_cut(True)
        await until(lambda: len(events.reasons) > losses, "the loss")
        assert not broker.publish("t/b", b"x")
        proxy.set_cut(False)
        await until(lambda: broker.connected, "the connection again")
        assert broker.publish("t/b", b"x")
    proxy.close()


async def test_an_exception_in_a_handler_does_not_end_the_connection(
    mqtt: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    other, seen = connect(mqtt, "other"), []

    def handler(message: Message) -> None:
        seen.append(message.payload)
        if len(seen) == 1:
            raise ValueError("first")

    broker = Broker(
        access(mqtt), on_connected=lambda: None, on_disconnected=lambda _: None, on_message=handler,
        subscriptions=lambda: ["t/a"],
    )  # fmt: skip
    with caplog.at_level(logging.ERROR):
        async with running(broker.run()):
            await until(lambda: broker.connected, "the connection")
            for payload in (b"one", b"two"):
                other.publish("t/a", payload, qos=1).wait_for_publish(10)
            await until(lambda: seen == [b"one", b"two"], "both messages")
    assert "ValueError: first" in caplog.text
    assert mqtt.password not in caplog.text
    other.disconnect()
    other.loop_stop()


async def test_the_last_will_is_published_when_the_line_breaks_and_not_on_good_bye(mqtt: Mosquitto) -> None:
    proxy, events, seen = Proxy(mqtt.port), Events(), []
    other = connect(mqtt, "other")
    other.on_message = lambda *event: seen.append(event[2].payload)
    other.subscribe("t/will", qos=1)
    broker = events.broker(access(mqtt, proxy.port), will=Will("t/will", b"gone"))
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
    await asyncio.sleep(0.3)
    assert seen == []
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        proxy.set_cut(True)
        await until(lambda: seen == [b"gone"], "the last will")
    proxy.close()
    other.disconnect()
    other.loop_stop()


async def test_who_is_stopped_while_the_line_breaks_stops(mqtt: Mosquitto) -> None:
    """Both come in the same moment: the loss must not swallow the cancellation."""
    broker = Events().broker(access(mqtt))
    task = asyncio.create_task(broker.run())
    await until(lambda: broker.connected, "the connection")
    broker._lose("the line broke")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 60)


async def test_refusals_are_reported_with_a_remedy(mqtt: Mosquitto) -> None:
    events = Events()
    async with running(events.broker(access(mqtt, password="wrong")).run()):
        await until(lambda: events.reasons, "the refusal")
    assert "check username and password_file" in events.reasons[0]
    assert "wrong" not in events.reasons[0]


async def test_a_broker_that_takes_nothing_is_reported_and_the_connection_stays(mqtt: Mosquitto) -> None:
    """No client may publish below $SYS, whatever its rights."""
    events, refused = Events(), list[str]()
    broker = Broker(
        access(mqtt), on_connected=events.up, on_disconnected=events.reasons.append,
        on_message=events.messages.append, on_refused=refused.append,
    )  # fmt: skip
    async with running(broker.run()):
        await until(lambda: broker.connected, "the connection")
        broker.publish("$SYS/mine", b"x")
        await until(lambda: refused, "the refusal")
        assert broker.connected
    assert isinstance(refused[0], Said)
    assert (refused[0].code, refused[0].facts) == ("publish_refused", {"said": "Not authorized"})


async def test_an_absent_broker_and_a_bad_certificate_file_are_reported(
    mqtt: Mosquitto, tmp_path: Path
) -> None:
    events = Events()
    async with running(events.broker(access(mqtt, free_port())).run()):
        await until(lambda: any("refuses the connection" in r for r in events.reasons), "the report")
    secure = Access(f"mqtts://127.0.0.1:{mqtt.port}", "edge-test", ca_file=str(tmp_path / "absent.pem"))
    async with running(events.broker(secure).run()):
        await until(lambda: "a certificate file cannot be used" in events.reasons[-1], "the report")
    assert str(tmp_path / "absent.pem") in events.reasons[-1]


def test_a_password_is_not_shown() -> None:
    assert "s3cret" not in repr(Access("mqtt://h:1", "id", "user", "s3cret"))
