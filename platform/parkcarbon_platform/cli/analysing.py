"""Commands that say what drives emissions: of a file, or of a park's own ledger."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings


def lmdi(arguments: argparse.Namespace, settings: Settings) -> int:
    """What part of a change each factor made."""
    columns = {
        "period": arguments.period,
        "factors": _list(arguments.factors),
        "cells": _list(arguments.cells),
    }
    own = {"output": arguments.output}
    common = {"method": arguments.method, "chained": not arguments.ends}
    results = _results(
        "lmdi", arguments=arguments, settings=settings, common=common, columns=columns, own=own
    )
    return _show(results, arguments, _lmdi_lines)


def stirpat(arguments: argparse.Namespace, settings: Settings) -> int:
    """Elasticities of emissions with respect to drivers."""
    columns = {"impact": arguments.impact, "period": arguments.period, "entity": arguments.entity}
    own = {"period": "period", "entity": arguments.entity}
    common = {
        "drivers": _list(arguments.drivers), "method": arguments.method, "k": _number_or_rule(arguments.k),
        "covariance": arguments.covariance, "bootstrap": arguments.bootstrap, "draws": arguments.draws,
    }  # fmt: skip
    results = _results(
        "stirpat", arguments=arguments, settings=settings, common=common, columns=columns, own=own
    )
    return _show(results, arguments, _stirpat_lines)


def decoupling(arguments: argparse.Namespace, settings: Settings) -> int:
    """Whether emissions and output move together."""
    columns = {"period": arguments.period, "emissions": arguments.emissions, "output": arguments.output}
    results = _results(
        "decoupling", arguments=arguments, settings=settings, common={}, columns=columns,
        own={"output": arguments.output},
    )  # fmt: skip
    return _show(results, arguments, _decoupling_lines)


def _results(
    kind: str, *, arguments: argparse.Namespace, settings: Settings, common: dict[str, Any],
    columns: dict[str, Any], own: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    from parkcarbon_platform.services.analysis import computing, from_ledger, uploaded
    from parkcarbon_platform.services.analysis.question import check

    if (arguments.park is None) == (arguments.file is None):
        raise InvalidError("Give a file, or --park.", remedy="One of the two says where the data are.")
    source = "table" if arguments.park is None else "park"
    span = {"from": arguments.start, "to": arguments.end, "step": arguments.step}
    given = common | (columns if source == "table" else own | span)
    options = {name: value for name, value in given.items() if value is not None}
    check(kind, source, options)
    if source == "table":
        data = uploaded.read(Path(arguments.file).read_bytes()).data()
    else:
        with (
            workplace(arguments.park, settings) as place,
            place.database.tenant(place.park_id) as connection,
        ):
            data = from_ledger.take(connection, kind, options)
    return computing.compute(kind, source, options, data, arguments.seed)


def _show(results: dict[str, Any], arguments: argparse.Namespace, lines: Any) -> int:  # noqa: ANN401  # a function
    if arguments.as_json:
        print(json.dumps(results, ensure_ascii=False))
        return 0
    for line in lines(results):
        print(line)
    for note in results["notes"]:
        print(f"note\t{note['code']}\t{note['message']}")
    return 0


def _lmdi_lines(found: dict[str, Any]) -> Iterable[str]:
    for step in [*found["steps"], found["total"]] if len(found["steps"]) > 1 else found["steps"]:
        yield f"{step['from']} -> {step['to']}\t{step['before']:.6g} -> {step['after']:.6g}"
        for name, effect in step["effects"].items():
            index = "" if step["indices"] is None else f"\tx {step['indices'][name]:.4f}"
            yield f"  {name}\t{effect:+.6g}{index}"
        yield f"  sum\t{step['after'] - step['before']:+.6g}\t(rounding {step['residual']:.1e})"


def _stirpat_lines(found: dict[str, Any]) -> Iterable[str]:
    k = "" if found["k"] is None else f", k = {found['k']:.6g}"
    yield f"{found['method']}{k}\t{found['observations']} observations\tR2 {found['fit']['r_squared']:.4f}"
    for row in found["drivers"]:
        low, high = (row.get(f"bootstrap_{end}", row[end]) for end in ("low", "high"))
        bounds = "" if low is None else f"\t[{low:+.4f}, {high:+.4f}]"
        yield f"  +1 % {row['name']}\t{row['coefficient']:+.4f} %{bounds}\tVIF {row['vif']:.1f}"
    for part in found["contributions"]:
        change = part["after"] - part["before"]
        yield f"{part['entity']} {part['from']} -> {part['to']}\t{change:+.6g}".strip()
        for name, amount in [*part["amounts"].items(), ("not explained", part["rest"])]:
            yield f"  {name}\t{amount:+.6g}"


def _decoupling_lines(found: dict[str, Any]) -> Iterable[str]:
    for step in [*found["steps"], found["whole"]]:
        elasticity = "" if step["elasticity"] is None else f"{step['elasticity']:.3f}"
        yield f"{step['from']} -> {step['to']}\t{step['state'] or 'unchanged'}\t{elasticity}"


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compute a stored run again from its data and compare every digit."""
    from parkcarbon_platform.services.analysis import runs

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        row = runs.get(connection, arguments.run)
    same = runs.verify(row)
    print(f"analysis {row.id}\t{'the same to the digit' if same else 'differs'}\t{row.results_sha256}")
    if not same:
        print(f"computed by {row.code_version}")
    return 0 if same else 1


