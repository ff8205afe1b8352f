"""The commands. Django is set up only by those that need it, so that `--help` and `version` answer at once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from opencem import __version__


def _setup(role: str = "tool") -> None:
    os.environ["OPENCEM_ROLE"] = role
    import django

    django.setup()


@click.group(help="OpenCEM: run a company's promises to its customers.", context_settings={"max_content_width": 110})
def cli() -> None:
    pass


@cli.command(help="Print the version.")
def version() -> None:
    click.echo(f"OpenCEM {__version__}")


@cli.command(help="Web and worker under one command: all a company needs.")
@click.option("--live", is_flag=True, help="Keep a believable day going on the demo company.")
def serve(live: bool) -> None:
    from opencem.cli.servers import serve as run

    run(live=live)


@cli.command(help="Only the web; run any number beside `opencem worker` (PostgreSQL).")
def web() -> None:
    from opencem.cli.servers import web as run

    run()


@cli.command(help="Only the worker: events, jobs and clocks.")
@click.option("--share-analytics", "address", default="", hidden=True, help="For `serve`: the socket to answer at.")
def worker(address: str) -> None:
    from opencem.cli.servers import work

    _setup("worker")
    work(address)


@cli.command(help="Bring the database to this version.")
def migrate() -> None:
    _setup()
    from opencem.cli.database import bring_up_to_date

    bring_up_to_date(click.echo)


@cli.command(hidden=True, help="For developers: write migrations of changed models.")
@click.argument("apps", nargs=-1)
@click.option("--check", is_flag=True)
def makemigrations(apps: tuple[str, ...], check: bool) -> None:
    _setup()
    from django.core.management import call_command

    call_command("makemigrations", *apps, check_changes=check, dry_run=check)


@cli.command(help="Make the first administrator; the password is asked for.")
@click.option("--username", prompt=True)
@click.option("--name", default="")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def createadmin(username: str, name: str, password: str) -> None:
    _setup()
    from opencem.kit.clock import now
    from opencem.platform.accounts.roles import sync_roles
    from opencem.platform.accounts.service import bootstrap_administrator

    sync_roles()
    account = bootstrap_administrator(username=username, password=password, name=name or username, now=now())
    click.echo(f"Administrator {account.username} may sign in.")


@cli.command(help="Load the demo company, or keep a believable day going on it.")
@click.option("--stores", default=300, show_default=True)
@click.option("--months", default=24, show_default=True)
@click.option("--seed", default=7, show_default=True)
@click.option("--live", is_flag=True, help="Post answers, reviews, orders and agents' work until stopped.")
@click.option("--rate", default=20.0, show_default=True, help="With --live: happenings a minute.")
def demo(stores: int, months: int, seed: int, live: bool, rate: float) -> None:
    _setup()
    from opencem.cli.database import bring_up_to_date
    from opencem.demo import keep_alive, load
    from opencem.kit.clock import now

    if live:
        keep_alive(rate=rate, report=click.echo)
    else:
        bring_up_to_date(click.echo)
        load(stores=stores, months=months, seed=seed, now=now(), report=click.echo)


@cli.command("import", help="Take in a file: units, reviews, calls, orders, customers.")
@click.argument("kind")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADER", help="Which column is which.")
@click.option("--mode", type=click.Choice(["add", "update", "both"]), default="both", show_default=True)
@click.option("--source", default="", help="For reviews and calls: where they come from, e.g. tmall.")
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy"]),
    default=None,
    help="How 3/4/2026 is meant; else such rows are rejected.",
)
@click.option("--rejected", type=click.Path(dir_okay=False, path_type=Path), help="Write rejected rows here (XLSX).")
def import_(
    kind: str,
    path: Path,
    mapping: tuple[str, ...],
    mode: str,
    source: str,
    date_order: str | None,
    rejected: Path | None,
) -> None:
    _setup()
    from opencem.listen.sources.command import run_import_file

    wrong = [pair for pair in mapping if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not FIELD=HEADER", param_hint="--map")
    given = dict(pair.split("=", 1) for pair in mapping)
    result = run_import_file(
        kind, path, mapping=given, mode=mode, source=source, date_order=date_order or "", rejected_to=rejected
    )
    click.echo(result.summary)
    if result.rejected:
        raise click.exceptions.Exit(1)


@cli.command(help="Write what is stored as a file: units, feedback.")
@click.argument("kind")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(kind: str, target: Path) -> None:
    _setup()
    from opencem.cli.exports import export_to

    click.echo(f"{export_to(kind, target)} rows written to {target}")


@cli.command(help="Measure; `--list` names the benches.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep and reuse generated data here.")
@click.option("--list", "list_", is_flag=True)
def bench(name: str | None, as_json: bool, data: Path | None, list_: bool) -> None:
    from opencem import bench as benches

    if list_ or not name:
        click.echo("\n".join(benches.names()))
        return
    result = benches.run(name, data_dir=data)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else benches.as_text(result))


@cli.command(help="Look the installation over: settings, database, migrations, disk, analytics.")
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> None:
    _setup()
    from opencem.cli.checks import look_over

    findings: list[dict[str, Any]] = look_over()
    if as_json:
        click.echo(json.dumps(findings, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding['ok'] else 'FAIL'} {finding['name']}: {finding['detail']}")
    if not all(finding["ok"] for finding in findings):
        raise click.exceptions.Exit(1)


@cli.command(help="Rebuild the analytics store from the records (with `serve` stopped).")
def rebuild() -> None:
    _setup()
    from opencem.understand.metrics import projector

    projector.rebuild()
    click.echo("The analytics store is rebuilt.")


@cli.command(help="Print the OpenAPI document.")
def openapi() -> None:
    _setup()
    from django.urls import reverse

    from opencem.config import urls  # noqa: F401  # mounts every room's endpoints
    from opencem.web.api.application import api

    schema = api.get_openapi_schema(path_prefix=reverse("api:api-root"))
    click.echo(json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=False))
