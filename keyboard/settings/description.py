"""The description of a setting: a title, one sentence and its bounds, stored with its field."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

_KEY = "description"


@dataclass(frozen=True)
class Description:
    """The title, the sentence and the bounds with which the window shows a setting."""

    section: str
    title: str
    sentence: str
    # The possible values, each with its title; None if there are not only a few.
    choices: Mapping[Any, str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    # What it names: `fonts` of this machine, "" being the system's, `dictionaries` of it, or `languages`; "" for none of these.
    offers: str = ""

    def allows(self, value: Any) -> bool:
        """Return whether a value of the right type is allowed."""
        if self.choices is not None:
            return value in self.choices
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


def setting(default: Any, **description: Any) -> Any:
    """Return a dataclass field that the user sees in the settings; `description` has the values of a `Description`."""
    return field(default=default, metadata={_KEY: Description(**description)})


def description_of(of: Field[Any]) -> Description | None:
    """Return the description of a field, or None if the user cannot choose it."""
    description: Description | None = of.metadata.get(_KEY)
    return description


def descriptions(kind: type[Any]) -> dict[str, Description]:
    """Return the fields of a dataclass that are shown, by their names, in their order."""
    return {of.name: description for of in fields(kind) if (description := description_of(of)) is not None}


def tr(text: str) -> str:
    """Mark a text for translation: `lupdate` finds it by this name, and the window translates it."""
    return text
