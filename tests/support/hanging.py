"""Looks of a test's own: one hangs and lets nobody in, one counts, one says too much."""

import threading

from parkcarbon_edge.commands import Facts

release = threading.Event()
counted: list[object] = []


async def hang(_facts: Facts, _args: dict[str, object]) -> object:
    release.wait()
    return "at last"


async def count(_facts: Facts, args: dict[str, object]) -> object:
    counted.append(args["n"])
    return len(counted)


async def chatter(_facts: Facts, _args: dict[str, object]) -> object:
    return "x" * 300_000
