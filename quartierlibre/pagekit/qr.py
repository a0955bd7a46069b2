"""An address as a square which telephones read."""

from __future__ import annotations

import io

import segno


def square(address: str) -> str:
    """An address as a QR code, drawn in SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2)
    return drawn.getvalue().decode()
