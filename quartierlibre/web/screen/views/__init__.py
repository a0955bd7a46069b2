"""The pages of screening, one module per thing to do."""
