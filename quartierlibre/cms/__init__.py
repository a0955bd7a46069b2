"""Editorial pages; the only place that will import wagtail. Not furnished yet."""
