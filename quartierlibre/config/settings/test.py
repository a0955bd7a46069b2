"""Tests: nothing slow by choice, everything loud. The database comes from `tests/conftest.py`."""

from quartierlibre.config.settings.base import *  # noqa: F403 - settings modules are stacked
from quartierlibre.config.settings.base import DATABASES, TEMPLATES

DEMO = True  # the demo's pages are tested too; production's refusal of them has its own test
SECRET_KEY = "only-for-tests"  # noqa: S105 - signs nothing outside a test run
SEALING_KEYS = ["tests:only-for-tests-and-nothing-else-at-all"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = DATABASES or {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "quartierlibre",
        "USER": "quartier",
        "HOST": "/nowhere",  # tests/support/database.py tells it where
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "pictures": {
        "BACKEND": "django.core.files.storage.InMemoryStorage",
        "OPTIONS": {"base_url": "/photos/"},
    },
}
WHITENOISE_AUTOREFRESH = True  # the demo's collected files, there or not, change nothing
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]
KEPT_PARTS = 0  # a test undoes what it did: the journal does not move, and nothing may be kept
NEWSROOM = ""  # what it shows is kept a minute; its own tests open it (tests/cms)
