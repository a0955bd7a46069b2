"""`quartierlibre …` runs any command of the project."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierlibre.config.settings.demo")
    execute_from_command_line(sys.argv)
