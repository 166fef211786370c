"""What the cache holds: its own figures, and the keys by what they are for."""

from collections.abc import Mapping, Sequence

import redis

Held = Mapping[str, tuple[int, float]]  # kind of key → number of keys, MiB

MEBI = 2**20
BATCH = 500


def figures(client: "redis.Redis") -> dict[str, float]:
    """What the server tells of its memory [MiB], its file of changes [MiB] and its clients."""
    told = client.info("everything")
    return {
        "cache data MiB": told["used_memory_dataset"] / MEBI,
        "cache clients MiB": (told["mem_clients_normal"] + told["mem_clients_slaves"]) / MEBI,
        "cache clients": float(told["connected_clients"]),
        "cache AOF MiB": told["aof_current_size"] / MEBI,
        "cache keys": float(client.dbsize()),
        "cache keys without an end": float(client.dbsize() - told.get("db0", {}).get("expires", 0)),
    }


def kind(key: str) -> str:
    """What a key is for: its first words, without the park, the person or the moment.

    >>> kind("pc:terms:3:park:1764221"), kind("_kombu.binding.celery.pidbox"), kind("unacked")
    ('pc:terms', '_kombu', 'unacked')
    """
    words = key.split(":")
    return ":".join(words[:2]) if words[0] == "pc" else words[0].split(".")[0]


def held(client: "redis.Redis") -> Held:
    """How many keys of each kind there are, and what they take."""
    found: dict[str, tuple[int, float]] = {}
    batch: list[bytes] = []
    for key in client.scan_iter(count=BATCH):
        batch.append(key)
        if len(batch) == BATCH:
            _add(client, batch, found)
            batch = []
    _add(client, batch, found)
    return found


def _add(client: "redis.Redis", keys: Sequence[bytes], found: dict[str, tuple[int, float]]) -> None:
    pipeline = client.pipeline(transaction=False)
    for key in keys:
        pipeline.memory_usage(key)
    for key, size in zip(keys, pipeline.execute(), strict=True):
        name = kind(key.decode(errors="replace"))
        number, before = found.get(name, (0, 0.0))
        found[name] = (number + 1, before + (size or 0) / MEBI)


def table(looks: Sequence[Held], begin: int) -> str:
    """Kinds of keys at the first look after warming up, in the middle, at the last; the largest first."""
    rest = looks[begin:] or looks
    told = [rest[0], rest[len(rest) // 2], rest[-1]]
    kinds = sorted({name for one in rest for name in one}, key=lambda n: -max(_mib(one, n) for one in rest))
    lines = [["keys in the cache", "first", "middle", "last", "most MiB"], ["---"] * 5]
    for name in kinds:
        shown = [f"{one.get(name, (0, 0.0))[0]:,} ({_mib(one, name):,.2f} MiB)" for one in told]
        lines.append([f"`{name}`", *shown, f"{max(_mib(one, name) for one in rest):,.2f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _mib(one: Held, name: str) -> float:
    return one.get(name, (0, 0.0))[1]
