"""The routes, by what they are about; importing this room opens them on the door's blueprints."""

from app.api.views import cases, figures, health, messages, papers, tasks

OPENED = (cases, figures, health, messages, papers, tasks)
