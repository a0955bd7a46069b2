"""Nothing but Django: no middleware, no session, no compression. One query, one plain template."""

import os
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bare",
    ROOT_URLCONF="bench.bare.app",
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCH_DATABASE"],
            "USER": os.environ["BENCH_USER"],
            "HOST": os.environ["BENCH_HOST"],
            "PORT": os.environ.get("BENCH_PORT", ""),
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings come first
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Project(models.Model):
    name = models.CharField(max_length=200)
    summary = models.TextField()
    cost = models.IntegerField()
    status = models.CharField(max_length=20)

    class Meta:
        app_label = "bare"
        db_table = "bench_bare_project"

    def __str__(self):
        return self.name


def projects(request):
    return render(request, "list.html", {"items": Project.objects.order_by("id")[:20]})


urlpatterns = [path("", projects)]
application = get_wsgi_application()
