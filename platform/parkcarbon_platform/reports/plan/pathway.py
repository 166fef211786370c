"""Sections of a pathway's report: what it comes to, paths, peaks, wedges, elasticities, assumptions."""

from typing import Any

from parkcarbon_platform.reports.document import Column, Section, Table
from parkcarbon_platform.reports.plan.charts import Plot
from parkcarbon_platform.reports.plan.wording import (
    PER_10KT,
    Wording,
    every_fifth,
    in_10kt,
    moment,
    number,
)
from parkcarbon_platform.reports.words import percent

MEDIAN = 2


def sections(say: Wording) -> tuple[Section, ...]:
    """All of them, in order; without elasticities or wedges where the plan has none."""
    found = [answers(say), paths(say), peaks(say)]
    if say.figures.result["wedges"]:
        found.append(wedges(say))
    if say.figures.asked.get("elasticities"):
        found.append(elasticities(say))
    return (*found, levers(say))


def answers(say: Wording) -> Section:
    """Peak, gap and budget of every scenario in sentences."""
    result, lines = say.figures.result, [say.text("not")]
    years, budget = result["years"], say.figures.asked.get("budget")
    for path in result["paths"]:
        line = [_peak(say, path, years)]
        gap = [in_10kt(path["gap"][i]) for i in (MEDIAN, 0, 4)]
        line.append(say.text("gap_is", gap=gap[0], low=gap[1], high=gap[2], sum=in_10kt(path["spent"][-1])))
        if budget is not None:
            key = "budget_kept" if path["exhausted"] is None else "budget_used"
            line.append(say.text(key, budget=in_10kt(budget), year=path["exhausted"]))
        lines.append(" ".join(line) if say.language == "en" else "".join(line))
    if result["implied_rate"] is not None:
        lines.append(say.text("rate_is", rate=number(result["implied_rate"])))
    return Section(say.text("answers"), tuple(lines))


def _peak(say: Wording, path: dict[str, Any], years: list[int]) -> str:
    facts = {
        "name": say.named(path["scenario"]), "last": years[-1], "final": in_10kt(path["total"][-1]),
        "year": path["peak"], "value": in_10kt(max(path["total"])),
    }  # fmt: skip
    if path["peak"] is None:
        return say.text("peak_none", **facts)
    return say.text("peak_base" if path["peak"] == years[0] else "peak_year", **facts)


def paths(say: Wording) -> Section:
    """A chart of all scenarios, and a table of each every five years."""
    result = say.figures.result
    years, found = result["years"], result["paths"]
    names = [say.named(path["scenario"]) for path in found]
    scaled = [[[t / PER_10KT for t in band] for band in path["bands"]] for path in found]
    totals = [[t / PER_10KT for t in path["total"]] for path in found]
    plot = Plot(years, [*totals, *(band for bands in scaled for band in bands)])
    lines = [plot.band(bands[0], bands[4], i) for i, bands in enumerate(scaled)]
    lines += [plot.line(name, total, i) for i, (name, total) in enumerate(zip(names, totals, strict=True))]
    chart = plot.chart(say.text("paths_chart"), say.text("paths_alt", names=", ".join(names)), lines)
    tables = tuple(_path(say, path, name, years) for path, name in zip(found, names, strict=True))
    return Section(say.text("paths"), (), tables, (chart,))


def _path(say: Wording, path: dict[str, Any], name: str, years: list[int]) -> Table:
    keys = ["total", "low5", "median", "high95", "net", "energy", "share"]
    elastic = path.get("elastic")
    rows = []
    for i in every_fifth(years):
        bands = (path["bands"][p][i] for p in (0, MEDIAN, 4))
        cells = [str(years[i]), in_10kt(path["total"][i]), *(in_10kt(x) for x in bands)]
        cells += [in_10kt(path["net"][i]), number(path["energy"][i] / 1000, 1)]
        cells.append(percent(path["electricity_share"][i]))
        rows.append((*cells, *([in_10kt(elastic[MEDIAN][i])] if elastic else [])))
    columns = [Column(say.text("year")), *(say.column(key) for key in keys)]
    if elastic:
        columns.append(say.column("elastic"))
    return Table(tuple(columns), tuple(rows), caption=f"{name} [{say.text('unit_10kt')}]")


