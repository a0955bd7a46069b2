"""Committee members: read, declare an interest, vote, sign the minutes. Not furnished yet."""
