"""What somebody has answered so far of a new park, and what is still wrong with it, step by step."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.services.onboarding.meter_kinds import KINDS
from parkcarbon_platform.services.onboarding.templates import TEMPLATES, USUAL
from parkcarbon_platform.services.parks.park_file import Boundary, ParkType

MOST_TONNES = 10**12
CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,62}")
REGION = re.compile(r"[A-Z][A-Z0-9-]{1,31}")
Text = Annotated[str, Field(max_length=200)]


class Given(BaseModel):
    """Something that is answered: nothing else than what is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ParkProfile(Given):
    """Step 1: the park."""

    code: Text = ""
    name_zh: Text = ""
    name_en: Text = ""
    type: ParkType = "manufacturing"
    timezone: Text = "Asia/Shanghai"
    grid_region: Text = "CN"


class ParkScope(Given):
    """Step 2: what counts."""

    boundary: Boundary = "territory"
    scopes: Annotated[list[Literal[1, 2, 3]], Field(max_length=3)] = [1, 2]


class Firm(Given):
    """An enterprise of step 3; without a template it is as usual in such a park."""

    code: Text = ""
    name_zh: Text = ""
    name_en: Text = ""
    industry: Annotated[str, Field(max_length=16)] | None = None
    template: Annotated[str, Field(max_length=40)] | None = None


class MeterRow(Given):
    """A meter of a table that was read in step 4."""

    enterprise: Text
    place: Text
    code: Text
    name_zh: Text
    name_en: Text
    kind: Text
    parent: Text = ""


class MeterTree(Given):
    """Step 4: templates, or the meters of a table; `simulated` meters are the demo's."""

    by: Literal["template", "table"] = "template"
    rows: Annotated[list[MeterRow], Field(max_length=5000)] = []
    simulated: bool = False


class ParkRules(Given):
    """Step 5; no sets are those that everybody begins with."""

    factor_sets: Annotated[list[Text], Field(max_length=50)] | None = None
    ruleset: Text = "territorial"


class Goal(Given):
    """A target of step 6 [t CO2]."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    value: Decimal


class Person(Given):
    """Somebody to invite, step 7."""

    login: Text = ""
    name: Text = ""
    role: Literal["operator", "enterprise", "verifier"] = "operator"
    enterprise: Text | None = None
    locale: Literal["zh-CN", "en"] = "zh-CN"
    approves: bool = False


class DraftAnswers(Given):
    """All of them."""

    profile: ParkProfile = ParkProfile()
    scope: ParkScope = ParkScope()
    enterprises: Annotated[list[Firm], Field(max_length=500)] = []
    tree: MeterTree = MeterTree()
    rules: ParkRules = ParkRules()
    targets: Annotated[list[Goal], Field(max_length=100)] = []
    people: Annotated[list[Person], Field(max_length=500)] = []


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong: the step, which of its fields, and a word for it that the page puts in a sentence."""

    step: int
    field: str
    what: str
    about: str = ""


def mistakes(answers: DraftAnswers, taken: frozenset[str] = frozenset()) -> list[Mistake]:
    """Everything that keeps the park from being made; `taken` are the codes of other parks."""
    rules = (
        _profile(answers, taken), _scope(answers), _enterprises(answers), _tree(answers), _rules(answers),
        _targets(answers), _people(answers),
    )  # fmt: skip
    return [found for rule in rules for found in rule]


def _profile(answers: DraftAnswers, taken: frozenset[str]) -> Iterator[Mistake]:
    profile = answers.profile
    yield from _named(1, "", profile.name_zh, profile.name_en)
    if not CODE.fullmatch(profile.code):
        yield Mistake(1, "code", "code")
    elif profile.code in taken:
        yield Mistake(1, "code", "taken", profile.code)
    if not _is_zone(profile.timezone):
        yield Mistake(1, "timezone", "timezone", profile.timezone)
    if not REGION.fullmatch(profile.grid_region):
        yield Mistake(1, "grid_region", "region", profile.grid_region)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _named(step: int, path: str, name_zh: str, name_en: str) -> Iterator[Mistake]:
    for name, value in (("name_zh", name_zh), ("name_en", name_en)):
        if not value.strip():
            yield Mistake(step, f"{path}{name}", "missing")


def _scope(answers: DraftAnswers) -> Iterator[Mistake]:
    if not answers.scope.scopes:
        yield Mistake(2, "scopes", "missing")


def _enterprises(answers: DraftAnswers) -> Iterator[Mistake]:
    if not answers.enterprises:
        yield Mistake(3, "", "none")
    counts = Counter(firm.code for firm in answers.enterprises)
    for i, firm in enumerate(answers.enterprises):
        yield from _named(3, f"{i}.", firm.name_zh, firm.name_en)
        if not CODE.fullmatch(firm.code):
            yield Mistake(3, f"{i}.code", "code")
        elif counts[firm.code] > 1:
            yield Mistake(3, f"{i}.code", "twice", firm.code)
        if firm.template is not None and firm.template not in TEMPLATES:
            yield Mistake(4, f"{i}.template", "template", firm.template)


def _tree(answers: DraftAnswers) -> Iterator[Mistake]:
    if answers.tree.by == "table" and not answers.tree.rows:
        yield Mistake(4, "rows", "none")
    known = {firm.code for firm in answers.enterprises}
    for i, row in enumerate(answers.tree.rows if answers.tree.by == "table" else ()):
        if row.enterprise not in known:
            yield Mistake(4, f"rows.{i}.enterprise", "enterprise", row.enterprise)
        if row.kind not in KINDS:
            yield Mistake(4, f"rows.{i}.kind", "choice", row.kind)


def _rules(answers: DraftAnswers) -> Iterator[Mistake]:
    ruleset = RULESETS.get(answers.rules.ruleset)
    if ruleset is None or "park" not in ruleset.boundaries:
        yield Mistake(5, "ruleset", "ruleset", answers.rules.ruleset)
    sets = answers.rules.factor_sets
    if sets is not None and (not sets or len(set(sets)) < len(sets)):
        yield Mistake(5, "factor_sets", "none" if not sets else "twice")


def _targets(answers: DraftAnswers) -> Iterator[Mistake]:
    counts = Counter(goal.year for goal in answers.targets)
    for i, goal in enumerate(answers.targets):
        if counts[goal.year] > 1:
            yield Mistake(6, f"{i}.year", "twice", str(goal.year))
        if not goal.value.is_finite() or not 0 <= goal.value <= MOST_TONNES:
            yield Mistake(6, f"{i}.value", "amount")


def _people(answers: DraftAnswers) -> Iterator[Mistake]:
    known = {firm.code for firm in answers.enterprises}
    counts = Counter(person.login for person in answers.people)
    for i, person in enumerate(answers.people):
        if not LOGIN.fullmatch(person.login):
            yield Mistake(7, f"{i}.login", "login")
        elif counts[person.login] > 1:
            yield Mistake(7, f"{i}.login", "twice", person.login)
        if (person.role == "enterprise") != (person.enterprise is not None):
            yield Mistake(7, f"{i}.enterprise", "missing")
        elif person.enterprise is not None and person.enterprise not in known:
            yield Mistake(7, f"{i}.enterprise", "enterprise", person.enterprise)


def template_of(answers: DraftAnswers, firm: Firm) -> str:
    """Which template an enterprise follows."""
    return firm.template or USUAL[answers.profile.type]