def _list(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _number_or_rule(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


FILE = Argument("file", "CSV or xlsx, the first row names the columns", {"nargs": "?"})
DATA = (
    FILE,
    Argument("--park", "code of a park: its own ledger and drivers instead of a file"),
    Argument("--from", "first local day of the park's data", {"dest": "start"}),
    Argument("--to", "day after the last", {"dest": "end"}),
    Argument("--step", "month, quarter or year", {"default": "month"}),
    Argument("--period", "column of the period", {"default": "period"}),
    Argument("--seed", "of what is drawn by chance", {"type": int, "default": 1}),
    Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
)
OUTPUT = Argument("--output", "column, or driver of the park, e.g. output_constant")

COMMANDS: list[Command] = [
    Command(
        ("analyse", "lmdi"),
        "what part of a change each factor made",
        lmdi,
        (
            *DATA, OUTPUT,
            Argument("--factors", "columns whose product is what is decomposed, with commas"),
            Argument("--cells", "columns that tell the parts apart, with commas", {"default": ""}),
            Argument("--method", "lmdi1 or lmdi2", {"default": "lmdi1"}),
            Argument("--ends", "the first period with the last only", {"action": "store_true"}),
        ),
    ),
    Command(
        ("analyse", "stirpat"),
        "elasticities of emissions with respect to drivers",
        stirpat,
        (
            *DATA,
            Argument("--impact", "column of the emissions", {"default": "emissions"}),
            Argument("--drivers", "columns of the drivers, with commas", {"required": True}),
            Argument("--entity", "column of the enterprise, for panels"),
            Argument("--method", "ols, ridge, pls or panel", {"default": "ridge"}),
            Argument("-k", "hkb, lw, gcv, hkb_p2, lw_p2, or a number", {"default": "hkb"}),
            Argument("--covariance", "classical, HC0 to HC3, newey_west, cluster", {"default": "classical"}),
            Argument("--bootstrap", "pairs, residual, moving_block, entity", {"default": "pairs"}),
            Argument("--draws", "of the bootstrap", {"type": int, "default": 2000}),
        ),
    ),
    Command(
        ("analyse", "decoupling"),
        "whether emissions and output move together",
        decoupling,
        (
            *DATA, Argument("--emissions", "column of the emissions", {"default": "emissions"}),
            Argument("--output", "column, or driver of the park", {"default": "output"}),
        ),
    ),
    Command(
        ("analyse", "verify"),
        "compute a stored analysis again and compare every digit",
        verify,
        (Argument("park", "code of the park"), Argument("run", "id of the analysis", {"type": int})),
    ),
]  # fmt: skip
