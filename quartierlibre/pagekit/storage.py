"""Static files under names that change with their content, compressed once, cached for ever."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Modules of a library which import a file it does not ship; nothing of ours uses them.
BROKEN = ("django_htmx/ext/",)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        sound = {name: path for name, path in paths.items() if not name.startswith(BROKEN)}
        yield from super().post_process(sound, *args, **options)
