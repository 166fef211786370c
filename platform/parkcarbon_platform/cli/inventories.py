"""Commands that compute inventories and move the stored ones along."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from parkcarbon_platform.cli.asking import ASKED, PARK, WHOLE, potentials, question
from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.differing import BASIS
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.cli.watching import WAIT, Bar, watch
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.inventories.computing import Computed
    from parkcarbon_platform.services.inventories.explaining import Explanation, SourceMonths
    from parkcarbon_platform.services.inventories.storing import InventoryRow
    from parkcarbon_platform.services.inventories.tracing import Use


def inventory(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compute an inventory by the ledger as it is, and print it."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.inventories import computing, figures, storing

    with workplace(arguments.park, settings) as place:
        asked, now = question(place, arguments), localtime.now()
        with place.database.tenant(place.park_id) as connection, Bar() as bar:

            def told(step: str, done: float) -> None:
                bar.show(storing.share_of(step, done), step)

            found = computing.compute(connection, asked, now, told)
            beside = figures.document(figures.figures_of(connection, found, now, told))
    if arguments.as_json:
        print(json.dumps(_as_json(found) | {"figures": beside}, ensure_ascii=False))
    else:
        _print(found)
        _print_beside(beside)
    return 0


def _as_json(found: "Computed") -> dict[str, object]:
    question = found.question
    return {
        "from": question.start.isoformat(),
        "to": question.end.isoformat(),
        "ruleset": question.ruleset,
        "enterprise": question.enterprise,
        "gwp": question.gwp,
        "totals": {
            basis: {
                "total_mg": sums.total, "transfers_mg": sums.transfers, "unallocated_mg": sums.unallocated,
                "scope3_mg": {str(k): v for k, v in sums.scope3.items()}, "biogenic_mg": sums.biogenic,
                "sinks_mg": sums.sinks, "by": sums.by,
            }
            for basis in found.rules.bases
            for sums in [found.totals(basis)]
        },
        "findings": [
            {
                "rule": row.rule, "severity": row.severity, "source": row.source,
                "months": [m.isoformat() for m in row.months], "share": row.share, "count": row.count,
                "detail": row.detail, "remedy": row.remedy,
            }
            for row in found.lacks
        ],
    }  # fmt: skip


def _print(found: "Computed") -> None:
    gas = potentials(found.question)
    for basis in found.rules.bases:
        sums = found.totals(basis)
        print(f"{basis}-based\t{sums.total / 1e9:.3f} t {gas}")
        for group in found.rules.groups:
            if group.key in sums.by["group"]:
                print(f"  {group.name_en}\t{sums.by['group'][group.key] / 1e9:.3f} t")
        if found.question.is_park:
            print(f"  transfers inside the park\t{sums.transfers / 1e9:.3f} t")
            print(f"  unallocated\t{sums.unallocated / 1e9:.3f} t")
    for row in found.lacks:
        months = ", ".join(f"{m:%Y-%m}" for m in row.months)
        print(f"{row.severity}\t{row.rule}\t{row.source or ''}\t{months}\t{row.detail}".rstrip())
        print(f"\t{row.remedy}")


def _print_beside(beside: dict[str, Any]) -> None:
    for known in beside["uncertainty"]:
        interval = known["approach_1"]
        told = "unknown" if interval is None else f"± {interval['half_width_mg'] / 1e9:.3f} t (95 %)"
        print(
            f"uncertainty, {known['basis']}-based\t{told}\t{known['covered_share']:.1%} of the total covered"
        )
    for name in ("calorific", "equivalent"):
        grams = beside["energy"][f"{name}_g"]
        print(f"energy, {name} value\t{'unknown' if grams is None else f'{grams / 1e6:.3f} tce'}")
    for ratio in beside["intensities"]:
        if ratio["value"] is not None:
            print(f"{ratio['numerator']} by {ratio['denominator']}\t{ratio['value']} {ratio['unit']}")


def explain(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the terms of a figure, or the months of one source of it."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.inventories import tracing
    from parkcarbon_platform.services.inventories.explaining import Part

    part, now = Part(arguments.basis, arguments.by, arguments.key), localtime.now()
    with workplace(arguments.park, settings) as place:
        asked = question(place, arguments)
        with place.database.tenant(place.park_id) as connection:
            if arguments.source is None:
                _print_terms(tracing.explain(connection, asked, part, now), arguments.limit)
            else:
                _print_months(*tracing.open_term(connection, asked, part, arguments.source, now))
    print(f"by\t{asked.ruleset}\t{potentials(asked)}")
    return 0


def _print_terms(found: "Explanation", limit: int) -> None:
    """Every line is in the sum: what is not printed one by one is one line."""
    print(f"total\t{found.value} mg\t{found.value / 1e9:.3f} t")
    for row in found.by_factor:
        factor = found.factors[row.factor_version]
        value = f"{factor.value.normalize():f} {factor.unit}"
        name = f"{factor.factor} {factor.version} {factor.region}{' (fallback)' if row.fallback else ''}"
        print(f"factor\t{row.value} mg\t{name}\t{value}\t{row.gas}\t{row.sources} sources")
    shown = found.terms[:limit]
    for term in shown:
        print(f"source\t{term.value} mg\t{term.code}{' (deducted)' if term.deduction else ''}")
    if len(found.terms) > len(shown):
        rest = found.value - sum(term.value for term in shown)
        print(f"others\t{rest} mg\t{len(found.terms) - len(shown)} sources: --limit prints more")


def _print_months(found: "SourceMonths", uses: "list[Use]") -> None:
    print(f"{found.term.code}\t{found.term.value} mg\t{found.term.formula}")
    for row in found.months:
        factor = found.factors[row.item.factor_version]
        print(
            f"{row.item.month:%Y-%m}\t{row.value} mg\t{row.item.gas}\t{row.item.quantity} {row.item.unit}"
            f"\t{factor.factor} {factor.version} {factor.value.normalize():f} {factor.unit}"
        )
    for use in uses:
        share = f"{use.amount_wh / use.supply_wh:.1%}" if use.supply_wh else "-"
        print(f"{use.month:%Y-%m}\t{use.kind} {use.number or '-'}\t{use.amount_wh} Wh\t{share} of it")


def listed(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the kept inventories."""
    from parkcarbon_platform.services.inventories import storing

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for row in storing.every(connection):
            print(_line(row))
    return 0


