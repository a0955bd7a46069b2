"""What runs in the child process: it reads hostile bytes, so it knows no Django, no database, no secret."""
