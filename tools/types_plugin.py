"""mypy's plugin for Django, for services that share what has been found out about libraries.

mypy asks what else the types of a module depend on. The plugin for Django answers: the settings,
for every module. Those of the standard library and of libraries that know no Django depend on no
service's settings, so that what one service's run has found out about them serves all others.
"""

from __future__ import annotations

from typing import Any

from mypy.plugin import Plugin, ReportConfigContext
from mypy_django_plugin.main import NewSemanalDjangoPlugin

INSTALLED = ("/site-packages/", "/mypy/typeshed/")
KNOW_DJANGO = ("django", "ninja", "channels", "pytest_django")  # as a top-level name begins


class SharingPlugin(NewSemanalDjangoPlugin):
    """As the plugin for Django, but for that answer."""

    def report_config_data(self, ctx: ReportConfigContext) -> dict[str, Any]:
        if any(place in ctx.path for place in INSTALLED) and not ctx.id.startswith(KNOW_DJANGO):
            return {}
        return super().report_config_data(ctx)


def plugin(version: str) -> type[Plugin]:
    """What mypy calls."""
    return SharingPlugin
