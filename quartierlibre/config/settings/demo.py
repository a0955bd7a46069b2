"""`make demo`: as in production, on this machine only, with a private database and a readable mailbox."""

from quartierlibre.config.private import private_database, private_secret
from quartierlibre.config.settings.base import *  # noqa: F403 - settings modules are stacked
from quartierlibre.config.settings.base import DATABASES, ENV, VAR_DIR

DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://127.0.0.1 only
SECRET_KEY = ENV.secret_key or private_secret(VAR_DIR)
SEALING_KEYS = list(ENV.ql_sealing_keys) or [f"demo:{SECRET_KEY}"]
DATABASES = DATABASES or private_database(VAR_DIR)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if ENV.email_url else "django.core.mail.backends.dummy.EmailBackend"
)
OUTBOX_SENDS = bool(ENV.email_url)
