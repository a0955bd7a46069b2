"""What every installation shares. `demo`, `dev`, `test` and `prod` each add a few lines."""

from pathlib import Path

import dj_database_url
import dj_email_url
from csp.constants import NONCE, NONE, SELF

from quartierlibre.config.env import ROOT, Env

ENV = Env()
BASE_DIR = ROOT
VAR_DIR: Path = ENV.var_dir

DEBUG = False
DEMO = False
ALLOWED_HOSTS = list(ENV.allowed_hosts)
SITE_URL = ENV.site_url or f"http://127.0.0.1:{ENV.port}"
ROOT_URLCONF = "quartierlibre.config.urls"
WSGI_APPLICATION = "quartierlibre.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

DOMAIN_ROOMS = ["places", "people", "funds", "applications", "meetings", "committees", "grants"]
JOURNEYS = ["discover", "apply", "screen", "follow_up", "deliberate", "manage", "meet", "account", "demo"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    "template_partials",
    "django_htmx",
    "procrastinate.contrib.django",
    "quartierlibre.foundation.journal",
    "quartierlibre.foundation.ledger",
    "quartierlibre.foundation.outbox",
    "quartierlibre.foundation.files",
    "quartierlibre.foundation.idempotency",
    "quartierlibre.foundation.jobs",
    "quartierlibre.foundation.search",
    *[f"quartierlibre.domain.{room}" for room in DOMAIN_ROOMS],
    "quartierlibre.pagekit",
    "django.forms",  # after pagekit, whose widget templates come first
    *[f"quartierlibre.web.{journey}" for journey in JOURNEYS],
    "quartierlibre.letters",
    "quartierlibre.cms",
    "quartierlibre.cms.bringing",
    "quartierlibre.console",
    "quartierlibre.config",  # for its commands
    # Last, so that our pages of the same name are found first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    # The fewest parts of Wagtail an editor needs (docs/decisions/0018).
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.redirects",
    "wagtail.admin",
    "wagtail",
    "taggit",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "quartierlibre.pagekit.request_id.RequestIdMiddleware",
    "quartierlibre.pagekit.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quartierlibre.web.account.second_factor.SecondFactorMiddleware",
    "quartierlibre.cms.door.EditingDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "quartierlibre.pagekit.templatetags.pagekit_said",  # after i18n, whose translate it takes over
                "quartierlibre.pagekit.templatetags.pagekit",
                "quartierlibre.pagekit.templatetags.pagekit_once",
                "quartierlibre.pagekit.templatetags.pagekit_words",
                "quartierlibre.pagekit.templatetags.pagekit_lists",
                "quartierlibre.pagekit.templatetags.pagekit_figures",
                "quartierlibre.pagekit.templatetags.pagekit_page",
                "quartierlibre.pagekit.templatetags.pagekit_signature",
            ],
        },
    }
]
FORM_RENDERER = "quartierlibre.pagekit.forms.FormRenderer"
CSRF_FAILURE_VIEW = "quartierlibre.pagekit.errors.csrf_failure"

# With WSGI threads a connection kept open costs nothing; see docs/performance.md, trap 1.
DATABASES = {"default": dj_database_url.parse(ENV.database_url, conn_max_age=None)} if ENV.database_url else {}
KEPT_PARTS = 300  # parts of public pages kept per process (pagekit/kept.py), some 10 kB each
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "quartierlibre.pagekit.storage.StaticFiles"},
    # Pictures made again for pages: the only files anyone may ask for by name.
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "pictures", "base_url": "/photos/"},
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
UPLOAD_MAX_BYTES = ENV.ql_upload_max_mb * 1_000_000
UPLOAD_QUOTA_BYTES = ENV.ql_upload_quota_mb * 1_000_000
CLAMD = ENV.ql_clamd

# E-mails leave by the outbox, never from a request; this backend is what the worker hands them to.
EMAIL = dj_email_url.parse(ENV.email_url) if ENV.email_url else {}
EMAIL_HOST, EMAIL_PORT = EMAIL.get("EMAIL_HOST", "localhost"), EMAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_USER", ""), EMAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.email_from

# Who writes the banner, the menu and the news of the front page (pagekit knows no door).
NEWSROOM = "quartierlibre.cms.shown"
# What can be found by its words: each kind of thing, and who tells all of it again (`rebuild_search`).
SEARCH_SOURCES = {
    "fund": "quartierlibre.domain.funds.searching.tell_all",
    "project": "quartierlibre.domain.committees.operations.finding.tell_all",
    "meeting": "quartierlibre.domain.meetings.searching.tell_all",
    "news": "quartierlibre.cms.searching.tell_all_news",
    "resource": "quartierlibre.cms.searching.tell_all_resources",
    "page": "quartierlibre.cms.searching.tell_all_pages",
}
# Who is woken when the journal has something new (foundation knows no door).
JOURNAL_READERS = ["letters.write"]
OUTBOX_SENDS = True  # the demo without e-mail server keeps its mail at /demo/courrier/

AUTHENTICATION_BACKENDS = ["quartierlibre.web.account.backend.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:home"
ACCOUNT_ADAPTER = "quartierlibre.web.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "quartierlibre.web.account.forms.EmailForm",
    "confirm_login_code": "quartierlibre.web.account.forms.CodeForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # receiving the code is the verification
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.ql_trusted_proxies
MFA_ADAPTER = "quartierlibre.web.account.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "quartierlibre.web.account.second_factor_forms.SecondFactorForm",
    "reauthenticate": "quartierlibre.web.account.second_factor_forms.ProveForm",
    "activate_totp": "quartierlibre.web.account.second_factor_forms.PlugApplicationForm",
    "add_webauthn": "quartierlibre.web.account.second_factor_forms.AddKeyForm",
    "edit_webauthn": "quartierlibre.web.account.second_factor_forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Quartier Libre"

WAGTAIL_SITE_NAME = "Quartier Libre"
# As one types a date here: typed so, the usual format of the editor silently put the present instant instead.
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/connexion/"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody's address is told to anyone
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False, "LOGIN": False, "GROUPS": False}  # drafts are private enough
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False, "LOGIN": False, "GROUPS": False}
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt"]

SESSION_ENGINE = "quartierlibre.pagekit.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

PUBLISHER, SOURCE_URL = ENV.ql_publisher, ENV.ql_source_url
MAP_TILES = ENV.ql_map_tiles
GEOCODER_URL = ENV.ql_geocoder_url
GEOCODER_TIMEOUT = ENV.ql_geocoder_timeout
TRUSTED_PROXIES = ENV.ql_trusted_proxies
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"] + ([MAP_TILES.split("/{", 1)[0]] if MAP_TILES else []),
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {"geolocation": ["self"], "camera": ["self"], "microphone": [], "payment": [], "usb": []}
