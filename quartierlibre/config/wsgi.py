"""Pages are served by WSGI threads: the cheapest measured (docs/performance.md)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierlibre.config.settings.demo")
application = get_wsgi_application()
