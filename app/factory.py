"""Joins everything: `create_app` builds the product from settings, `main` is the console command."""

import logging
from typing import Any

from flask import Flask

from app import logs
from app.api import set_up as set_up_api
from app.audit.views import door as audit
from app.cases.accounts import People
from app.cases.audit import Audit, EventLogs, Finding, Readings
from app.cases.batches.comparison import Comparison
from app.cases.counts import counts
from app.cases.earlier import Earlier
from app.cases.figures import Figures
from app.cases.kept import Kept
from app.cases.office import Office
from app.cases.personnel import Personnel
from app.cases.queries import Queries
from app.cases.running.commands import Commands
from app.cases.running.papers import PaperStore
from app.cases.times import Clock, system_now
from app.cases.upkeep import Upkeep
from app.catalogue import Catalogue
from app.catalogue.drafting import Drafts, Steps
from app.cli import group
from app.clock import Clockwork
from app.connectors import Outside, load
from app.figures import door as figures
from app.guide import door as guide
from app.inbox.views import door as inbox
from app.personnel import door as personnel
from app.portal.tour import door as tour
from app.portal.views import door as portal
from app.settings import Settings
from app.store import db, schema
from app.store.keyring import Keyring
from app.studio import door as studio
from app.web import set_up as set_up_web
from app.wiring import DELEGATES


def create_app(settings: Settings) -> Flask:
    """Build the product; it migrates nothing and starts no thread until somebody asks."""
    logs.set_up(settings.log, logging.WARNING)  # who serves requests tells all
    app = Flask("app")
    app.config.update(SECRET_KEY=settings.secret_key(), MAX_CONTENT_LENGTH=12 * settings.upload_limit)
    db.attach(app, settings)
    schema.attach_migrations(app)
    app.extensions.update(use_cases(settings), settings=settings, clockwork=Clockwork(app))
    set_up_web(app)
    app.register_blueprint(portal)
    app.register_blueprint(guide)
    app.register_blueprint(inbox)
    app.register_blueprint(figures)
    app.register_blueprint(personnel)
    app.register_blueprint(audit)
    app.register_blueprint(studio)
    if settings.demo:
        app.register_blueprint(tour)
    set_up_api(app)
    return app


def use_cases(settings: Settings) -> dict[str, Any]:
    """Join the rooms below the doors, by the names under which the doors ask for them."""
    keyring = Keyring.load(
        settings.keys_file, cipher=settings.cipher, algorithm=settings.hash_algorithm, now=system_now()
    )
    catalogue = Catalogue(DELEGATES, keyring)
    drafts = Drafts(catalogue, keyring)
    commands = Commands(catalogue, DELEGATES, keyring)
    clock, papers = Clock(keyring, simulated=settings.demo), PaperStore(settings.papers_dir, keyring)
    systems = load(settings.outside_file, invent=settings.demo)
    people = People(keyring, lambda: catalogue.in_force_at(clock.now()), demo=settings.demo, systems=systems)
    outside = Outside(settings.outside_url, read_timeout=settings.outside_timeout, systems=systems)
    office = Office(commands, papers, people.name_of, clock, outside, system_now)
    return {
        "catalogue": catalogue,
        "drafts": drafts,
        "steps": Steps(catalogue, drafts, keyring),
        "cases": office,
        "comparison": Comparison(office, catalogue, keyring),
        "queries": Queries(commands, people, papers),
        "earlier": Earlier(commands, papers),
        "kept": Kept(office),
        "personnel": Personnel(keyring, catalogue),
        "people": people,
        "clock": clock,
        "now": clock.now,
        "upkeep": Upkeep(settings, system_now, keyring),
        "counts": counts,
        "figures": Figures(catalogue),
        **for_auditors(commands, people),
    }


def for_auditors(commands: Commands, people: People) -> dict[str, Any]:
    """Join what reads and proves cases and changes none."""
    return {
        "audit": Audit(commands),
        "finding": Finding(commands),
        "event_logs": EventLogs(commands),
        "readings": Readings(commands, people),
    }


def main() -> None:
    """Run the console command."""
    group(obj=create_app)
