"""Quartier Libre: the platform of citizen micro-grants (Projets d'Initiative Citoyenne)."""
