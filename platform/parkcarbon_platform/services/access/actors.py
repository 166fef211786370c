"""Who does something: recorded with what they did, and confined to what is theirs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A log-in, or a name on the command line; an enterprise user touches only what is the enterprise's."""

    name: str
    enterprise_id: int | None = None

    def owns(self, enterprise_id: int | None) -> bool:
        """Whether something of this enterprise (None: the park's own) may be touched."""
        return self.enterprise_id is None or self.enterprise_id == enterprise_id
