"""The only file that knows every room: it loads their handlers and jobs, mounts their endpoints, binds their ports."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from ninja import NinjaAPI

from opencem.config.environment import SettingError
from opencem.understand.metrics.ports import AnalyticsStore

if TYPE_CHECKING:
    from opencem.act.notifications.mail import Mailer
    from opencem.adapters.mailer.smtp import SmtpServer
    from opencem.listen.invitations.senders import Sender

ROOMS = (
    "opencem.platform.jobs",
    "opencem.platform.accounts",
    "opencem.listen.uploads",
    "opencem.listen.surveys",
    "opencem.listen.distribution",
    "opencem.listen.responses",
    "opencem.listen.invitations",
    "opencem.listen.feedback",
    "opencem.listen.sources",
    "opencem.understand.text",
    "opencem.understand.metrics",
    "opencem.understand.assessment",
    "opencem.understand.fusion",
    "opencem.act.notifications",
    "opencem.act.tickets",
    "opencem.act.alerts",
    "opencem.report.voices",
    "opencem.report.centre",
    "opencem.report.system",
)
ENDPOINTS = (
    "opencem.platform.accounts.http",
    "opencem.platform.accounts.units_http",
    "opencem.platform.accounts.views_http",
    "opencem.listen.journeys.http",
    "opencem.listen.uploads.http",
    "opencem.listen.surveys.http",
    "opencem.listen.distribution.http",
    "opencem.listen.distribution.channels_http",
    "opencem.listen.invitations.http",
    "opencem.listen.invitations.blocked_http",
    "opencem.listen.sources.http",
    "opencem.understand.metrics.http",
    "opencem.understand.assessment.http",
    "opencem.understand.fusion.http",
    "opencem.act.notifications.http",
    "opencem.act.tickets.http",
    "opencem.act.alerts.http",
    "opencem.report.voices.http",
    "opencem.report.centre.http",
    "opencem.report.system.http",
)

INTEGRATIONS = ("sms_http", "wecom", "dingtalk", "feishu", "wechat_oa", "webhook")


def bind() -> None:
    """Called once when Django is ready: every consumer, clock job and dataset is registered, every port has its adapter."""
    from opencem.act.notifications import mail
    from opencem.adapters.blobs.folder import FolderStore
    from opencem.listen.invitations import senders
    from opencem.listen.responses.rush import Rush
    from opencem.listen.uploads import store as blobs
    from opencem.platform.events import pace
    from opencem.understand.metrics import store

    store.bind(_open_analytics)
    blobs.bind(FolderStore(settings.DATA_DIR / "files"))
    pace.give_way_in(Rush().is_on)
    mail.bind(_mailer())
    senders.bind(_senders())
    for room in ROOMS:
        for part in ("handlers", "jobs", "projection"):
            _load(f"{room}.{part}")


def _open_analytics(url: str) -> AnalyticsStore:
    """The store an analytics URL names: `duckdb:///relative/path` or `duckdb:////absolute/path`; within `serve`, a socket."""
    from opencem.adapters.analytics_duckdb.store import DuckDbStore
    from opencem.adapters.analytics_socket.asking import SocketStore

    scheme, _, path = url.partition("://")
    if scheme == "socket":
        return SocketStore(path)
    if scheme != "duckdb" or not path.startswith("/"):
        raise ImproperlyConfigured(f"OPENCEM_ANALYTICS_URL: {url!r} is not of the form duckdb:///path")
    return DuckDbStore(Path(path[1:]), memory=settings.ANALYTICS_MEMORY)


def share_analytics(address: str) -> None:
    """Lets other processes ask this one's store, at `socket://{address}`."""
    from opencem.adapters.analytics_socket.answering import answer_others
    from opencem.understand.metrics import store

    store.current()  # opened here: DuckDB's own threads inherit the priority of whoever opens it
    answer_others(address, store.current)


def _mailer() -> Mailer | None:
    """Mail of notifications; None, and no mail, where no server is set."""
    from opencem.adapters.mailer.smtp import SmtpMailer

    server = _smtp_server()
    return SmtpMailer(server) if server else None


def _smtp_server() -> SmtpServer | None:
    from opencem.adapters.mailer.smtp import SmtpServer

    if not settings.EMAIL_HOST:
        return None
    return SmtpServer(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        use_tls=settings.EMAIL_USE_TLS,
        timeout_s=settings.EMAIL_TIMEOUT,
        sender=settings.DEFAULT_FROM_EMAIL,
    )


def _senders() -> Iterator[Sender]:
    """Those of the settings that carry invitations."""
    from opencem.integrations.hooks.secrets import check_secrets
    from opencem.integrations.smtp.sender import SmtpSender

    server = _smtp_server()
    if server:
        yield SmtpSender(server)
    try:
        check_secrets(settings.SENDERS)
        for name in INTEGRATIONS:
            module = importlib.import_module(f"opencem.integrations.{name}.sender")
            sender: Sender | None = module.from_settings(settings.SENDERS, settings.SENDER_TIMEOUT)
            if sender:
                yield sender
    except ValueError as error:
        raise SettingError(str(error)) from error


def sync_defaults() -> None:
    """The built-in rows of the rooms, made where they are missing; `migrate` runs it, again and again."""
    from opencem.act.alerts.service import sync_rules
    from opencem.act.tickets.service import sync_policies
    from opencem.kit.clock import now
    from opencem.listen.journeys.service import ensure_default_journey
    from opencem.platform.accounts.roles import sync_roles
    from opencem.understand.assessment.service import ensure_default_scheme

    sync_roles()
    ensure_default_journey()
    sync_policies()
    sync_rules()
    ensure_default_scheme(now())


def mount(api: NinjaAPI) -> None:
    for name in _present(ENDPOINTS):
        api.add_router("/v1", importlib.import_module(name).router)


def _load(name: str) -> None:
    if find_spec(name) is not None:
        importlib.import_module(name)


def _present(names: tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if find_spec(name) is not None)


def projector_step() -> Callable[[], int]:
    """One micro-batch into the analytics store, in the one process that owns it; elsewhere nothing."""
    if settings.ROLE not in {"worker", "tool"}:
        return lambda: 0
    from opencem.understand.metrics import projector

    return projector.run_once
