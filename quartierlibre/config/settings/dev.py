"""Writing code: the demo with tracebacks and files served as they are."""

from quartierlibre.config.settings.demo import *  # noqa: F403 - settings modules are stacked

DEBUG = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
