"""The twelve functions of a digital energy and carbon centre: which are live in this park, by what it has.

工信厅节〔2025〕13号 as several public sources transcribe it; the full text was not seen, so that its wording
is a setting of the park.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.national.models import (
    ParkFunction,
    ParkFunctionFact,
    ParkFunctions,
    ParkFunctionWords,
    ZeroCarbonVersion,
)
from parkcarbon_platform.storage import functions as storage
from parkcarbon_platform.storage import national
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.functions import Evidence

KIND = "functions"
SOURCE = "工信厅节〔2025〕13号（据公开转载，未见全文）"


@dataclass(frozen=True, slots=True)
class Function:
    """A function: where it is used (a page below the park's), what must be there, what belongs to it as well.

    `page` None: the platform has none for it.
    """

    code: str
    name_zh: str
    name_en: str
    page: str | None
    needed: tuple[str, ...]
    more: tuple[str, ...] = ()


FUNCTIONS = (
    Function("energy_query", "能耗查询", "Energy query", "meters", ("points_with_energy",)),
    Function("consumption", "能源消费量和强度计算", "Consumption and intensity", "figures",
             ("sources_with_hours", "output_reports")),
    Function("analysis", "能源消费分析与用能策略推荐", "Consumption analysis and strategy", "drivers",
             ("analyses",), ("portfolios",)),
    Function("benchmarking", "能效对标", "Efficiency benchmarking", "benchmark", ("held_norms",),
             ("product_energy",)),
    Function("energy_flow", "能流分析", "Energy flow analysis", "flows", ("carriers_by_scene",)),
    Function("balance", "能效平衡与优化", "Efficiency balance and optimisation", "flows?view=table",
             ("sub_meters",), ("portfolios",)),
    Function("budget", "用能与碳排放预算管理", "Energy and carbon budget", "budgets", ("budgets",),
             ("targets", "pathways")),
    Function("accounting", "碳排放核算", "Carbon accounting", "inventory",
             ("sources_with_hours", "inventories")),
    Function("product_footprint", "产品碳足迹核算", "Product carbon footprint", None, ()),
    Function("supply_chain", "供应链碳管理", "Supply-chain carbon", "sources", ("scope3_sources",)),
    Function("verification", "碳核查支撑", "Verification support", "reports", ("packs",),
             ("checked_inventories",)),
    Function("assets", "碳资产管理", "Carbon asset management", "sources?tab=green", ("green_supplies",),
             ("green_uses",)),
)  # fmt: skip
BY_CODE = {one.code: one for one in FUNCTIONS}


class FunctionWordsError(InvalidError):
    """There is no such function to word."""

    code = "park_functions"
    remedy = "Word functions that are listed."


def functions(connection: Connection, now: datetime) -> ParkFunctions:
    """Every function, judged from what the park has at this time."""
    versions = national.settings(connection, KIND)
    words = {} if not versions else versions[0].body
    known = {code: storage.sums(connection, code, now) for code in storage.EVIDENCE}
    found = [_function(n, one, words, known) for n, one in enumerate(FUNCTIONS, start=1)]
    wording = None
    if versions:
        row = versions[0]
        wording = ZeroCarbonVersion(
            id=row.id, changed=sorted(row.body), note=row.note, author=row.author,
            at=localtime.to_ms(row.created_at),
        )  # fmt: skip
    return ParkFunctions(
        source=SOURCE, as_of=localtime.to_ms(now), live=sum(one.state == "live" for one in found),
        functions=found, wording=wording,
    )  # fmt: skip


def reword(
    connection: Connection, park_id: int, actor: Actor, words: dict[str, ParkFunctionWords], note: str
) -> None:
    """Word functions as the park's authority does; what is not named keeps the wording of the guide."""
    unknown = sorted(set(words) - set(BY_CODE))
    if unknown:
        raise FunctionWordsError(f"There is no function {', '.join(unknown)}.", unknown=", ".join(unknown))
    body = {code: said.model_dump() for code, said in words.items()}
    national.add_setting(connection, park_id, KIND, body, note=note, author=actor.name)


def evidence(connection: Connection, now: datetime) -> dict[str, list[Evidence]]:
    """The pieces behind the facts, by what they show."""
    return {code: storage.rows(connection, code, now) for code in storage.EVIDENCE}


def _function(
    number: int, one: Function, words: dict[str, dict[str, str]],
    known: dict[str, tuple[int, datetime | None]],
) -> ParkFunction:  # fmt: skip
    facts = [_fact(code, known[code], needed=True) for code in one.needed]
    facts += [_fact(code, known[code], needed=False) for code in one.more]
    needed = [fact.is_there for fact in facts if fact.needed]
    state: Literal["live", "partly", "not_live"] = "not_live"
    if needed and all(needed):
        state = "live"
    elif any(fact.is_there for fact in facts):
        state = "partly"
    said = words.get(one.code, {})
    return ParkFunction(
        number=number, code=one.code, name_zh=said.get("name_zh", one.name_zh),
        name_en=said.get("name_en", one.name_en), state=state, page=one.page, facts=facts,
    )  # fmt: skip


def _fact(code: str, known: tuple[int, datetime | None], *, needed: bool) -> ParkFunctionFact:
    count, last = known
    return ParkFunctionFact(
        code=code, count=count, last=None if last is None else localtime.to_ms(last), needed=needed,
        is_there=count > 0,
    )  # fmt: skip
