"""The WSGI application."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencem.config.settings")

from django.core.wsgi import get_wsgi_application  # after the settings are named

application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings exist only now

from opencem.config import runtime  # noqa: E402

if settings.ROLE == "web":
    runtime.end_with_supervisor()
    gc.freeze()  # what is loaded now stays; the collector need not look through it again and again
