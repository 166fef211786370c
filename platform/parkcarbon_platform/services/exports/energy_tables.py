"""Tables of energy and emissions of a period: from the ledger's flows, stock takes and approved reports."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.totals import is_apart, of_basis
from parkcarbon_platform.calculation.activity import items, stock
from parkcarbon_platform.calculation.flows.boundary import Purchase
from parkcarbon_platform.calculation.flows.enterprise import enterprise_flows
from parkcarbon_platform.calculation.flows.park import park_flows
from parkcarbon_platform.calculation.units import factor_scale
from parkcarbon_platform.reports import pdf
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.energy_tables import report, workbook
from parkcarbon_platform.reports.energy_tables.figures import (
    ConversionLine,
    EmissionLine,
    EnergyLine,
    Figures,
    ProductLine,
    Role,
    StockLine,
)
from parkcarbon_platform.reports.inventory import figures as inventory
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import activity_items
from parkcarbon_platform.services.exports import gathering
from parkcarbon_platform.services.flows import reading
from parkcarbon_platform.services.flows.reading import Ground, Told
from parkcarbon_platform.services.inventories import intensity
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import activity_stock, exports, quarters
from parkcarbon_platform.storage.database import Connection

Form = Literal["xlsx", "pdf"]
Asked = Literal["zh-CN", "en"]


def figures(connection: Connection, question: Question, now: datetime) -> Figures:
    """What the tables show; raises QuestionError, NotFoundError."""
    ground = reading.read(connection, question, now)
    gathered = gathering.of_now(connection, question, now)
    names = {row.code: (row.name_zh, row.name_en) for row in quarters.enterprises(connection)}
    energy = tuple(_energy(ground))
    basis = question.rules.bases[0]
    made = Figures(
        gathered.park_code,
        *names.get(question.enterprise or "", (gathered.park.zh, gathered.park.en)),
        question.enterprise, question.rules.name_zh, question.rules.name_en, question.start, question.end,
        now.replace(microsecond=0), energy, tuple(_stocks(connection, ground, names, now)),
        tuple(_conversions(ground, names)), (), tuple(_emissions(gathered, question)),
        gathered.totals[basis].total,
    )  # fmt: skip
    return _with_products(connection, made, ground)


def make(found: Figures, form: Form, language: Asked, font_dir: str) -> bytes:
    """The file; raises FontMissingError for a PDF where no font has Chinese characters."""
    of: Language = "zh" if language == "zh-CN" else "en"
    return (
        workbook.build(found, of) if form == "xlsx" else pdf.render(report.document(found, of), (font_dir,))
    )


def _energy(ground: Ground) -> Iterator[EnergyLine]:
    """Sources and points that cross the boundary: of a park nothing that is handed on inside."""
    is_park = ground.question.is_park
    added: set[str] = set()
    for one in ground.purchases:
        if not one.is_energy or (is_park and one.origin == "inside"):
            continue
        role: Role = "inside" if one.origin == "inside" else "bought"
        for term in one.stream.terms:
            yield _line(ground.told[term.code], role, one)
        # What a source subtracts because it leaves was bought, too; inside a park it never left.
        for term in (*one.back_left.terms, *(() if is_park else one.back.terms)):
            yield _line(ground.told[term.code], role, one)
    for delivery in ground.deliveries:
        role_of: dict[str, Role] = {"generated": "generated", "left": "left"}
        if not is_park:
            role_of["delivered"] = "delivered"
        for term in delivery.stream.terms:
            if delivery.role in role_of and term.code not in added:
                added.add(term.code)
                yield _line(ground.told[term.code], role_of[delivery.role], None)


def _line(told: Told, role: Role, purchase: Purchase | None) -> EnergyLine:
    coal = told.coal
    each = Fraction(0)
    if coal is not None:
        mass = factor_scale(f"kg/{coal.unit.partition('/')[2]}", told.unit)
        each = Fraction(coal.value) * mass / 1000
    return EnergyLine(
        told.code, told.name_zh, told.name_en, told.enterprise, told.carrier, role, told.quantity or 0,
        told.unit, "" if coal is None else f"{coal.value.normalize():f} {coal.unit}", each,
        told.amount.coal_g, told.citation, Fraction(0) if purchase is None else purchase.converted,
    )  # fmt: skip


def _stocks(
    connection: Connection, ground: Ground, names: dict[str, tuple[str, str]], now: datetime
) -> Iterator[StockLine]:
    """Fuels whose stock was taken in the period, from the first take to the last."""
    question = ground.question
    start, end = (localtime.day_start(day, ground.timezone) for day in (question.start, question.end))
    owners = [code for code, *_ in activity_items.enterprises(connection)]
    taken, fuels = activity_stock.taken(connection), activity_items.catalogue(connection)
    for owner in owners if question.is_park else [question.enterprise or ""]:
        owner_id = exports.enterprise_id(connection, owner)
        if owner_id is None:
            continue
        for item in (item for item in fuels if (owner_id, item) in taken):
            entries = activity_stock.entries(connection, owner_id, item)
            balances, _ = stock.balances(*activity_stock.moves(entries))
            inside = [b for b in balances if start <= b.start and b.end <= min(end, now)]
            if inside:
                fuel = fuels[item]
                yield StockLine(
                    owner, *names.get(owner, (owner, owner)), item, fuel.name_zh, fuel.name_en,
                    inside[0].opening, sum(b.purchases for b in inside), sum(b.sold for b in inside),
                    inside[-1].closing,
                )  # fmt: skip


def _conversions(ground: Ground, names: dict[str, tuple[str, str]]) -> Iterator[ConversionLine]:
    owner = ground.question.enterprise
    if owner is None:
        flows = park_flows(ground.purchases, ground.deliveries)
    else:
        flows = enterprise_flows(owner, ground.purchases, ground.deliveries, ())
    for one in flows.converters:
        yield ConversionLine(
            *names.get(one.enterprise, (one.enterprise, one.enterprise)), one.put_in.joules,
            one.got_out.joules, one.put_in.coal_g, one.got_out.coal_g,
        )  # fmt: skip


def _emissions(found: inventory.Figures, question: Question) -> Iterator[EmissionLine]:
    """What the total counts, by source, gas and factor."""
    groups: dict[tuple[str, str, int], list[int]] = {}
    of: dict[tuple[str, str, int], tuple[str, str]] = {}
    for item in of_basis(found.items, question.rules.bases[0]):
        if is_apart(item) or (question.is_park and item.internal_transfer):
            continue
        key = (item.source, item.gas, item.factor_version)
        sums = groups.setdefault(key, [0, 0])
        sums[0] += item.quantity
        sums[1] += item.co2e_mg
        of[key] = (item.category, item.unit)
    for (source, gas, version), (quantity, mg) in sorted(groups.items(), key=lambda pair: -pair[1][1]):
        name, factor = found.sources.get(source), found.factors.get(version)
        category, unit = of[source, gas, version]
        yield EmissionLine(
            *((source, source) if name is None else (name.zh, name.en)), category, gas, quantity, unit,
            "" if factor is None else f"{factor.value.normalize():f} {factor.unit}",
            "" if factor is None else factor.citation, mg,
        )  # fmt: skip


def _with_products(connection: Connection, made: Figures, ground: Ground) -> Figures:
    question = ground.question
    owners = sorted({p.enterprise for p in ground.purchases if p.enterprise is not None})
    boundary = intensity.Boundary(question.start, question.end, question.enterprise, owners)
    energy = standard_coal.Energy((), made.coal_g, None, (), None)
    found = intensity.intensities_of(connection, boundary, made.total_mg, energy)
    products = tuple(
        ProductLine(one.denominator, one.numerator, one.amount, one.value, one.unit)
        for one in found
        if one.denominator.startswith(items.PRODUCT) and one.numerator != "tce_equivalent"
    )
    return replace(made, products=products)
