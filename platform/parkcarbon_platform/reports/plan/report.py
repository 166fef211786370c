"""A plan as a document: what it comes to first, then how, then how to check it."""

from parkcarbon_platform.reports.document import Document, Language, Section
from parkcarbon_platform.reports.plan import pathway, portfolio
from parkcarbon_platform.reports.plan.figures import Figures
from parkcarbon_platform.reports.plan.wording import Wording, moment, number


def document(figures: Figures, language: Language) -> Document:
    """The report in one language."""
    say = Wording(figures, language)
    body = pathway.sections(say) if figures.kind == "pathway" else portfolio.sections(say)
    check = Section(say.text("checking"), (say.text("checking_note", id=figures.id),))
    return Document(
        say.text(f"title_{figures.kind}"), f"{say.park} · {figures.name}", language, figures.made_at,
        facts(say), (*body, check),
        note=f"{figures.park_code} · {figures.id} · SHA-256 {figures.digest[:16]}",
    )  # fmt: skip


def facts(say: Wording) -> tuple[tuple[str, str], ...]:
    """What stands on the first page: which plan, of what, made by whom, bound to which inputs."""
    figures, base = say.figures, say.figures.inputs["base"]
    told = say.text(
        "base_is", year=base["year"], output=number(base["output"], 0), grid=number(base["grid"], 4)
    )
    found = [
        (say.text("park"), f"{say.park} ({figures.park_code})"),
        (say.text("plan"), f"{figures.id} · {figures.name}"), (say.text("author"), figures.author),
        (say.text("made_at"), figures.made_at.strftime("%Y-%m-%d %H:%M UTC")), (say.text("base"), told),
        (say.text("ledger"), _ledger(say)),
    ]  # fmt: skip
    if figures.kind == "pathway":
        found.append((say.text("draws"), f"{figures.asked['draws']:,} · {figures.asked['seed']}"))
    return (*found, (say.text("digest"), figures.digest))


def _ledger(say: Wording) -> str:
    ledger = say.figures.inputs["base"].get("ledger")
    if ledger is None:
        return say.text("ledger_none")
    return say.text(
        "ledger_is", first=moment(ledger["start"]), last=moment(ledger["end"]), hours=f"{ledger['hours']:,}",
        tonnes=number(ledger["co2_mg"] / 10**9, 1), known=moment(ledger["known_at"]),
    )  # fmt: skip
