"""Public read API and open-data exports. Not furnished yet."""
