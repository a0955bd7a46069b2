"""Who pays for a project, on paper: the logo of a funder, its name in words when it has none."""

from __future__ import annotations

import base64
import logging
from typing import Any

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.queries.agreement import ShownFunder, funders_to_show
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.queries import open_content
from quartierlibre.pagekit.words import spaced

# Typst is given words only: a drawing may hold a picture, where a list of numbers would be four times as long.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    '<image width="{width}" height="{height}" href="data:{kind};base64,{content}"/></svg>'
)
logger = logging.getLogger(__name__)


def printed_funders(grant: Grant) -> list[dict[str, Any]]:
    """`name`, `logo` (an SVG, empty: say the name) and `ratio`, its width for a height of one, in printing order."""
    return [_printed(each) for each in funders_to_show(grant)]


def named(name: str) -> dict[str, Any]:
    """The same for whoever has no logo."""
    return {"name": spaced(name), "logo": "", "ratio": 1}


def _printed(funder: ShownFunder) -> dict[str, Any]:
    said = named(funder.name)
    if funder.logo is None or not funder.logo.width or not funder.logo.height:
        return said
    try:
        drawn = _drawn(funder.logo)
    except FileNotFoundError:
        logger.error("bytes of file %s are missing", funder.logo.public_id)
        return said
    return {**said, "logo": drawn, "ratio": funder.logo.width / funder.logo.height}


def _drawn(file: StoredFile) -> str:
    with open_content(file) as content:
        encoded = base64.b64encode(content.read()).decode()
    return DRAWING.format(width=file.width, height=file.height, kind=file.media_type, content=encoded)
