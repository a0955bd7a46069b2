"""What every page shares: components, styles, request types, base forms."""
