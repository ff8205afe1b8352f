"""People to be asked, as the room of invitations has them in its own tests."""

from __future__ import annotations

from tests.listen.invitations.conftest import person, scope, wish  # noqa: F401  # fixtures
