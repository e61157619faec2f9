"""All settings, read from the environment and nowhere else.

`./run` sets the variables for a machine of one's own; `docker-compose.yml` for a server.
What a department decides for itself (norms, hours, rates) is not here but in `people.Organisation`.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.str("SALESORG_HOME", default=str(BASE_DIR / ".salesorg"))).resolve()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="insecure-only-for-commands-that-need-no-secret" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind a TLS proxy cookies are Secure; on http://localhost a browser would drop them.
HTTPS = env.bool("HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_celery_beat",
    "django_structlog",
    "axes",
    "pgtrigger",
    "salesorg.lib.ui",
    "salesorg.people",
    "salesorg.clients",
    "salesorg.sales",
    "farmers",
    "handoff",
    "hunters",
    "callcenter",
    "salesorg.dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages of text shrink to a fifth; Django pads them at random against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "salesorg.dashboards.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "salesorg.people.middleware.own_language_and_time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "salesorg.lib.logs.RequestLog",
    "salesorg.people.middleware.RefusalsAsAnswers",
    "axes.middleware.AxesMiddleware",
]

# templates/django/forms/widgets/ may replace Django's own drawing of a widget.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
ROOT_URLCONF = "salesorg.urls"
WSGI_APPLICATION = "salesorg.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "salesorg.dashboards.navigation.navigation",
            ],
        },
    },
]

_DATABASE = env.db("DATABASE_URL", default="postgres://salesorg@localhost/salesorg")
# What is prepared (salesorg.lib.prepared) is planned once and not at every call, which cost more than carrying it out.
# A pooler between us and the server (DISABLE_SERVER_SIDE_CURSORS) would refuse the option.
_PLAN_ONCE = (
    {}
    if _DATABASE.get("DISABLE_SERVER_SIDE_CURSORS")
    else {"options": "-c plan_cache_mode=force_generic_plan"}
)
DATABASES = {
    "default": {
        **_DATABASE,
        "OPTIONS": {**_PLAN_ONCE, **_DATABASE.get("OPTIONS", {})},
        # A persistent connection is worth three to four times the throughput of the queue (performance figures).
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        # Redis may be wiped or down for a minute: a cache that is not there must never fail a request.
        "BACKEND": "salesorg.lib.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "salesorg",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "salesorg_session"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "salesorg_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS

# Five wrong passwords shut one account at one address for fifteen minutes: an outsider cannot shut a colleague out.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "salesorg.dashboards.views.doors.locked_out"
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_ENABLE_ADMIN = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Where the telephone exchange keeps its recordings (https://pbx.example.com): played on the page; others open as a link.
TELEPHONY_RECORDING_ORIGINS = env.list("TELEPHONY_RECORDING_ORIGINS", default=[])

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, *TELEPHONY_RECORDING_ORIGINS],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_COOKIE_NAME = "salesorg_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "salesorg" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "salesorg.lib.staticfiles.NodeModulesFinder",
]
PLAIN_STATIC = env.bool("PLAIN_STATIC", default=DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "salesorg.lib.staticfiles.ManifestStorage",
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_AUTOREFRESH = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "woff2", "gz", "br"]
MEDIA_ROOT = HOME / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The largest script: 80 steps of 20 answers, two fields each (callcenter/script_editor.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# A million rows of a call list are some 100 MB as CSV.
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_MB", default=150) * 1024 * 1024

# Mail to clients, as `smtp+tls://user:password@mail.example.com:587`; without a server nothing is sent and no page
# pretends that it was.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="salesorg@localhost")

# The telephone exchange signs its events with it; without one the webhook is shut.
TELEPHONY_SECRET = env.str("TELEPHONY_SECRET", default="")
# Three events a call: two thousand calls begun in one minute are more than any department of 500 people makes.
TELEPHONY_EVENTS_PER_MINUTE = env.int("TELEPHONY_EVENTS_PER_MINUTE", default=6000)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "salesorg.lib.negotiation.OnlyJson",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "salesorg.lib.api.CappedPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "salesorg.lib.api.answer_refusals",
    "UNAUTHENTICATED_USER": None,
}
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_TTL": None,
    "TOKEN_LIMIT_PER_USER": 20,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "salesorg",
    "DESCRIPTION": "A sales department of three stages: call centre, hunters, farmers.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "BreakReasonEnum": "callcenter.models.break_.Break.Reason",
        "PossibleDuplicateReasonEnum": "callcenter.models.possible_duplicate.PossibleDuplicate.Reason",
        "ImportStatusEnum": "callcenter.models.import_job.ImportJob.Status",
        "LeadStateEnum": "callcenter.models.lead.Lead.State",
        "AccrualKindEnum": "handoff.models.accrual.Accrual.Kind",
        "CommissionPolicyEnum": "handoff.models.commission_plan.CommissionPlan.Policy",
        "MeetingStateEnum": "hunters.models.meeting.Meeting.State",
        "InvitationStateEnum": "hunters.models.invitation.Invitation.State",
        "InvitationKindEnum": "hunters.models.invitation.Invitation.Kind",
        "MeetingAuditStateEnum": "callcenter.models.meeting_audit.MeetingAudit.State",
        "DealStateEnum": "hunters.models.deal.Deal.State",
        "LetterStateEnum": "handoff.models.letter.Letter.State",
        "HandoffStateEnum": "handoff.models.handoff.Handoff.State",
        "DisputeStateEnum": "handoff.models.dispute.Dispute.State",
        "StatementStateEnum": ["open", "closed", "paid"],
        "ContactKindEnum": "salesorg.clients.models.ContactPoint.Kind",
        "CompanyStatusEnum": "salesorg.clients.models.Company.Status",
        "OwnershipStageEnum": "salesorg.clients.models.Ownership.Stage",
        "BankStatementStatusEnum": "salesorg.sales.models.BankStatement.Status",
        "BankLineStateEnum": "salesorg.sales.models.BankLine.State",
        "SaleKindEnum": "salesorg.sales.models.Sale.Kind",
        "TouchKindEnum": "farmers.models.Touch.Kind",
        "PromiseStateEnum": "farmers.models.Promise.State",
        "RequestKindEnum": "farmers.models.Request.Kind",
    },
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A publisher must not hang in a request while Redis is away; the periodic «select what is due» picks the work up.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "retry_on_timeout": True,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    # Every entry is «select what is due»: an entry that expires unrun is simply caught up by the next one.
    "sweep-claims": {"task": "callcenter.tasks.sweep_claims", "schedule": 30.0, "options": {"expires": 30}},
    "run-imports": {"task": "callcenter.tasks.run_due_imports", "schedule": 30.0, "options": {"expires": 30}},
    "read-statements": {
        "task": "salesorg.sales.tasks.read_due_statements",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "lift-numbers": {
        "task": "callcenter.tasks.lift_expired_numbers",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "pick-reviews": {"task": "callcenter.tasks.pick_reviews", "schedule": 600.0, "options": {"expires": 600}},
    "sweep-audits": {"task": "callcenter.tasks.sweep_audits", "schedule": 60.0, "options": {"expires": 60}},
    "invitations": {
        "task": "hunters.tasks.send_due_invitations",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "accrue": {"task": "handoff.tasks.accrue_due", "schedule": 30.0, "options": {"expires": 30}},
    "end-agreements": {"task": "handoff.tasks.end_agreements", "schedule": 60.0, "options": {"expires": 60}},
    "close-months": {"task": "handoff.tasks.carry_closings", "schedule": 30.0, "options": {"expires": 30}},
    "handoff-clock": {"task": "handoff.tasks.escalate_late", "schedule": 60.0, "options": {"expires": 60}},
    "handoff-reminders": {"task": "handoff.tasks.remind_due", "schedule": 60.0, "options": {"expires": 60}},
    "handoff-letters": {
        "task": "handoff.tasks.send_due_letters",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "neglect": {"task": "farmers.tasks.sweep_neglect", "schedule": 60.0, "options": {"expires": 60}},
    "fold-sums": {
        "task": "salesorg.dashboards.tasks.fold_sums",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "invariants": {
        "task": "salesorg.dashboards.tasks.check_invariants_nightly",
        "schedule": crontab(hour=2, minute=30),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_CELERY_ENABLED = False

SILENCED_SYSTEM_CHECKS = [
    # Redirecting to TLS and HSTS are the proxy's and the owner's decision: on a machine of one's own there is no TLS.
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]
DEMO = env.bool("SALESORG_DEMO", default=True)