def begin(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have the worker compute an inventory that is kept."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.inventories import storing

    with workplace(arguments.park, settings) as place:
        actor = Actor(operator_name())
        with place.database.tenant(place.park_id) as connection:
            named = arguments.approach
            arguments.gwp, arguments.approach = storing.inherited(
                connection, arguments.replaces, arguments.gwp, None if named == WHOLE else named,
                is_named=named is not None,
            )  # fmt: skip
        asked = question(place, arguments)
        made = storing.request(place, actor, "operator", asked, replaces=arguments.replaces)
        print(
            f"Inventory {made.id} is queued: the worker computes it, `parkcarbon inventories show` tells it."
        )
        return watch(place, made.job_id) if arguments.wait and made.job_id is not None else 0


def stop(arguments: argparse.Namespace, settings: Settings) -> int:
    """Stop the computation of an inventory, as an operator: nothing of it is kept."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.inventories import storing

    with workplace(arguments.park, settings) as place:
        storing.cancel(place, Actor(operator_name()), "operator", arguments.id)
    print(f"Inventory {arguments.id} is stopped and withdrawn.")
    return 0


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print a kept inventory, what is lacking, and its history."""
    from parkcarbon_platform.services.inventories import computing, storing, workflow

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        row = storing.found(connection, arguments.id)
        events = workflow.history(connection, row)
    print(_line(row))
    print(f"sha256 {row.sha256.hex() if row.sha256 else '-'}")
    for lack in row.lacks or []:
        months = ", ".join(month[:7] for month in lack["months"])
        print(
            f"{lack['severity']}\t{lack['rule']}\t{lack['source'] or ''}\t{months}\t{lack['detail']}".rstrip()
        )
        print(f"\t{computing.remedy_of(lack['rule'])}")
    for event in events:
        step = f"{event.from_state} -> {event.to_state}" if event.to_state else event.kind
        print(f"{event.created_at:%Y-%m-%d %H:%M}\t{event.author}\t{step}\t{event.note}")
    return 0


def move(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a step of a kept inventory, as an operator."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.inventories import workflow

    with workplace(arguments.park, settings) as place:
        actor = Actor(operator_name())
        row = workflow.move(place, actor, "operator", arguments.id, to=arguments.to, note=arguments.note)
    print(_line(row))
    return 0


def _line(row: "InventoryRow") -> str:
    totals = ", ".join(f"{b} {t['total'] / 1e9:.3f} t" for b, t in (row.totals or {}).items()) or "-"
    place = row.enterprise or "park"
    return (
        f"{row.id}\t{row.from_day} .. {row.to_day}\t{place}\t{row.ruleset}\tversion {row.version}"
        f"\t{row.state}\t{totals}"
    )


ITEM = Argument("id", "number of the inventory", {"type": int})

COMMANDS: list[Command] = [
    Command(
        ("inventory",),
        "compute an inventory by the ledger as it is",
        inventory,
        (
            PARK, *ASKED,
            Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
        ),
    ),
    Command(
        ("explain",),
        "print what a figure of an inventory is made of: factors and sources, or the months of one source",
        explain,
        (
            PARK, *ASKED,
            BASIS,
            Argument("--by", "scope, group, scene, enterprise, carrier, gas, month, source or category"),
            Argument("--key", "which part of it"),
            Argument("--source", "print the months of this source, and its certificates"),
            Argument("--limit", "how many sources are printed", {"type": int, "default": 50}),
        ),
    ),
    Command(("inventories", "list"), "print the kept inventories", listed, (PARK,)),
    Command(
        ("inventories", "begin"),
        "have the worker compute an inventory that is kept",
        begin,
        (
            PARK, *ASKED,
            Argument("--replaces", "number of the version whose place it takes", {"type": int}),
            WAIT,
        ),
    ),
    Command(("inventories", "stop"), "stop the computation of an inventory", stop, (PARK, ITEM)),
    Command(("inventories", "show"), "print a kept inventory and its history", show, (PARK, ITEM)),
    Command(
        ("inventories", "move"),
        "take a step: validating, approved, submitted, in_verification (after findings), locked, withdrawn",
        move,
        (PARK, ITEM, Argument("to", "the state"), Argument("--note", "why", {"default": ""})),
    ),
]  # fmt: skip
