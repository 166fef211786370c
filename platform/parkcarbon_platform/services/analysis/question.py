"""What an analysis is asked for, checked before anything is queued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from parkcarbon_platform.calculation.decomposition.results.stirpat import RULES, Options
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import Rule
from parkcarbon_platform.errors import InvalidError

Kind = Literal["lmdi", "stirpat", "decoupling"]
Step = Literal["month", "quarter", "year"]
KINDS: tuple[Kind, ...] = ("lmdi", "stirpat", "decoupling")
LONGEST = timedelta(days=15 * 366)
MOST_DRAWS = 20_000
_NAMES = 60
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "method": ("ols", "ridge", "pls", "panel"),
    "covariance": ("classical", "HC0", "HC1", "HC2", "HC3", "newey_west", "cluster"),
    "effects": ("entity", "time", "two_way"),
    "bootstrap": ("pairs", "residual", "moving_block", "entity"),
}


class AnalysisQuestionError(InvalidError):
    """There is no such analysis to compute."""

    code = "analysis_question"
    remedy = "Look at the template of this kind of analysis, or at docs/decomposition.md."


class NotReportedError(AnalysisQuestionError):
    """A driver that the park has not reported in the time that was asked for."""

    code = "not_reported"
    remedy = "Report it under Activity and have it approved, or choose another time or driver."


@dataclass(frozen=True, slots=True)
class Span:
    """Local days [start, end) of the park in whole steps."""

    start: date
    end: date
    step: Step

    def periods(self) -> list[tuple[str, date, date]]:
        """(label, first day, day after the last) of every step."""
        found = []
        first = self.start
        while first < self.end:
            last = _after(first, self.step)
            found.append((_label(first, self.step), first, last))
            first = last
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spans of local days [first, last) that are compared; the earlier one first."""

    before: tuple[date, date]
    now: tuple[date, date]

    @property
    def start(self) -> date:
        """The first day of both."""
        return self.before[0]

    @property
    def end(self) -> date:
        """The day after the last of both."""
        return self.now[1]

    def periods(self) -> list[tuple[str, date, date]]:
        """(label, first day, day after the last) of both; labels sort by time."""
        return [(f"{first}", first, last) for first, last in (self.before, self.now)]


def span_of(options: Mapping[str, Any]) -> Span:
    """The span of a question to the park; raises AnalysisQuestionError."""
    try:
        start, end = (date.fromisoformat(str(options[name])) for name in ("from", "to"))
        step: Step = options.get("step", "month")
        months = {"month": 1, "quarter": 3, "year": 12}[step]
    except (KeyError, ValueError) as error:
        raise AnalysisQuestionError(
            "The park needs two days and a step.", remedy="Give from, to and step: month, quarter or year."
        ) from error
    whole = all(day.day == 1 and (day.month - 1) % months == 0 for day in (start, end))
    if not whole or not start < end or end - start > LONGEST:
        raise AnalysisQuestionError(
            f"{start} to {end} is no span of whole {step}s of at most 15 years.",
            remedy=f"Begin and end with the first day of a {step}.",
        )
    return Span(start, end, step)


def _after(day: date, step: Step) -> date:
    months = day.month - 1 + {"month": 1, "quarter": 3, "year": 12}[step]
    return date(day.year + months // 12, months % 12 + 1, 1)


def _label(day: date, step: Step) -> str:
    if step == "year":
        return f"{day.year}"
    return f"{day:%Y-%m}" if step == "month" else f"{day.year}-Q{(day.month + 2) // 3}"


def model_of(options: Mapping[str, Any], seed: int) -> Options:
    """How a STIRPAT model is fitted; raises AnalysisQuestionError."""
    base = Options()
    given: dict[str, Any] = {}
    for name, allowed in _CHOICES.items():
        given[name] = options.get(name, getattr(base, name))
        if given[name] not in allowed:
            raise AnalysisQuestionError(
                f"{given[name]} is no {name}.", remedy=f"Choose one of {', '.join(allowed)}."
            )
    draws, level = options.get("draws", base.draws), options.get("level", base.level)
    if not 100 <= int(draws) <= MOST_DRAWS or not 0.5 <= float(level) < 1:
        raise AnalysisQuestionError("100 to 20,000 draws and a level from 0.5 to below 1 can be asked for.")
    components = options.get("components")
    if not (components is None or (type(components) is int and 1 <= components <= _NAMES)):
        raise AnalysisQuestionError(f"{components} is no number of components.", remedy="Give 1 or more.")
    return Options(
        **given, k=_k_of(options.get("k", base.k)), components=components, draws=int(draws),
        seed=seed, level=float(level), energy=tuple(options.get("energy", ())),
    )  # fmt: skip


def _k_of(k: Any) -> Rule | float:  # noqa: ANN401  # a name or a number
    rule = next((rule for rule in RULES if rule == k), None)
    if rule is not None:
        return rule
    if isinstance(k, str) or not 0 <= float(k) < 1e9:
        raise AnalysisQuestionError(f"{k} is no k.", remedy=f"Give a number, or one of {', '.join(RULES)}.")
    return float(k)


def names_of(options: Mapping[str, Any], name: str, *, least: int = 0) -> list[str]:
    """Names of columns; raises AnalysisQuestionError."""
    found = options.get(name, [])
    if not isinstance(found, list) or not all(isinstance(n, str) and n for n in found):
        raise AnalysisQuestionError(f"{name} is a list of names.")
    if not least <= len(found) <= _NAMES or len(set(found)) < len(found):
        raise AnalysisQuestionError(f"{name} needs {least} to {_NAMES} names, each once.")
    return found


def name_of(options: Mapping[str, Any], name: str) -> str:
    """A column's name; raises AnalysisQuestionError."""
    found = options.get(name)
    if not isinstance(found, str) or not found:
        raise AnalysisQuestionError(f"{name} names a column.", remedy=f"Give {name}.")
    return found


def check(kind: str, source: str, options: Mapping[str, Any]) -> None:
    """Refuse a question that no data could answer; raises AnalysisQuestionError."""
    if kind not in KINDS or source not in ("table", "park"):
        raise AnalysisQuestionError(f"There is no analysis {kind} of a {source}.")
    if source == "park":
        span_of(options)
    if kind == "stirpat":
        model_of(options, 1)
        names_of(options, "drivers", least=1)
    if kind == "lmdi" and options.get("method", "lmdi1") not in ("lmdi1", "lmdi2"):
        raise AnalysisQuestionError("The method is lmdi1 or lmdi2.")
    if source == "table" and kind == "lmdi":
        name_of(options, "period")
        names_of(options, "factors", least=1)
        names_of(options, "cells")
    if source == "table" and kind != "lmdi":
        for name in ("impact",) if kind == "stirpat" else ("period", "emissions", "output"):
            name_of(options, name)
