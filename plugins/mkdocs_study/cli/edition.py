"""What publishing and bundling share: one edition of the site, made, told of and audited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from mkdocs_study.cli.checking import audit_options
from mkdocs_study.cli.place import now
from mkdocs_study.cli.project import check_audience, worth_showing
from mkdocs_study.cli.reporting import require_project
from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.audit.audit import audit
from mkdocs_study.publish.audit.vanished import Earlier, EarlierError, read_earlier
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.release.building import Audit, site_maker
from mkdocs_study.publish.release.layout import CURRENT
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.transaction import Made, Make
from mkdocs_study.publish.selection import Selection


def open_edition(config: Path, audience: str | None) -> Project:
    """Return the project, or end the command if it cannot be read or has no such readers."""
    project = require_project(config)
    check_audience(project, audience)
    return project


def auditor(project: Project, audience: str | None, place: Path | None = None) -> Audit:
    """Return what `study check --site` does, compared with what is live at a place, if at hand."""
    against = _live(place) if place is not None and (place / CURRENT).exists() else None

    def look(site: Path, selection: Selection) -> list[Diagnostic]:
        chosen = replace(project, selection=selection)
        options, faults = audit_options(chosen, check_project(chosen), audience, None, None)
        # What is published is published today, whatever its sources' last date.
        day = options.as_of or now().astimezone().date()
        options = replace(options, against=against, as_of=day)
        return [*faults, *audit(site, options).diagnostics]

    return look


def _live(place: Path) -> Earlier | None:
    try:
        return read_earlier(place)
    except EarlierError as error:
        click.echo(f"提醒：{error}，没有与线上的比较。", err=True)
        return None


def announced_maker(project: Project, audience: str, look: Audit | None = None) -> Make:
    """Return what makes the edition and says so before it begins."""
    make = site_maker(project, audience, show_output, look)

    def announced(site: Path, state: State) -> Made:
        taken = "、".join(sorted(state.withdrawn_ids))
        without = f"，没有已撤下的 {taken}" if taken else ""
        click.echo(f"检查资料并生成{edition_name(audience)}网站{without}……")
        return make(site, state)

    return announced


def show_output(output: str) -> None:
    """Show what an administrator should read of a build's output."""
    for line in worth_showing(output):
        click.echo(line, err=True)
