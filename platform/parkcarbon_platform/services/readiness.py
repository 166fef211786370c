"""Whether the servers that the platform needs can be reached."""

import socket
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg_pool import PoolTimeout

from parkcarbon_platform.services.access.access import Access

MQTT_PORTS = {"mqtt": 1883, "mqtts": 8883}


def readiness(access: Access, mqtt_url: str) -> dict[str, bool]:
    """By server: does it answer."""
    return {
        "database": _database(access),
        "cache": _cache(access),
        "broker": _broker(mqtt_url),
    }


def _database(access: Access) -> bool:
    try:
        with access.database.directory.connection(timeout=2) as connection:
            connection.execute("SET LOCAL statement_timeout = '2s'")
            return connection.execute("SELECT 1").fetchone() == (1,)
    except (psycopg.Error, PoolTimeout):
        return False


def _cache(access: Access) -> bool:
    try:
        return bool(access.cache.ping())
    except redis.RedisError:
        return False


def _broker(mqtt_url: str) -> bool:
    url = urlsplit(mqtt_url)
    try:
        with socket.create_connection(
            (url.hostname, url.port or MQTT_PORTS.get(url.scheme, 1883)), timeout=2
        ):
            return True
    except OSError:
        return False
