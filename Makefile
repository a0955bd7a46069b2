# Everything is a Python script of scripts/; make only gives them short names.
PYTHON ?= $(shell ./scripts/find-python)
RUN = $(PYTHON) scripts/environment.py run
DEV = $(PYTHON) scripts/environment.py dev

.DEFAULT_GOAL := help
.PHONY: help demo test test-every test-long test-costs check test-browser markup bench sabotage setup lock
MAKEFLAGS += --no-print-directory

help:
	@echo "make demo          la plateforme sur cette machine, avec des données inventées (Ctrl-C arrête tout)"
	@echo "make test          les tests sauf ceux du navigateur, en une minute : des plus longs, quelques-uns tirés au sort"
	@echo "make test-every    les mêmes, tous, avec peu d’exemples : avant de partager (.ci/run : tous, et tous les exemples)"
	@echo "make test-long     les essais par propriété, avec vingt fois plus d’exemples (la nuit, avant une version)"
	@echo "make check         style, types, architecture, migrations, réglages, documents produits"
	@echo "make test-browser  les parcours dans Chromium"
	@echo "make markup        le HTML et les données des pages devant des vérificateurs extérieurs (Java et npm)"
	@echo "make bench         les mesures de vitesse"
	@echo "make sabotage      retire chaque garde dans une copie : ses tests doivent rougir"
	@echo "make setup         l’environnement de développement, sans rien lancer"
	@echo "make test-costs    mesure les tests et récrit la liste des plus longs (tests/slow.txt)"
	@echo "make lock          refait requirements/*.lock (demande uv et le réseau)"
	@echo "Variables : PORT, VAR_DIR, DATABASE_URL, QL_PG_BIN, PYTHON (voir docs/settings.md)"

demo:
	@$(RUN) scripts/demo.py

test:
	@$(DEV) -m pytest -q -n logical --dist loadgroup $(ARGS)

test-every:
	@TEST_EXAMPLES=every $(MAKE) test

test-long:
	@TEST_EXAMPLES=nightly $(DEV) -m pytest -q -n logical --dist loadgroup tests/property $(ARGS)

check:
	@$(DEV) scripts/check.py $(ARGS)

test-browser:
	@$(DEV) scripts/browser.py $(ARGS)

markup:
	@$(DEV) scripts/markup.py $(ARGS)

bench:
	@$(DEV) -m bench $(ARGS)

sabotage:
	@$(DEV) scripts/sabotage.py $(ARGS)

test-costs:
	@$(DEV) -m scripts.costs

setup:
	@$(DEV)

lock:
	@$(DEV) scripts/lock.py
