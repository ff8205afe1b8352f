"""The secrets by which providers may call back."""

from __future__ import annotations

from opencem.integrations.outgoing.values import Values, parsed
from opencem.integrations.webhook.signature import key_of

_SHORTEST = 24


def check_secrets(values: Values) -> None:
    """Raises ValueError for one that could be guessed; empty means that nobody may call."""
    token = values["HOOK_TOKEN"]
    if token and (len(token) < _SHORTEST or not token.isascii() or not token.isalnum()):
        raise ValueError(f"OPENCEM_HOOK_TOKEN: at least {_SHORTEST} letters and digits")
    if values["HOOK_SECRET"]:
        parsed(values, "HOOK_SECRET", key_of)
