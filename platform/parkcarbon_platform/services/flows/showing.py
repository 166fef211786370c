"""The diagram of a period as it is shown, with everything that its numbers were added up from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation import exact
from parkcarbon_platform.calculation.flows.enterprise import enterprise_flows
from parkcarbon_platform.calculation.flows.graph import STAGES, Converter, Flows, Link, Node, Row, sum_of
from parkcarbon_platform.calculation.flows.park import park_flows
from parkcarbon_platform.calculation.flows.streams import ZERO, Amount, Stream, total
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.flows import models, reading
from parkcarbon_platform.services.flows.reading import Ground, Told
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import quarters
from parkcarbon_platform.storage.database import Connection

RULESET = {True: "territorial", False: "gbt_32151"}
# A carrier whose meters leave more than this of its supply is worth a look (ux: imbalance).
IMBALANCE = Fraction(5, 100)
HOUR = timedelta(hours=1)
Names = Mapping[str, tuple[str, str]]


def question(start: date, end: date, enterprise: str | None) -> Question:
    """The period and boundary, as inventories ask for them."""
    return Question(start, end, RULESET[enterprise is None], enterprise)


def flows(connection: Connection, asked: Question, now: datetime) -> models.EnergyFlows:
    """The flows of a park, or of one enterprise; raises QuestionError, NotFoundError."""
    ground = reading.read(connection, asked, now)
    if asked.enterprise is None:
        found = park_flows(ground.purchases, ground.deliveries)
    else:
        found = enterprise_flows(asked.enterprise, ground.purchases, ground.deliveries, ground.below)
    names = {row.code: (row.name_zh, row.name_en) for row in quarters.enterprises(connection)}
    return _Shown(ground, found, names).model(now)


@dataclass(frozen=True, slots=True)
class _Shown:
    ground: Ground
    flows: Flows
    names: Names

    def model(self, now: datetime) -> models.EnergyFlows:
        """All of it."""
        flows, ground, whole = self.flows, self.ground, self.flows.total()
        until = None if ground.last_hour is None else localtime.to_ms(min(ground.last_hour + HOUR, now))
        weighed = [(t, t.joules_per_unit) for t in ground.told.values() if t.joules_per_unit is not None]
        measured = sum(exact.product(abs(t.quantity or 0), each) for t, each in weighed)
        guessed = sum(exact.product(abs(t.estimated), each) for t, each in weighed)
        return models.EnergyFlows(
            enterprise=ground.question.enterprise, first=ground.question.start.isoformat(),
            until_day=ground.question.end.isoformat(), as_of=localtime.to_ms(now), until=until,
            provisional=ground.provisional,
            estimated_share=float(Fraction(guessed) / Fraction(measured)) if measured else 0.0,
            input=amount(flows.input), output=amount(flows.output),
            losses=amount(whole.lost + flows.conversion_loss), unmetered=amount(whole.unmetered),
            nodes=self._nodes(), links=[self._link(link) for link in flows.links],
            rows=[row_of(row) for row in flows.rows.values() if row != Row(row.carrier)],
            total=row_of(whole), conversions=[self._conversion(one) for one in flows.converters],
            transfers=self._transfers(), terms=[self._term(key, t) for key, t in ground.told.items()],
            findings=self._findings(),
        )  # fmt: skip

    def _nodes(self) -> list[models.FlowNode]:
        through: dict[Node, Amount] = {}
        for link in self.flows.links:
            for node, is_end in ((link.start, False), (link.end, True)):
                counts = is_end is not (STAGES[node.sort] == "supply")
                through[node] = through.get(node, ZERO) + (link.stream.amount if counts else ZERO)
        found = []
        for node, whole in through.items():
            zh, en = self._named(node)
            found.append(
                models.FlowNode(
                    key=node.key, sort=node.sort, stage=STAGES[node.sort], subject=node.subject, name_zh=zh,
                    name_en=en, amount=amount(whole),
                )
            )  # fmt: skip
        return found

    def _named(self, node: Node) -> tuple[str, str]:
        """Carriers and sorts have words of the page; enterprises and meters have names."""
        told = self.ground.told.get(f"point:{node.subject}")
        if node.sort == "meter" and told is not None:
            return told.name_zh, told.name_en
        return self.names.get(node.subject, (node.subject, node.subject))

    def _link(self, link: Link) -> models.FlowLink:
        rule: Literal["sum", "share", "difference"] = "sum" if link.stream.is_sum else "share"
        if not link.stream.terms:
            rule = "difference"
        return models.FlowLink(
            start=link.start.key, end=link.end.key, carrier=link.carrier, amount=amount(link.stream.amount),
            rule=rule, parts=_parts(link.stream),
        )  # fmt: skip

    def _conversion(self, one: Converter) -> models.FlowConversion:
        zh, en = self.names.get(one.enterprise, (one.enterprise, one.enterprise))
        return models.FlowConversion(
            enterprise=one.enterprise, name_zh=zh, name_en=en, put_in=amount(one.put_in),
            got_out=amount(one.got_out), lost=amount(one.lost),
        )  # fmt: skip

    def _transfers(self) -> list[models.FlowTransfer]:
        """Between enterprises, by their own meters: of an enterprise its own side."""
        found = []
        carriers = sorted({p.carrier for p in self.ground.purchases if p.origin == "inside"})
        carriers += sorted({d.carrier for d in self.ground.deliveries if d.role == "delivered"} - {*carriers})
        for carrier in carriers:
            for owner, stream in reading.all_of(self.ground, carrier, "delivered"):
                found.append(self._transfer(carrier, owner, "supplies", stream))
            buyers: dict[str | None, Stream] = {}
            for p in self.ground.purchases:
                if p.origin == "inside" and p.carrier == carrier:
                    buyers[p.enterprise] = total([buyers.get(p.enterprise, Stream()), p.gross])
            found += [self._transfer(carrier, owner, "takes", stream) for owner, stream in buyers.items()]
        return [one for one in found if one.amount.joules]

    def _transfer(
        self, carrier: str, owner: str | None, role: Literal["supplies", "takes"], stream: Stream
    ) -> models.FlowTransfer:
        zh, en = self.names.get(owner or "", (owner or "", owner or ""))
        return models.FlowTransfer(
            carrier=carrier, enterprise=owner or "", name_zh=zh, name_en=en, role=role,
            amount=amount(stream.amount), parts=_parts(stream),
        )  # fmt: skip

    def _term(self, key: str, told: Told) -> models.FlowTerm:
        each, coal = told.joules_per_unit, told.coal
        return models.FlowTerm(
            key=key, kind=told.kind, code=told.code, name_zh=told.name_zh, name_en=told.name_en,
            enterprise=told.enterprise, carrier=told.carrier, points=list(told.points),
            quantity=told.quantity, unit=told.unit,
            joules_per_unit=None if each is None else f"{float(each):.10g}", heat_from=told.heat_from,
            coal_factor=None if coal is None else f"{coal.value.normalize():f}",
            coal_unit=None if coal is None else coal.unit, citation=told.citation,
            estimated=told.estimated, amount=amount(told.amount),
        )  # fmt: skip

    def _findings(self) -> list[models.FlowFinding]:
        found: list[tuple[models.FlowCode, str]] = list(dict.fromkeys(self.ground.lacking))
        for row in self.flows.rows.values():
            gap, whole = row.lost.joules + row.unmetered.joules, row.supply.joules
            if gap < 0:
                found.append(("more_used_than_supplied", row.carrier))
            elif self.ground.question.is_park and Fraction(gap) > IMBALANCE * whole:
                found.append(("imbalance", row.carrier))
        found += [("conversion_gain", c.enterprise) for c in self.flows.converters if c.lost.joules < 0]
        if not self.flows.links:
            found.append(("nothing_measured", ""))
        return [models.FlowFinding(code=code, subject=subject) for code, subject in found]


def amount(found: Amount) -> models.FlowAmount:
    """As JSON."""
    return models.FlowAmount(joules=found.joules, coal_g=found.coal_g, co2_mg=found.co2_mg)


def row_of(row: Row) -> models.FlowRow:
    """A row of the balance as JSON."""
    fields = models.FlowRow.model_fields
    return models.FlowRow(
        carrier=row.carrier, **{name: amount(getattr(row, name)) for name in fields if name != "carrier"}
    )


def _parts(stream: Stream) -> list[models.FlowPart]:
    """The terms of a stream; what is added and taken away again is in neither."""
    counts: dict[str, int] = {}
    for term in stream.terms:
        counts[term.code] = counts.get(term.code, 0) + term.sign
    return [models.FlowPart(term=code, sign=sign) for code, sign in counts.items() if sign]


__all__ = ["amount", "flows", "question", "row_of", "sum_of"]
