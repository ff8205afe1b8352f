"""Templates a provider has approved, as a setting names them.

`SMS_1=unit,code;SMS_2=name,unit,code` — templates, each with its fields in the provider's order. A field that the
provider calls by another name than we do is written `theirs:ours` (`thing1:survey`). The first template is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opencem.listen.invitations.senders import OutgoingMessage, PermanentSendFailure


@dataclass(frozen=True, slots=True)
class Template:
    """`fields` are (the provider's name, our variable) in the provider's order."""

    id: str
    fields: tuple[tuple[str, str], ...]

    def filled(self, variables: Mapping[str, str]) -> dict[str, str]:
        """The provider's fields with their values, in order. Raises PermanentSendFailure `variable_missing`."""
        missing = [ours for _theirs, ours in self.fields if ours not in variables]
        if missing:
            raise PermanentSendFailure("variable_missing", f"template {self.id} needs {', '.join(missing)}")
        return {theirs: variables[ours] for theirs, ours in self.fields}


def parse_templates(text: str) -> tuple[Template, ...]:
    """Raises ValueError for what is not of the form above."""
    return tuple(_template(part.strip()) for part in text.split(";") if part.strip())


def _template(text: str) -> Template:
    name, equals, fields = text.partition("=")
    if not name.strip() or not equals:
        raise ValueError(f"{text!r} is not of the form TEMPLATE=field,field")
    pairs = (field.strip().partition(":") for field in fields.split(",") if field.strip())
    return Template(name.strip(), tuple((theirs, ours or theirs) for theirs, _, ours in pairs))


def template_for(message: OutgoingMessage, templates: tuple[Template, ...]) -> Template:
    """The template a message names, else the default. Raises PermanentSendFailure `template_unknown`."""
    for template in templates:
        if message.template_id in ("", template.id):
            return template
    raise PermanentSendFailure("template_unknown", f"{message.template_id or 'no template'} is not in the settings")
