"""What a measure costs in yuan: as its owner entered it, or as cited figures say at an entered rate."""

from parkcarbon_platform.services.planning.models import PlanCited, PlanMarket, PlanMeasure


def of(given: PlanMeasure, market: PlanMarket) -> tuple[float | None, float]:
    """Capital [yuan], None where nobody knows it, and yearly cost beside energy [yuan/a].

    An entered capital counts alone. Without one cited costs do, as soon as the rate of their currency is
    entered; the entered yearly cost is added to the cited one. No rate is assumed, and prices of other years
    are not brought to today's.
    """
    if given.capex is not None:
        return given.capex, given.opex
    capital = [_yuan(one, market) for one in given.cited if one.field == "capex"]
    running = [_yuan(one, market) for one in given.cited if one.field == "opex"]
    known = [value for value in (*capital, *running) if value is not None]
    if not capital or len(known) < len(capital) + len(running):
        return None, given.opex
    return sum(v for v in capital if v is not None), given.opex + sum(v for v in running if v is not None)


def _yuan(one: PlanCited, market: PlanMarket) -> float | None:
    if one.currency is None or one.currency == "CNY":
        return one.value
    rate = market.exchange.get(one.currency)
    return None if rate is None else one.value * rate


def lacking(given: PlanMeasure, market: PlanMarket) -> list[str]:
    """Currencies whose rate has to be entered before cited costs count."""
    if given.capex is not None:
        return []
    wanted = {one.currency for one in given.cited if one.field in ("capex", "opex")} - {None, "CNY"}
    return sorted(str(code) for code in wanted if code not in market.exchange)
