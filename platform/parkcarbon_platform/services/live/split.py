"""A source's value over its scenes."""

from collections.abc import Sequence
from decimal import Decimal

from parkcarbon_platform.calculation.accounting.split import split
from parkcarbon_platform.services.live.frames import UNASSIGNED, SceneSplit


def split_by_scene(total: int, scenes: Sequence[tuple[str, Decimal]]) -> list[SceneSplit]:
    """Integer parts that add up to `total`; a source without scenes is shown as unassigned, not hidden."""
    if not scenes:
        return [SceneSplit(UNASSIGNED, "1", total)]
    parts = split(total, [share for _, share in scenes])
    return [
        SceneSplit(scene, f"{share.normalize():f}", part)
        for (scene, share), part in zip(scenes, parts, strict=True)
    ]
