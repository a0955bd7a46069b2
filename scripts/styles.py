"""Gather the style sheets into the one file that pages load.

    python scripts/styles.py            write pagekit.css
    python scripts/styles.py --check    say whether it is current

Not a build: no dependency, nothing is translated. Comments and indentation go, and the dark tokens, written
once, are placed twice (the device asks for dark; the reader chose dark).
"""

import re
import sys
from pathlib import Path

PAGEKIT = Path(__file__).resolve().parents[1] / "quartierlibre/pagekit"
SOURCES = PAGEKIT / "styles"
TARGET = PAGEKIT / "static/pagekit/pagekit.css"
ORDER = "@layer tokens, base, layout, components, journeys, print;"
DARK_BY_DEVICE = '@media screen and (prefers-color-scheme: dark) {\n:root:not([data-theme="light"]) {\n%s\n}\n}'
DARK_BY_CHOICE = '@media screen {\n:root[data-theme="dark"] {\n%s\n}\n}'


def bare(css: str) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in without_comments.splitlines() if line.strip())


def dark() -> str:
    tokens = bare((SOURCES / "dark.css").read_text()).removeprefix(":root {\n").removesuffix("\n}")
    return "@layer tokens {\n" + DARK_BY_DEVICE % tokens + "\n" + DARK_BY_CHOICE % tokens + "\n}"


def gathered() -> str:
    parts = ["tokens.css", "base.css", "layout.css"]
    components = sorted(path.relative_to(SOURCES).as_posix() for path in (SOURCES / "components").glob("*.css"))
    rest = [bare((SOURCES / name).read_text()) for name in [*parts[1:], *components, "print.css"]]
    return "\n".join([ORDER, bare((SOURCES / parts[0]).read_text()), dark(), *rest]) + "\n"


def main() -> int:
    current = TARGET.exists() and TARGET.read_text() == gathered()
    if "--check" in sys.argv:
        print("pagekit.css is current." if current else "pagekit.css is stale: run scripts/styles.py")
        return 0 if current else 1
    TARGET.write_text(gathered())
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
