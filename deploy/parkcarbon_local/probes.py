"""What "ready" means for each process and for the whole."""

import json
import urllib.error
import urllib.request

from parkcarbon_local import demo
from parkcarbon_local.environment import Environment
from parkcarbon_local.programs import API, SIMULATOR
from parkcarbon_local.supervisor import ProcessInfo

RUNNING = "running"
WATCH_S = 15
TIMEOUT_S = 5
# Whatever http_proxy says: a proxy would look for our address on its own machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_ready(environment: Environment, process: ProcessInfo) -> bool:
    """Whether the process does its work: servers answer, the API reaches them, the rest stays up."""
    if process.state != RUNNING:
        return False
    for server in environment.stack.servers:
        if server.name == process.name:
            return server.is_ready()
    if process.name == SIMULATOR:
        return demo.is_serving(environment.layout)
    if process.name == API:
        return api_is_ready(environment.url)
    return True


def api_is_ready(url: str) -> bool:
    """Whether the API says that it reaches database, cache and broker."""
    try:
        with _direct.open(f"{url}/readyz", timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def park_ids(database_url: str) -> list[int]:
    """The demo park; others may have no meters yet. None before it is there."""
    import psycopg

    try:
        with psycopg.connect(database_url, connect_timeout=TIMEOUT_S) as connection:
            return [int(row[0]) for row in connection.execute("SELECT id FROM core.park WHERE code = 'demo'")]
    except psycopg.Error:
        return []


def live_flows(environment: Environment) -> bool:
    """Whether the demo park's frame shows a figure (made only while somebody watches: so watch)."""
    import redis

    settings = environment.variables(demo=True)
    url = settings.get("PARKCARBON_DATABASE_DIRECTORY_URL") or settings["PARKCARBON_DATABASE_URL"]
    parks = park_ids(url)
    try:
        with redis.Redis.from_url(settings["PARKCARBON_REDIS_URL"], socket_timeout=TIMEOUT_S) as cache:
            for park in parks:
                cache.set(f"pc:watch:{park}:park", "1", ex=WATCH_S)
            frames = [cache.get(f"pc:frame:{park}:park") for park in parks]
    except redis.RedisError:
        return False
    return bool(frames) and all(shows_figure(frame) for frame in frames)


def shows_figure(frame: object) -> bool:
    """Whether an encoded frame carries a rate."""
    if not isinstance(frame, bytes):
        return False
    value = json.loads(frame).get("now", {}).get("value")
    return isinstance(value, int)
