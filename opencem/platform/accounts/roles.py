"""Permissions and the built-in roles. `sync_roles` (run by `migrate`) keeps the table equal to this file."""

from __future__ import annotations

from opencem.platform.accounts.models import Role

PERMISSIONS = (
    "dashboard.read", "feedback.read", "feedback.export", "flags.reverse", "customer.read", "fusion.read",
    "ticket.read", "ticket.work", "ticket.manage", "rules.read", "rules.write", "scorecard.read", "scheme.write",
    "survey.read", "survey.write", "invitation.read", "invitation.send", "import.run", "org.read", "org.write", "accounts.read", "accounts.write",
    "system.read", "system.write", "audit.read",
)  # fmt: skip
_READ = [
    "dashboard.read",
    "feedback.read",
    "ticket.read",
    "scorecard.read",
    "org.read",
    "survey.read",
    "invitation.read",
]
_ANALYSE = [*_READ, "feedback.export", "customer.read", "fusion.read", "rules.read"]

BUILT_IN = (
    # code, zh, en, permissions, personal data, home
    ("hq_admin", "总部管理员", "HQ administrator", list(PERMISSIONS), True, "dashboard"),
    ("hq_analyst", "总部分析", "HQ analyst", [*_ANALYSE, "flags.reverse", "scheme.write", "survey.write", "invitation.send", "import.run"], False, "dashboard"),
    ("region_manager", "大区经理", "Region manager", [*_ANALYSE, "ticket.work", "ticket.manage", "survey.write", "invitation.send"], False, "region"),
    ("store_manager", "店长", "Store manager", [*_READ, "ticket.work", "customer.read"], False, "store"),
    ("agent", "客服", "Service agent", ["feedback.read", "ticket.read", "ticket.work", "customer.read", "org.read"], True, "tickets"),
    ("viewer", "只读", "Viewer", _READ, False, "dashboard"),
)  # fmt: skip


def sync_roles() -> None:
    for position, (code, name_zh, name_en, permissions, personal_data, home) in enumerate(BUILT_IN):
        Role.objects.update_or_create(
            code=code,
            defaults={
                "name_zh": name_zh,
                "name_en": name_en,
                "permissions": permissions,
                "personal_data": personal_data,
                "home": home,
                "built_in": True,
                "position": position,
            },
        )
