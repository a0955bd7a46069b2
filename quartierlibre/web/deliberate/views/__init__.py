"""Pages of the committee: its seats, a session prepared, the evening, the phones, the minutes, the answers."""
