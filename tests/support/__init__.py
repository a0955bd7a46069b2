"""What makes the tests loud, quick and able to run side by side."""
