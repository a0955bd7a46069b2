"""Tags of this journey."""
