"""An address as a square which telephones read."""

from __future__ import annotations

import io


def square(address: str) -> str:
    """An address as a QR code, drawn in SVG; as large as the place it is given."""
    import segno  # a megabyte in memory, only when somebody prints or holds a ticket

    drawn = io.BytesIO()
    made = segno.make(address, error="m")
    made.save(drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=2, omitsize=True)
    return drawn.getvalue().decode()
