"""Writing code: the demo with tracebacks and files served as they are."""

from quartierlibre.config.settings.demo import *  # noqa: F403 - settings modules are stacked
from quartierlibre.config.settings.demo import STORAGES

DEBUG = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
