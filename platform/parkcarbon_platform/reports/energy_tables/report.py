"""Tables of energy and emissions as a document."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Column, Document, Language, Section, Table
from parkcarbon_platform.reports.energy_tables.figures import SIGNS, EnergyLine, Figures, Role

TEXTS = words.texts(__package__)
G_PER_T, J_PER_GJ = 10**6, 10**9
ROLES: tuple[Role, ...] = ("bought", "inside", "generated", "delivered", "left")


def document(figures: Figures, language: Language) -> Document:
    """The tables in one language."""
    return _Report(figures, language).document()


class _Report:
    def __init__(self, figures: Figures, language: Language) -> None:
        self.figures, self.language = figures, language

    def text(self, key: str) -> str:
        """A text of the language."""
        return words.word(TEXTS, key, self.language)

    def named(self, zh: str, en: str) -> str:
        """What it is called."""
        return words.named(zh, en, self.language)

    def carrier(self, code: str) -> str:
        """A carrier's word."""
        return words.word(words.CARRIERS, code, self.language)

    def columns(self, names: Sequence[str], numbers: Iterable[str]) -> tuple[Column, ...]:
        """Columns; those of `numbers` stand to the right."""
        right = set(numbers)
        return tuple(Column(self.text(n), is_number=n in right, share=2 if n in right else 3) for n in names)

    def document(self) -> Document:
        """All of it."""
        figures = self.figures
        name = self.named(figures.name_zh, figures.name_en)
        period = f"{figures.start.isoformat()} – {(figures.end - timedelta(days=1)).isoformat()}"
        facts = (
            (self.text("boundary"), name), (self.text("period"), period),
            (self.text("ruleset"), self.named(figures.ruleset_zh, figures.ruleset_en)),
            (self.text("used"), f"{words.number(Fraction(figures.coal_g, G_PER_T), 3)} tce"),
            (self.text("emitted"), f"{words.tonnes(figures.total_mg)} t"),
            (self.text("made_at"), figures.made_at.strftime("%Y-%m-%d %H:%M UTC")),
        )  # fmt: skip
        return Document(
            self.text("title"), f"{name} · {period}", self.language, figures.made_at, facts,
            (self.energy(), self.stocks(), self.conversion(), self.products(), self.emissions()),
            note=f"{figures.park_code} · {period}",
        )  # fmt: skip

    def energy(self) -> Section:
        """By carrier, in the unit that people read."""
        rows = []
        for carrier, unit in dict.fromkeys((line.carrier, line.unit) for line in self.figures.energy):
            lines = [x for x in self.figures.energy if (x.carrier, x.unit) == (carrier, unit)]
            shown, per = words.SHOWN.get(unit, (unit, 1))
            by = [_sum(x for x in lines if x.role == role) for role in ROLES]
            converted = sum((x.quantity * x.converted for x in lines), Fraction(0))
            used = sum(SIGNS[x.role] * x.quantity for x in lines)
            coal = sum(SIGNS[x.role] * x.coal_g for x in lines)
            sums = [*(Fraction(each) for each in by), converted, Fraction(used)]
            amounts = [words.number(each / per, 3) for each in sums]
            rows.append((self.carrier(carrier), shown, *amounts, words.number(Fraction(coal, G_PER_T), 3)))
        blank = ("",) * (len(ROLES) + 2)
        whole = words.number(Fraction(self.figures.coal_g, G_PER_T), 3)
        rows.append((self.text("total"), "", *blank, whole))
        names = ("carrier", "unit", *ROLES, "to_conversion", "quantity", "coal")
        table = Table(self.columns(names, names[2:]), tuple(rows), frozenset({len(rows) - 1}))
        return Section(self.text("energy"), (self.text("style"), self.text("energy_note")), (table,))

    def stocks(self) -> Section:
        """Between stock takes."""
        rows = []
        for one in self.figures.stocks:
            used = one.opening + one.bought - one.sold - one.closing
            amounts = (one.opening, one.bought, one.sold, one.closing, used)
            shown = (words.number(Fraction(g, G_PER_T), 3) for g in amounts)
            owner = self.named(one.name_zh, one.name_en)
            rows.append((owner, self.named(one.item_zh, one.item_en), *shown))
        names = ("enterprise", "item", "opening", "stock_bought", "sold", "closing", "consumed")
        return self.section("stocks", names, names[2:], rows)

    def conversion(self) -> Section:
        """What is put in, got out, and lost."""
        rows = []
        for one in self.figures.conversions:
            amounts = (one.put_in_j, one.got_out_j, one.put_in_j - one.got_out_j)
            shown = (words.number(Fraction(j, J_PER_GJ), 3) for j in amounts)
            share = words.percent(Fraction(one.got_out_j, one.put_in_j)) if one.put_in_j else ""
            rows.append((self.named(one.name_zh, one.name_en), *shown, share))
        names = ("enterprise", "put_in", "got_out", "lost", "efficiency")
        return self.section("conversion", names, names[1:], rows, note=False)

    def products(self) -> Section:
        """By unit of product."""
        rows = [
            (
                one.item.partition(":")[2], self.text(f"numerator_{one.numerator}"),
                "" if one.amount is None else f"{one.amount.normalize():,f}",
                "" if one.value is None else f"{one.value:f} {one.unit}",
            )
            for one in self.figures.products
        ]  # fmt: skip
        names = ("item", "numerator", "amount", "value")
        return self.section("products", names, names[2:], rows)

    def emissions(self) -> Section:
        """Each source and factor, then the total."""
        rows = [
            (
                self.named(one.name_zh, one.name_en),
                words.word(words.CATEGORIES, one.category, self.language), one.gas,
                words.amount(one.quantity, one.unit), one.factor, one.citation, words.tonnes(one.mg),
            )
            for one in self.figures.emissions
        ]  # fmt: skip
        rows.append((self.text("total"), "", "", "", "", "", words.tonnes(self.figures.total_mg)))
        names = ("source", "category", "gas", "activity", "factor", "origin", "tonnes")
        table = Table(self.columns(names, ("activity", "tonnes")), tuple(rows), frozenset({len(rows) - 1}))
        return Section(self.text("emissions"), (), (table,))

    def section(
        self, key: str, names: Sequence[str], numbers: Sequence[str], rows: Sequence[tuple[str, ...]], *,
        note: bool = True,
    ) -> Section:  # fmt: skip
        """A table, or a sentence that there is nothing in it."""
        if not rows:
            return Section(self.text(key), (self.text(f"no_{key}"),))
        told = (self.text(f"{key}_note"),) if note else ()
        return Section(self.text(key), told, (Table(self.columns(names, numbers), tuple(rows)),))


def _sum(lines: Iterable[EnergyLine]) -> int:
    return sum(line.quantity for line in lines)
