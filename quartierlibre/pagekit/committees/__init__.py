"""What pages, letters and commands share about committees: the printed minutes."""