def peaks(say: Wording) -> Section:
    """In which share of draws each year is the peak."""
    rows: list[tuple[str, ...]] = []
    for path in say.figures.result["paths"]:
        name = say.named(path["scenario"])
        told = sorted(path["peaks"].items())
        rows += [(name, str(year), percent(share)) for year, share in told if share >= 0.005]
        rows.append((name, say.text("no_peak"), percent(path["no_peak"])))
    columns = (Column(say.text("scenario"), share=3), Column(say.text("year"), share=3),
               say.column("part_of_draws"))  # fmt: skip
    return Section(say.text("peaks"), (say.text("peaks_note"),), (Table(columns, tuple(rows)),))


def wedges(say: Wording) -> Section:
    """What each aspect avoids, every five years."""
    result, tables = say.figures.result, []
    for one in result["wedges"]:
        aspects = list(one["by_aspect"])
        rows = []
        for i in every_fifth(result["years"]):
            parts = [one["by_aspect"][aspect][i] for aspect in aspects]
            rows.append((str(result["years"][i]), *(in_10kt(x) for x in parts), in_10kt(sum(parts))))
        columns = (Column(say.text("year")), *(say.column(aspect) for aspect in aspects), say.column("total"))
        title = say.text("wedge_of", before=say.named(one["before"]), after=say.named(one["after"]))
        tables.append(Table(columns, tuple(rows), caption=title))
    return Section(say.text("wedges"), (say.text("wedges_note"),), tuple(tables))


def elasticities(say: Wording) -> Section:
    """The coefficients with the analysis that they are of."""
    given = say.figures.asked["elasticities"]
    fit, lines = given.get("fit"), []
    if fit is None:
        lines.append(say.text("elastic_entered"))
    else:
        facts = {name: fit[name] for name in ("run", "title", "method", "first", "last")}
        told = say.text("elastic_of", n=fit["observations"], sha=fit["results_sha256"][:16], **facts)
        lines.append(told)
        if fit["ledger_known_at"] is not None:
            lines.append(say.text("elastic_known", known=moment(fit["ledger_known_at"])))
        if fit["held"]:
            lines.append(say.text("elastic_held", names=", ".join(fit["held"])))
        if fit["warnings"]:
            lines.append(say.text("elastic_warns", codes=", ".join(fit["warnings"])))
    lines.append(say.text("elastic_note"))
    errors = [max(given["covariance"][i][i], 0.0) ** 0.5 for i in range(len(given["names"]))]
    rows = [
        (say.text(name), number(mean, 4), number(error, 4))
        for name, mean, error in zip(given["names"], given["mean"], errors, strict=True)
    ]
    columns = (Column(say.text("driver"), share=3), say.column("elasticity"), say.column("error"))
    return Section(say.text("elasticities"), tuple(lines), (Table(columns, tuple(rows)),))


def levers(say: Wording) -> Section:
    """What every scenario assumes."""
    tables, lines = [], []
    for code, scenario in say.figures.inputs["scenarios"].items():
        name = say.named(code)
        if scenario.get("assumptions"):
            lines.append(f"{name} — {say.text('assumed', text=scenario['assumptions'])}")
        rows = [
            (say.text(one["driver"]), say.carrier(one["item"]), str(one["start"]), str(one["end"]),
             number(one["target"], 3), say.text(one["shape"]))
            for one in scenario["levers"]
        ]  # fmt: skip
        if not rows:
            lines.append(f"{name} — {say.text('no_levers')}")
            continue
        columns = (
            Column(say.text("lever"), share=4), Column(say.text("item"), share=2),
            say.column("from", share=1), say.column("to", share=1), say.column("target"),
            Column(say.text("shape"), share=2),
        )  # fmt: skip
        tables.append(Table(columns, tuple(rows), caption=name))
    return Section(say.text("levers"), tuple(lines), tuple(tables))
