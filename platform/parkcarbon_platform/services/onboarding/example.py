# ruff: noqa: E501  # a table
"""A small park that nobody has, answered already: to see what a finished draft looks like."""

from decimal import Decimal

from parkcarbon_platform.services.onboarding.answers import (
    DraftAnswers,
    Firm,
    Goal,
    MeterTree,
    ParkProfile,
)


def answers(year: int, *, simulated: bool, taken: frozenset[str] = frozenset()) -> DraftAnswers:
    """All seven steps; where its code is taken, the next one."""
    number = next(n for n in range(1, len(taken) + 2) if _code(n) not in taken)
    return DraftAnswers(
        profile=ParkProfile(
            code=_code(number), name_zh=f"示例园区{number}", name_en=f"Example park {number}", type="manufacturing"
        ),
        enterprises=[
            Firm(code="works", name_zh="示例机械厂", name_en="Example works", industry="3400"),
            Firm(code="chemicals", name_zh="示例化工", name_en="Example chemicals", industry="2614", template="process"),
            Firm(code="tower", name_zh="示例大厦", name_en="Example tower", template="office"),
        ],
        tree=MeterTree(simulated=simulated),
        targets=[Goal(year=year, value=Decimal(30_000)), Goal(year=year + 5, value=Decimal(24_000))],
    )  # fmt: skip


def _code(number: int) -> str:
    return f"example-{number}"
