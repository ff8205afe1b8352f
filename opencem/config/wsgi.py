"""The WSGI application."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencem.config.settings")

from django.core.wsgi import get_wsgi_application  # after the settings are named

_django = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings exist only now
from django.middleware.gzip import GZipMiddleware  # noqa: E402

from opencem.config import runtime  # noqa: E402
from opencem.web.api.hearing_out import HearOut  # noqa: E402
from opencem.web.console.headers import SecurityHeaders  # noqa: E402
from opencem.web.respond.front import ShortWay, answer  # noqa: E402

# What stands before AnswerPages in the settings' MIDDLEWARE.
_dressed = GZipMiddleware(HearOut(SecurityHeaders(answer)))
application = ShortWay(_django, _dressed)  # type: ignore[arg-type]  # it is awaited only around what is async

if settings.ROLE == "web":
    runtime.end_with_supervisor()
    gc.freeze()  # what is loaded now stays; the collector need not look through it again and again
