"""What the edge says to people: English for the terminal, and a code with facts for other languages."""


class Said(str):
    """A sentence: `code` names it, `facts` stand in it; a fact `why` may be a sentence itself."""

    __slots__ = ("code", "facts", "why")

    code: str
    facts: dict[str, str]
    why: "Said | None"

    def __new__(cls, text: str, code: str, **facts: object) -> "Said":
        """The sentence in English, its code, and its facts."""
        made = super().__new__(cls, text)
        made.code = code
        made.facts = {name: str(fact) for name, fact in facts.items() if fact is not None}
        made.why = next((fact for fact in facts.values() if isinstance(fact, Said)), None)
        return made


def said_by(error: BaseException) -> str:
    """What an error was given to say."""
    [first] = error.args if len(error.args) == 1 else [None]
    return first if isinstance(first, Said) else str(error)
