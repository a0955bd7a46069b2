"""Commands for operators: demo data, daily chores, checks, imports."""
