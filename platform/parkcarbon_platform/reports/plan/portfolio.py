"""Sections of a portfolio's report: what it costs, years, what is built, policies, measures with sources."""

from typing import Any

from parkcarbon_platform.reports.document import Column, Section, Table
from parkcarbon_platform.reports.plan.charts import Plot
from parkcarbon_platform.reports.plan.wording import PER_10K, PER_10KT, Wording, in_10kt, number
from parkcarbon_platform.reports.words import percent


def sections(say: Wording) -> tuple[Section, ...]:
    """All of them, in order."""
    return answers(say), years(say), built(say), policies(say), measures(say)


def answers(say: Wording) -> Section:
    """How good the choice is, what it costs, and what a tonne less would cost."""
    result = say.figures.result
    gap = "–" if result["gap"] is None else number(100 * result["gap"], 3)
    money = {name: number(result[name] / PER_10K, 1) for name in ("cost", "without")}
    lines = [say.text("not"), say.text(f"status_{result['status']}", gap=gap), say.text("cost_is", **money)]
    lines += [
        say.text("marginal_is", year=one["year"], price=number(one["yuan_per_t"], 0))
        for one in result["marginal"]
    ]
    for one in result["missed"]:
        kind = say.text(f"missed_{one['kind']}")
        item = f" {say.named(one['item'])}" if one["item"] else ""
        lines.append(
            say.text("missed_is", year=one["year"], kind=kind, item=item, amount=number(one["amount"]))
        )
    if result["left_out"]:
        names = ", ".join(say.named(code) for code in result["left_out"])
        lines.append(say.text("left_out", names=names))
    return Section(say.text("answers"), tuple(lines))


def years(say: Wording) -> Section:
    """A chart of the scenario, what the measures leave and the cap; and every year of the plan."""
    result = say.figures.result
    scaled = {
        name: [None if t is None else t / PER_10KT for t in result[name]]
        for name in ("baseline", "emissions", "cap")
    }
    plot = Plot(result["years"], list(scaled.values()))
    keys = {"baseline": "baseline", "emissions": "left", "cap": "cap"}
    names = [say.text(key) for key in keys.values()]
    lines = [plot.line(name, scaled[of], i) for i, (of, name) in enumerate(zip(keys, names, strict=True))]
    chart = plot.chart(say.text("portfolio_chart"), say.text("paths_alt", names=", ".join(names)), lines)
    rows = []
    for i, year in enumerate(result["years"]):
        cap = result["cap"][i]
        money = [number(result[name][i] / PER_10K, 1) for name in ("capital", "yearly")]
        rows.append((
            str(year), in_10kt(result["baseline"][i]), in_10kt(result["emissions"][i]),
            "–" if cap is None else in_10kt(cap), *money,
        ))  # fmt: skip
    columns = (Column(say.text("year")), *map(say.column, ("baseline", "left", "cap", "capital", "yearly")))
    table = Table(columns, tuple(rows), caption=say.text("unit_10kt"))
    return Section(say.text("portfolio"), (), (table,), (chart,))


def built(say: Wording) -> Section:
    """Which part of which measure is built in which year."""
    rows = [
        (str(one["year"]), say.named(one["measure"]), percent(one["share"]))
        for one in sorted(say.figures.result["built"], key=lambda one: (one["year"], one["measure"]))
    ]
    columns = (
        Column(say.text("year")),
        Column(say.text("measure"), share=4),
        say.column("part_built", share=1),
    )
    tables = (Table(columns, tuple(rows)),) if rows else ()
    return Section(say.text("built"), () if rows else (say.text("nothing_built"),), tables)


def policies(say: Wording) -> Section:
    """Prices and limits that the choice was made under."""
    rows = [
        (say.text(f"policy_{one['kind']}"), say.named(one["item"]), str(one["start"]), number(one["value"]))
        for one in say.figures.asked["policies"]
    ]
    columns = (
        Column(say.text("policy"), share=4), Column(say.text("item"), share=3), say.column("from", share=1),
        say.column("value"),
    )  # fmt: skip
    tables = (Table(columns, tuple(rows)),) if rows else ()
    return Section(say.text("policies"), () if rows else (say.text("no_policies"),), tables)


def measures(say: Wording) -> Section:
    """What each measure costs, and the publication or the hand that says so."""
    rows = []
    for code, one in say.figures.inputs["measures"].items():
        capex, opex = say.figures.costs.get(code, (None, 0.0))
        rows.append((
            say.named(code), say.text("unknown") if capex is None else number(capex / PER_10K, 1),
            number(opex / PER_10K, 1), str(one["lifetime"]), _origin(say, one),
        ))  # fmt: skip
    columns = (
        Column(say.text("measure"), share=4), say.column("capex"), say.column("opex"),
        say.column("lifetime", share=1), Column(say.text("origin"), share=7),
    )  # fmt: skip
    market = say.figures.inputs["market"]
    given = market.get("exchange", {}).items()
    rates = ", ".join(f"1 {code} = {number(rate, 4)} CNY" for code, rate in given) or say.text("no_rates")
    told = say.text("rates", rate=number(100 * market["rate"], 1), exchange=rates)
    return Section(say.text("measures"), (say.text("measures_note"), told), (Table(columns, tuple(rows)),))


def _origin(say: Wording, one: dict[str, Any]) -> str:
    if one["capex"] is not None:
        return " · ".join(part for part in (say.text("entered"), one.get("source", "")) if part)
    told = []
    for cited in one.get("cited", []):
        if cited["field"] not in ("capex", "opex"):
            continue
        mark = f" ({say.text('single')})" if cited["single"] else ""
        prices = f" {cited['price_year']}" if cited["price_year"] else ""
        amount = f"{say.text(cited['field'])}: {number(cited['value'], 0)} {cited['currency'] or ''}{prices}"
        told.append(f"{amount}: {cited['source']}, {cited['year']}{mark}")
    return "; ".join(told) or one.get("note", "")
