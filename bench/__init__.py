"""Speed, measured honestly: CPU per request in U, beside the bare view, in one run (docs/performance.md)."""
