"""A year of a zero-carbon park as a document: the core indicator first, then what it is made of, and why."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Column, Document, Language, Section, Table
from parkcarbon_platform.reports.zero_carbon.figures import Figures

TEXTS = words.texts(__package__)
G_PER_T, WH_PER_MWH = 10**6, 10**6
CAUSES = ("gases", "boundary", "green", "factor")
Row = Mapping[str, Any]


def document(figures: Figures, language: Language) -> Document:
    """The report in one language."""
    return _Report(figures, language).document()


class _Report:
    def __init__(self, figures: Figures, language: Language) -> None:
        self.figures, self.language, self.year = figures, language, figures.year

    def text(self, key: str, **values: object) -> str:
        """A text of the language."""
        return words.word(TEXTS, key, self.language).format(**values)

    def known(self, prefix: str, key: str) -> str:
        """A word for a code; a code that has none stands as it is."""
        found = self.text(f"{prefix}_{key}")
        return key if found == f"{prefix}_{key}" else found

    def named(self, row: Row) -> str:
        """What it is called."""
        return words.named(row["name_zh"], row["name_en"], self.language)

    def column(self, key: str, *, share: int = 2, is_number: bool = False) -> Column:
        """A column."""
        return Column(self.text(key), is_number=is_number, share=share)

    def document(self) -> Document:
        """All of it."""
        figures, year = self.figures, self.year
        park = words.named(figures.park_zh, figures.park_en, self.language)
        facts = (
            (self.text("park"), f"{park} ({figures.park_code})"), (self.text("year"), str(year["year"])),
            (self.text("method"), self.text("method_is")),
            (self.text("state"), self.text("provisional_yes" if year["provisional"] else "provisional_no")),
            (self.text("days"), self.text("days_are", days=year["days"], of=year["of_days"])),
            (self.text("made_at"), figures.made_at.strftime("%Y-%m-%d %H:%M UTC")),
        )  # fmt: skip
        sections = (
            self.answer(), self.composition(), self.indicators(), self.lines(), self.energy(),
            self.outlook(), self.compared(), self.settings(), self.findings(),
            Section(self.text("checking"), (self.text("checking_note", total=f"{year['total_mg']:,}"),)),
        )  # fmt: skip
        return Document(
            self.text("title"), f"{park} · {year['year']}", self.language, figures.made_at, facts, sections,
            note=f"发改环资〔2025〕910号 · {figures.park_code} · {year['year']}",
        )  # fmt: skip

    def answer(self) -> Section:
        """The core indicator with both of its numbers."""
        core, energy = self.year["core"], self.year["energy"]
        total = words.tonnes(self.year["total_mg"])
        if core["value"] is None:
            return Section(self.text("answer"), (self.text("core_unknown", total=total),))
        told = self.text(
            "core_is", value=_number(core["value"], 4), total=total, tce=_number(energy["tce"], 3),
            limit=self.text("no_limit") if core["limit"] is None else _number(core["limit"], 2),
            verdict=self.text(f"verdict_{core['verdict']}"),
        )  # fmt: skip
        return Section(self.text("answer"), (told,))

    def composition(self) -> Section:
        """By category; what goes out is below zero."""
        rows = [(self.text(f"group_{g}"), words.tonnes(mg)) for g, mg in self.year["groups"].items()]
        rows.append((self.text("total"), words.tonnes(self.year["total_mg"])))
        strong = frozenset({len(rows) - 1})
        if self.year["bunker_mg"]:
            rows.append((self.text("bunkers"), words.tonnes(self.year["bunker_mg"])))
        columns = (self.column("category", share=3), self.column("emissions", is_number=True))
        table = Table(columns, tuple(rows), strong)
        return Section(self.text("composition"), (self.text("composition_note"),), (table,))

    def indicators(self) -> Section:
        """Core, direct supply, and the guiding ones, with where each is from."""
        rows = []
        for one in (self.year["core"], self.year["direct"], *self.year["guiding"]):
            is_known = one["part"] and one["whole"]
            parts = f"{one['part']} / {one['whole']} {one['unit']}".strip() if is_known else ""
            notes = (parts, one["evidence_name"], one["note"], one["author"])
            rows.append((
                self.known("indicator", one["code"]), self.ratio(one, one["value"]),
                self.ratio(one, one["limit"]), self.text(f"verdict_{one['verdict']}"),
                self.text(f"origin_{one['origin']}"), " · ".join(note for note in notes if note),
            ))  # fmt: skip
        columns = (
            self.column("indicator", share=4), self.column("value", is_number=True),
            self.column("limit", is_number=True), self.column("verdict"), self.column("origin", share=3),
            self.column("note", share=4),
        )  # fmt: skip
        return Section(self.text("indicators"), (), (Table(columns, tuple(rows)),))

    def ratio(self, one: Row, value: float | None) -> str:
        """A share in percent, tonnes per tce as they are."""
        if value is None:
            return self.text("none")
        return _number(value, 4) if one["code"] == "core" else words.percent(value)

    def lines(self) -> Section:
        """Every amount with its factor and where that is from."""
        rows = []
        for one in self.year["lines"]:
            evidence = [self.known("evidence", one["evidence"]), *one["numbers"]]
            flow = " · ".join(x for x in (self.text(f"flow_{one['flow']}"), *evidence) if x and x != "none")
            rows.append((
                self.named(one), flow, words.amount(one["quantity"], one["unit"]),
                f"{one['factor']} {one['factor_unit']}",
                f"{self.text('from_' + one['factor_from'])}: {one['citation']}", words.tonnes(one["mg"]),
            ))  # fmt: skip
        columns = (
            self.column("source", share=4), self.column("category", share=3),
            self.column("quantity", share=3, is_number=True), self.column("factor", share=3),
            self.column("basis", share=5), self.column("emissions", share=3, is_number=True),
        )  # fmt: skip
        return Section(self.text("lines"), (), (Table(columns, tuple(rows)),))

    def energy(self) -> Section:
        """The denominator."""
        energy, decided = self.year["energy"], self.figures.decided["settings"]
        if energy is None:
            return Section(self.text("energy"), (self.text("none"),))
        equivalent = decided["equivalent_kgce_per_kwh"] or self.text("not_decided")
        told = self.text(
            "energy_note", other=_number(energy["other_g"] / G_PER_T, 3), equivalent=equivalent,
            electricity=_number(energy["electricity_wh"] / WH_PER_MWH, 3),
        )  # fmt: skip
        rows = [
            (
                one["code"], words.word(words.CARRIERS, one["carrier"], self.language),
                words.amount(one["quantity"], one["unit"]),
                f"{one['coefficient'] or ''} {one['coefficient_unit'] or ''}".strip(),
                "" if one["coal_g"] is None else _number(one["coal_g"] / G_PER_T, 3),
            )
            for one in energy["lines"]
        ]  # fmt: skip
        columns = (
            self.column("source", share=4), self.column("carrier"),
            self.column("quantity", share=3, is_number=True), self.column("coefficient", share=3),
            self.column("coal", is_number=True),
        )  # fmt: skip
        return Section(self.text("energy"), (told,), (Table(columns, tuple(rows)),))

    def outlook(self) -> Section:
        """Past years and the way to the target year."""
        ahead = self.figures.outlook
        told = self.text(
            "outlook_is", base=ahead["base_year"], target=ahead["target_year"], whole=ahead["whole_years"]
        )
        rows = []
        for one in ahead["points"]:
            between = [one["lower"], one["upper"]]
            span = "" if None in between else f"{_number(between[0], 3)} – {_number(between[1], 3)}"
            rows.append((
                str(one["year"]), str(one["days"] or ""),
                "" if one["total_mg"] is None else words.tonnes(one["total_mg"]), _maybe(one["tce"], 1),
                _maybe(one["core"], 4), _maybe(one["expected"], 3), span, _maybe(one["needed"], 3),
            ))  # fmt: skip
        columns = (
            self.column("year"), self.column("of_days", is_number=True),
            self.column("emissions", share=3, is_number=True), self.column("tce", is_number=True),
            self.column("core", is_number=True), self.column("expected", is_number=True),
            self.column("interval", share=3), self.column("needed", is_number=True),
        )  # fmt: skip
        return Section(self.text("outlook"), (told,), (Table(columns, tuple(rows)),))

    def compared(self) -> Section:
        """Every other ruleset, and the differences by cause."""
        rows = []
        for one in self.figures.compared["beside"]:
            name = f"{self.named(one)} {self.known('basis', one['basis'])} [t {one['gas']}]"
            causes = (words.tonnes(one["causes"][cause]) for cause in CAUSES)
            total = words.tonnes(self.figures.compared["total_mg"])
            rows.append((name, words.tonnes(one["total_mg"]), *causes, total))
        columns = (
            self.column("ruleset", share=4), self.column("its_total", is_number=True),
            *(self.column(f"cause_{cause}", is_number=True) for cause in CAUSES),
            self.column("this_total", is_number=True),
        )  # fmt: skip
        return Section(self.text("compared"), (self.text("compared_note"),), (Table(columns, tuple(rows)),))

    def settings(self) -> Section:
        """What is decided, what is open, and why."""
        decided = self.figures.decided
        rows = [
            (
                self.known("setting", name),
                self.decision(value),
                self.text("is_open") if name in decided["open"] else "",
            )
            for name, value in decided["settings"].items()
        ]
        columns = (self.column("setting", share=5), self.column("value", share=3), self.column("state"))
        tables = [Table(columns, tuple(rows))]
        if decided["history"]:
            tables.append(self.versions(decided["history"]))
        return Section(self.text("settings"), (self.text("settings_note"),), tuple(tables))

    def decision(self, value: object) -> str:
        """A setting's value; a list of sources one after the other."""
        if isinstance(value, list):
            return ", ".join(str(each) for each in value) or self.text("none")
        return self.text("not_decided") if value in (None, "unset") else str(value)

    def versions(self, history: Sequence[Row]) -> Table:
        """Who changed what, and why."""
        rows = tuple(
            (
                ", ".join(self.known("setting", name) for name in one["changed"]), one["note"], one["author"],
                f"{datetime.fromtimestamp(one['at'] / 1000, UTC):%Y-%m-%d}",
            )
            for one in history
        )  # fmt: skip
        return Table(
            (
                self.column("changed", share=4),
                self.column("why", share=5),
                self.column("by"),
                self.column("when"),
            ),
            rows,
        )

    def findings(self) -> Section:
        """What has to be put right, or known."""
        rows = tuple(
            (self.known("found", one["code"]), " · ".join(x for x in (one["subject"], one["detail"]) if x))
            for one in self.year["findings"]
        )
        if not rows:
            return Section(self.text("findings"), (self.text("no_findings"),))
        table = Table((self.column("found", share=4), self.column("subject", share=5)), rows)
        return Section(self.text("findings"), (), (table,))


def _number(value: float, decimals: int) -> str:
    return words.number(Fraction(value), decimals)


def _maybe(value: float | None, decimals: int) -> str:
    return "" if value is None else _number(value, decimals)
