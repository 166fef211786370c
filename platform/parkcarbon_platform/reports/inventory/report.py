"""The inventory report: boundary and method, totals, sources, factors, completeness, and how to check it."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.totals import Totals, estimated_mg, is_apart
from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Column, Document, Language, Section, Table
from parkcarbon_platform.reports.inventory.figures import Figures

TEXTS = words.texts(__package__)
# Dimensions of the table of parts, in this order, where they say something.
PARTS = ("scope", "scene", "enterprise", "category", "carrier", "gas", "month")


def document(figures: Figures, language: Language) -> Document:
    """The report in one language."""
    return _Report(figures, language).document()


class _Report:
    def __init__(self, figures: Figures, language: Language) -> None:
        self.figures = figures
        self.language = language
        self.gas = "tCO2" if figures.gwp is None else "tCO2e"
        self.bases = figures.rules.bases

    def text(self, key: str, **values: object) -> str:
        """A text of the language."""
        return words.word(TEXTS, key, self.language).format(**values)

    def document(self) -> Document:
        """All of it."""
        figures = self.figures
        last = figures.end - timedelta(days=1)
        period = f"{figures.start.isoformat()} – {last.isoformat()}"
        rules = words.named(figures.rules.name_zh, figures.rules.name_en, self.language)
        state = self.text("state_none" if figures.state is None else f"state_{figures.state}")
        facts = (
            (self.text("park"), f"{self.park} ({figures.park_code})"),
            (self.text("boundary"), self.boundary),
            (self.text("period"), f"{period} ({figures.timezone})"),
            (self.text("ruleset"), rules),
            (self.text("gwp"), figures.gwp or self.text("co2_only")),
            (self.text("approach"), self.text(f"approach_{figures.approach or 'whole'}")),
            (self.text("state"), state),
            (self.text("made_at"), figures.made_at.strftime("%Y-%m-%d %H:%M UTC")),
            (self.text("digest"), figures.digest),
        )
        sections = (
            self.method(), self.totals(), self.parts(), self.sources(), self.factors(), self.lacks(),
            *self.findings(), self.checking(),
        )  # fmt: skip
        return Document(
            self.text("title"), f"{self.boundary} · {period}", self.language, figures.made_at, facts,
            sections, note=f"{rules} · SHA-256 {figures.digest[:16]}",
        )  # fmt: skip

    @property
    def park(self) -> str:
        """The park's name."""
        return words.named(self.figures.park.zh, self.figures.park.en, self.language)

    @property
    def boundary(self) -> str:
        """Whose inventory it is."""
        code = self.figures.enterprise
        return self.park if code is None else self.enterprise(code)

    def enterprise(self, code: str | None) -> str:
        """An enterprise's name; the park's own sources have none."""
        if code is None:
            return self.text("unallocated")
        found = self.figures.enterprises.get(code)
        return code if found is None else words.named(found.zh, found.en, self.language)

    def source(self, code: str) -> str:
        """A source's name."""
        found = self.figures.sources.get(code)
        return code if found is None else words.named(found.zh, found.en, self.language)

    def method(self) -> Section:
        """Boundary and method."""
        rules = self.figures.rules
        lines = (
            words.named(rules.note_zh, rules.note_en, self.language),
            self.text("netting_" + rules.netting),
            self.text("citation", text=rules.citation),
            *((self.text("provisional"),) if rules.is_provisional else ()),
        )
        return Section(self.text("method"), lines)

    def totals(self) -> Section:
        """The total of each basis, with its groups."""
        rows = []
        strong = set()
        for group in self.figures.rules.groups:
            name = words.named(group.name_zh, group.name_en, self.language)
            rows.append((name, *(words.tonnes(t.by["group"].get(group.key, 0)) for t in self.all_totals)))
        if self.figures.enterprise is None:
            rows.append((self.text("transfers"), *(words.tonnes(t.transfers) for t in self.all_totals)))
            rows.append(
                (self.text("of_which_unallocated"), *(words.tonnes(t.unallocated) for t in self.all_totals))
            )
        strong.add(len(rows))
        rows.append((self.text("total"), *(words.tonnes(t.total) for t in self.all_totals)))
        apart = [(self.text("biogenic"), "biogenic"), (self.text("sinks"), "sinks")]
        for title, name in apart:
            rows.append((title, *(words.tonnes(getattr(t, name)) for t in self.all_totals)))
        for number in sorted({n for t in self.all_totals for n in t.scope3}):
            title = self.text("scope3", number=number or "–")
            rows.append((title, *(words.tonnes(t.scope3.get(number, 0)) for t in self.all_totals)))
        table = Table(
            (Column(self.text("part"), share=3), *self.value_columns()), tuple(rows), frozenset(strong)
        )
        return Section(self.text("totals"), (self.text("totals_note"),), (table,))

    @property
    def all_totals(self) -> list[Totals]:
        """Those of each basis, in order."""
        return [self.figures.totals[basis] for basis in self.bases]

    def value_columns(self) -> tuple[Column, ...]:
        """A column for each basis."""
        return tuple(
            Column(f"{words.word(words.BASES, basis, self.language)} [{self.gas}]", is_number=True, share=2)
            for basis in self.bases
        )

    def parts(self) -> Section:
        """By scope, scene, enterprise, carrier, gas and month."""
        tables = []
        for name in PARTS:
            keys = sorted({key for t in self.all_totals for key in t.by[name]})
            if len(keys) < 2:
                continue
            rows = [
                (self.key(name, key), *(words.tonnes(t.by[name].get(key, 0)) for t in self.all_totals))
                for key in keys
            ]
            columns = (Column(self.text(f"by_{name}"), share=3), *self.value_columns())
            tables.append(Table(columns, tuple(rows), caption=self.text(f"by_{name}")))
        return Section(self.text("parts"), (), tuple(tables))

    def key(self, name: str, key: str) -> str:
        """A part's name."""
        if name == "scope":
            return self.text("scope", number=key)
        if name == "enterprise":
            return self.enterprise(key)
        if name == "month":
            return key[:7]
        known = {"scene": words.SCENES, "category": words.CATEGORIES, "carrier": words.CARRIERS}
        return words.word(known.get(name, {}), key, self.language)

    def sources(self) -> Section:
        """Each source with its activity and what it emits, in the first basis."""
        basis: Named = self.bases[0]
        rows = []
        for (code, gas), items in _by_source(self.figures.items, basis).items():
            value = sum(item.co2e_mg for item in items)
            guess = sum(abs(estimated_mg(item)) for item in items)
            share = Fraction(guess, abs(value)) if value else Fraction(0)
            marks = [self.text("mark_fallback")] * any(item.fallback for item in items)
            marks += [self.text("mark_transfer")] * items[0].internal_transfer
            marks += [self.text("mark_apart")] * is_apart(items[0])
            rows.append((
                self.source(code), self.enterprise(items[0].enterprise),
                words.word(words.CATEGORIES, items[0].category, self.language), gas,
                words.amount(sum(item.quantity for item in items), items[0].unit), words.tonnes(value),
                words.percent(share), ", ".join(marks),
            ))  # fmt: skip
        columns = (
            Column(self.text("source"), share=4), Column(self.text("enterprise"), share=3),
            Column(self.text("category"), share=3), Column(self.text("gas"), share=2),
            Column(self.text("activity"), is_number=True, share=4),
            Column(self.gas, is_number=True, share=3),
            Column(self.text("estimated"), is_number=True, share=2),
            Column(self.text("marks"), share=3),
        )  # fmt: skip
        return Section(self.text("sources"), (self.text("sources_note"),), (Table(columns, tuple(rows)),))

    def factors(self) -> Section:
        """Each factor that was used, with its citation."""
        used = sorted({item.factor_version for item in self.figures.items})
        rows = []
        for number in used:
            found = self.figures.factors.get(number)
            if found is not None:
                rows.append((
                    found.factor, f"{found.version} · {found.region}",
                    f"{found.value.normalize():f} {found.unit}",
                    f"{found.citation} ({found.set_code}, {found.grade})",
                ))  # fmt: skip
        columns = (
            Column(self.text("factor"), share=3), Column(self.text("version"), share=2),
            Column(self.text("value"), is_number=True, share=2), Column(self.text("origin"), share=5),
        )  # fmt: skip
        return Section(self.text("factors"), (), (Table(columns, tuple(rows)),))

    def lacks(self) -> Section:
        """The completeness checklist."""
        rows = []
        for lack in self.figures.lacks:
            months = ", ".join(f"{month:%Y-%m}" for month in lack.months)
            details = [months, "" if lack.share is None else words.percent(lack.share), lack.detail]
            rows.append((
                words.word(words.SEVERITIES, lack.severity, self.language),
                words.word(words.LACKS, lack.rule, self.language),
                "" if lack.source is None else self.source(lack.source),
                " · ".join(part for part in details if part),
            ))  # fmt: skip
        columns = (
            Column(self.text("severity"), share=1), Column(self.text("lack"), share=3),
            Column(self.text("source"), share=3), Column(self.text("detail"), share=5),
        )  # fmt: skip
        tables = (Table(columns, tuple(rows)),) if rows else ()
        return Section(self.text("lacks"), () if rows else (self.text("no_lacks"),), tables)

    def findings(self) -> tuple[Section, ...]:
        """What the verifier found, and what was answered; of a stored inventory."""
        if self.figures.inventory is None:
            return ()
        rows: list[tuple[str, ...]] = []
        strong: set[int] = set()
        for found in self.figures.findings:
            state = self.text("finding_open" if found.is_open else "finding_resolved")
            strong.add(len(rows))
            for event in (found.raised, *found.replies):
                said = self.text(f"said_{event.kind}")
                rows.append((
                    str(found.raised.id), f"{said} · {state}" if event is found.raised else said,
                    event.figure or "", event.note, f"{event.author} · {event.at:%Y-%m-%d}",
                ))  # fmt: skip
        columns = (
            Column(self.text("finding"), share=1), Column(self.text("kind"), share=2),
            Column(self.text("figure"), share=2), Column(self.text("note"), share=6),
            Column(self.text("author"), share=3),
        )  # fmt: skip
        told = self.text("findings_note", number=self.figures.inventory) if rows else self.text("no_findings")
        tables = (Table(columns, tuple(rows), frozenset(strong)),) if rows else ()
        return (Section(self.text("findings"), (told,), tables),)

    def checking(self) -> Section:
        """How to check it."""
        return Section(self.text("checking"), (self.text("checking_note", digest=self.figures.digest),))


def _by_source(items: tuple[Item, ...], basis: Named) -> Mapping[tuple[str, str], list[Item]]:
    found: dict[tuple[str, str], list[Item]] = {}
    for item in sorted(items, key=lambda i: (i.scope, i.source, i.gas, i.month)):
        if item.basis in ("any", basis):
            found.setdefault((item.source, item.gas), []).append(item)
    return found
