"""Grant holders: agreement, instalments, receipts, final report. Not furnished yet."""
