"""Pages of the journey: start, say, check, sent; come back, get help, show the place, join papers."""
