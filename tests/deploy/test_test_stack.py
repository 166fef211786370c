"""The servers that the other tests stand on."""

import paho.mqtt.client as paho
import psycopg
import redis

from tests.support.stack import Broker, Database, ServerStack


def tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'core'").fetchone()
        assert row is not None
        return int(row[0])


def test_each_test_has_a_migrated_database(database: Database) -> None:
    assert tables(database.owner_url) > 10
    with psycopg.connect(database.app_url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("pc_app",)


def test_databases_are_separate(database: Database, new_database: object, stack: ServerStack) -> None:
    with stack.shared.database() as other:
        assert other.name != database.name
        with psycopg.connect(other.owner_url) as connection:
            connection.execute("CREATE TABLE only_here (x int)")
    with psycopg.connect(database.owner_url) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_cache_is_empty_and_durable(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as cache:
        assert cache.dbsize() == 0
        assert cache.config_get("appendonly") == {"appendonly": "yes"}
        cache.set("left", "behind")


def test_cache_is_emptied_between_tests(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as cache:
        assert cache.dbsize() == 0


def test_broker_knows_its_users_only(mqtt: Broker) -> None:
    mqtt.add_user("meter", "secret-of-meter", publish=("site/#",))
    assert reason(mqtt, "meter", "secret-of-meter") == "Success"
    assert reason(mqtt, "meter", "guess") == "Not authorized"
    assert reason(mqtt, "stranger", "secret-of-meter") == "Not authorized"


def reason(mqtt: Broker, username: str, password: str) -> str:
    """What the broker answers to a log-in."""
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    client.username_pw_set(username, password)
    answers: list[str] = []
    client.on_connect = lambda *args: answers.append(str(args[3]))
    client.connect(mqtt.host, mqtt.port)
    while not answers:
        client.loop(timeout=1)
    client.disconnect()
    return answers[0]
