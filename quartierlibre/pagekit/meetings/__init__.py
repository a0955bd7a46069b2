"""What pages, letters and commands share about meetings: their hours and places in words, their calendars."""
