"""The committee's own pages: who sits, preparing a session, the evening, the members' phones, the minutes."""
