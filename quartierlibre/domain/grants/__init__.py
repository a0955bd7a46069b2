"""Agreement, instalments, payment orders, reports, recoveries. Not furnished yet."""
