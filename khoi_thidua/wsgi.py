"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khoi_thidua.settings")

application = get_wsgi_application()

from khoi_thidua.readiness import refuse_unguarded_journal  # noqa: E402 - after the apps are loaded

refuse_unguarded_journal()
