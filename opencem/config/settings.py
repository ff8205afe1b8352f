"""Every setting of OpenCEM in one file. Values come from `OPENCEM_*`; see docs/operations.md for the list."""

from __future__ import annotations

import os
from pathlib import Path

from opencem.config.environment import Environment, database, secret_key

environment = Environment(os.environ)

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000)
PUBLIC_URL = environment.text("PUBLIC_URL", f"http://{HOST}:{PORT}").rstrip("/")
SECRET_KEY = secret_key(environment.text("SECRET_KEY", ""), DATA_DIR)
DEBUG = environment.truth("DEBUG", False)
TESTING = environment.truth("TESTING", False)
ROLE = environment.text("ROLE", "tool")  # what this process is: web, worker or tool; set by the CLI
WEB_PROCESSES = environment.number("WEB_PROCESSES", min(2, os.cpu_count() or 1))  # docs/decisions/0006
BLOCKING_THREADS = environment.number("BLOCKING_THREADS", 16)  # docs/decisions/0003
LOG_LEVEL = environment.text("LOG_LEVEL", "INFO")

DATABASES = {"default": database(environment.text("DATABASE_URL", ""), DATA_DIR, ROLE)}
ANALYTICS_URL = environment.text("ANALYTICS_URL", f"duckdb:///{DATA_DIR / 'analytics.duckdb'}")
ANALYTICS_MEMORY = environment.text("ANALYTICS_MEMORY", "1GB")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TIME_ZONE = environment.text("TIME_ZONE", "Asia/Shanghai")
LANGUAGE_CODE = environment.text("LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_NAME = "opencem_language"

EMAIL_HOST = environment.text("SMTP_HOST", "")
EMAIL_PORT = environment.number("SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.truth("SMTP_TLS", False)
EMAIL_TIMEOUT = environment.number("SMTP_TIMEOUT", 15)
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "OpenCEM <opencem@localhost>")

# Outside systems that carry invitations, each by its own names; one that is not set is not offered. docs/operations.md
SENDERS = environment.group(
    "SMS_PROVIDER SMS_KEY_ID SMS_KEY_SECRET SMS_APP_ID SMS_REGION SMS_SIGN SMS_TEMPLATES SMS_URL "
    "WECOM_CORP_ID WECOM_AGENT_ID WECOM_SECRET WECOM_ROBOTS WECOM_URL DINGTALK_ROBOTS DINGTALK_URL "
    "FEISHU_ROBOTS FEISHU_URL WECHAT_APP_ID WECHAT_APP_SECRET WECHAT_MESSAGE WECHAT_TEMPLATES WECHAT_TOKEN WECHAT_URL "
    "WEBHOOK_URL WEBHOOK_SECRET WEBHOOK_ALLOW HOOK_TOKEN HOOK_SECRET"
)
SENDER_TIMEOUT = environment.number("SENDER_TIMEOUT", 10)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "allauth",
    "allauth.account",
    "axes",
    "treebeard",
    "opencem.platform.events",
    "opencem.platform.jobs",
    "opencem.platform.audit",
    "opencem.platform.organization",
    "opencem.platform.accounts",
    "opencem.listen.journeys",
    "opencem.listen.customers",
    "opencem.listen.orders",
    "opencem.listen.uploads",
    "opencem.listen.surveys",
    "opencem.listen.distribution",
    "opencem.listen.responses",
    "opencem.listen.invitations",
    "opencem.listen.feedback",
    "opencem.listen.sources",
    "opencem.understand.text",
    "opencem.understand.metrics",
    "opencem.understand.assessment",
    "opencem.understand.fusion",
    "opencem.act.notifications",
    "opencem.act.tickets",
    "opencem.act.alerts",
    "opencem.report.centre",
    "opencem.web.respond",
    "opencem.web.invited",
    "opencem.web.console",
    "opencem.config.apps.Wiring",
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",  # with random padding against BREACH
    "opencem.web.api.hearing_out.HearOut",
    "opencem.web.console.headers.SecurityHeaders",
    "opencem.web.respond.front.AnswerPages",  # chooses the language itself, among those of the survey
    "opencem.web.console.language.ChosenLanguage",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "opencem.config.urls"
WSGI_APPLICATION = "opencem.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "console" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "opencem.web.console.sign_in.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted by axes, per name and address. allauth's own counts are per address, and behind one
# router or proxy a whole company has one: ten slips of the pen would keep everybody out, and be told as wrong passwords.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_USERNAME_CALLABLE = "opencem.web.console.sign_in.login_tried"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False

_https = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", ["*"] if TESTING else [])
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", PUBLIC_URL.split("://", 1)[-1].split("/")[0].split(":")[0]]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# TEST_* is read by the tests, CRASH_AT by the fault tests.
environment.refuse_unknown(ignore_prefixes=("TEST_", "CRASH_AT"))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "__Host-opencem" if _https else "opencem_session"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "opencem.web.console.views.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024 + 64 * 1024  # a whole survey is saved in one body; answers have less
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "opencem.kit.uploads.CappedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from where they are built: nothing to collect
STATICFILES_DIRS = [
    ("console", PACKAGE / "web" / "console" / "static" / "console"),
    ("respond", PACKAGE / "web" / "respond" / "static" / "respond"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(console|respond)/assets/.+-[A-Za-z0-9_-]{8,}\."
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # the built folders appear with `make build`

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "opencem.config.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
