"""The curve of abatement costs of a park's measures."""

from parkcarbon_platform.calculation.pathways import macc, measures
from parkcarbon_platform.calculation.pathways.macc import Order
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.planning import inputs, reading
from parkcarbon_platform.services.planning.models import MaccBar, MaccResult, PlanInputs


def curve(known: PlanInputs, scenario: str, built: int, order: Order, end: int = 2060) -> MaccResult:
    """Every measure judged alone, built in `built`, at the prices and grid factors of a scenario."""
    base = reading.base_year(inputs.base_of(known))
    if scenario not in known.scenarios:
        raise NotFoundError(f"There is no scenario {scenario}.", scenario=scenario)
    market, _ = reading.market(known, base, scenario, built, end)
    chosen = [reading.measure(code, one, known.market) for code, one in known.measures.items()]
    usable = [one for one in chosen if one.carriers <= set(market.factor)]
    judged = {one.code: measures.appraise(one, market, built) for one in usable}
    found = macc.curve(list(judged.values()), usable, order)
    bars = []
    for bar in found.bars:
        one = judged[bar.code]
        bars.append(
            MaccBar(
                measure=bar.code, cost=_rounded(bar.cost), width=round(bar.width, 3),
                start=round(bar.start, 3), front=bar.front, npv=_rounded(one.npv),
                payback=_rounded(one.payback),
                irr=[] if one.irr is None else [round(rate, 6) for rate in one.irr.rates],
                irr_verdict=None if one.irr is None else one.irr.verdict, abated=round(one.abated, 3),
            )
        )  # fmt: skip
    idle = [*found.idle, *(one.code for one in chosen if one not in usable)]
    return MaccResult(order=order, built=built, bars=bars, idle=idle, conflicts=list(found.conflicts),
                      has_negative=found.has_negative)  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
