"""A real installation: everything required is asked for at once, and nothing is guessed."""

from django.core.exceptions import ImproperlyConfigured

from quartierlibre.config.settings.base import *  # noqa: F403 - settings modules are stacked
from quartierlibre.config.settings.base import DATABASES, ENV

REQUIRED = ("database_url", "secret_key", "ql_sealing_keys", "site_url", "email_url")
if missing := [name.upper() for name in REQUIRED if not getattr(ENV, name)]:
    raise ImproperlyConfigured("Variables à renseigner : " + ", ".join(missing))

SECRET_KEY = ENV.secret_key
SEALING_KEYS = list(ENV.ql_sealing_keys)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
if ENV.ql_trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
