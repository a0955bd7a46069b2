"""Style sheets, scripts and vendored files: current, light, readable."""

import re
import subprocess
import sys
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "quartierlibre/pagekit/static/pagekit"
STYLES = ROOT / "quartierlibre/pagekit/styles"
AA, AAA, PARTS = 4.5, 7.0, 3.0

PAIRS = [  # text, ground, least contrast
    *[("ink", ground, AAA) for ground in ("ground", "surface", "sunk", "brand-soft", "accent-soft")],
    *[("ink", f"{tone}-soft", AAA) for tone in ("ok", "warn", "danger", "info")],
    *[("ink-soft", ground, AAA) for ground in ("ground", "surface")],
    *[("ink-soft", ground, AA) for ground in ("sunk", "brand-soft", "accent-soft")],
    *[("link", ground, AAA) for ground in ("ground", "surface")],
    *[("link", ground, AA) for ground in ("sunk", "brand-soft", "accent-soft")],
    *[(tone, f"{tone}-soft", AA) for tone in ("ok", "warn", "danger", "info")],
    ("danger", "ground", AAA),
    ("danger", "surface", AAA),
    ("on-brand", "brand", AA),
    ("on-brand", "brand-strong", AA),
    ("brand-strong", "brand-soft", AA),
    ("on-accent", "accent", AAA),
    ("on-hero", "hero", AAA),
    ("on-band", "band", AAA),
    ("on-band-soft", "band", AAA),
    *[("line-strong", ground, PARTS) for ground in ("ground", "surface", "sunk")],
    *[("focus", ground, AAA) for ground in ("ground", "surface", "hero")],
    ("brand", "ground", PARTS),
    ("brand", "brand-soft", PARTS),
]


def tokens(name):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STYLES / name).read_text()))


LIGHT = tokens("tokens.css")
THEMES = {"light": LIGHT, "dark": LIGHT | tokens("dark.css")}


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(theme, text, ground, least):
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= least


def test_dark_redefines_every_colour():
    assert set(LIGHT) - set(tokens("dark.css")) == set()


def test_components_take_their_colours_from_tokens_only():
    for sheet in [STYLES / "base.css", STYLES / "layout.css", *(STYLES / "components").glob("*.css")]:
        css = re.sub(r"linear-gradient\(#000, transparent\)|rgb\(30 12 4 / 60%\)", "", sheet.read_text())
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", css) == [], sheet.name


def used_and_known():
    css = "".join(sheet.read_text() for sheet in STYLES.rglob("*.css"))
    return set(re.findall(r"var\(--([\w-]+)", css)), set(re.findall(r"--([\w-]+):", css))


def test_every_token_used_exists():
    used, known = used_and_known()
    assert used - known == set()


@pytest.mark.parametrize("script", ["styles.py", "vendor.py"])
def test_generated_and_vendored_files_are_the_expected_ones(script):
    done = subprocess.run([sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_scripts_are_small():
    sizes = {script.name: script.stat().st_size for script in (STATIC / "js").glob("*.js")}
    assert max(sizes.values()) < 3_000
    assert sum(sizes.values()) < 20_000


def test_a_cold_page_without_its_words_is_light():
    common = [STATIC / "pagekit.css", STATIC / "icons.svg", STATIC / "img/mark.svg", *(STATIC / "js").glob("*.js")]
    htmx = STATIC / "vendor/htmx.min.js"
    assert sum(len(brotli.compress(file.read_bytes())) for file in [*common, htmx]) < 35_000


def test_every_drawing_asked_for_exists():
    drawn = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    templates = "".join(page.read_text() for page in (ROOT / "quartierlibre").rglob("templates/**/*.html"))
    asked = set(re.findall(r'{% icon "([\w-]+)"', templates)) | set(re.findall(r'\bicon="([\w-]+)"', templates))
    assert asked - drawn == set()
