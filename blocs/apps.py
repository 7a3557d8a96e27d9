from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def install_triggers_after_migrate(**_: Any) -> None:
    """The house's one signal: Django remakes SQLite tables in migrations and drops their triggers."""
    from django.db import connection

    from blocs.offers import offers
    from blocs.triggers import install_triggers

    standing = set(connection.introspection.table_names())
    if standing.issuperset(trigger.table for trigger in offers("TRIGGERS")):
        install_triggers()


class BlocsConfig(AppConfig):
    name = "blocs"
    verbose_name = "Khối thi đua"

    def ready(self) -> None:
        post_migrate.connect(install_triggers_after_migrate, dispatch_uid="blocs.triggers")
