"""Exact division of an integer into shares, by largest remainder."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.services.frames import UNASSIGNED, SceneSplit


def split(total: int, shares: Sequence[Decimal]) -> list[int]:
    """Integers in proportion to `shares` (their sum need not be 1) that add up to `total`; ties go first."""
    weights = [Fraction(s) for s in shares]
    whole = sum(weights)
    exact = [abs(total) * w / whole for w in weights]
    parts = [int(e) for e in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-p for p in parts]


def split_by_scene(total: int, scenes: Sequence[tuple[str, Decimal]]) -> list[SceneSplit]:
    """A source's value over its scenes; a source without scenes is shown as unassigned, not hidden."""
    if not scenes:
        return [SceneSplit(UNASSIGNED, "1", total)]
    parts = split(total, [share for _, share in scenes])
    return [
        SceneSplit(scene, f"{share.normalize():f}", part)
        for (scene, share), part in zip(scenes, parts, strict=True)
    ]
