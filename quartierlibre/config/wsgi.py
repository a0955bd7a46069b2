"""Pages are served by WSGI threads: the cheapest measured (docs/performance.md)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierlibre.config.settings.demo")
application = get_wsgi_application()
# Addresses are read before the first request, not by it; then what is loaded stays for good: nothing looks through it
# for garbage any more, and what requests leave behind is found sooner.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
