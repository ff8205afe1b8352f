"""The command line: `opencem …`. Thin: each command parses its arguments and calls a door."""

from __future__ import annotations

import os
import sys

import click


def main() -> None:
    """Runs the command line; a mistake of the user ends in one line and exit code 2, never in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencem.config.settings")
    from opencem.cli.commands import cli
    from opencem.config.environment import SettingError
    from opencem.kit.problems import Problem, text_of

    try:
        # Without standalone mode click hands an Exit's code back instead of leaving with it.
        sys.exit(cli.main(prog_name="opencem", standalone_mode=False))
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except SettingError as error:
        _fail(str(error))
    except Problem as problem:
        _fail("; ".join([text_of(problem.code, "en", problem.params), *_details(problem)]))


def _details(problem: object) -> list[str]:
    body = problem.body("en")  # type: ignore[attr-defined]  # a Problem; imported late to keep --help quick
    return [f"{error['field']}: {error['message']}" for error in body["errors"]]


def _fail(message: str) -> None:
    click.echo(f"opencem: {message}", err=True)
    sys.exit(2)
