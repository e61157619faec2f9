"""The rehearsed introduction: what has to be done before a farmer can accept. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Checklist:
    """What the hunter did (product.md 4.3). `how` is '', person, call or video; `promises` may be empty."""

    brief: str = ""
    promises: str = ""
    introduction_arranged: bool = False
    how: str = ""
    contacts_given: bool = False

    @property
    def missing(self) -> list[str]:
        """Names of the steps not done yet."""
        steps = {
            "brief": bool(self.brief.strip()),
            "introduction_arranged": self.introduction_arranged,
            "how": bool(self.how),
            "contacts_given": self.contacts_given,
        }
        return [name for name, done in steps.items() if not done]
