"""The WSGI application. In the role `serve` the worker's threads start with it, in the same process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencem.config.settings")

from django.core.wsgi import get_wsgi_application  # after the settings are named

application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings exist only now

from opencem.config import runtime  # noqa: E402

if settings.ROLE in {"serve", "web"}:
    runtime.end_with_supervisor()
if settings.ROLE == "serve":
    runtime.start_in_background()
