"""A project on a page: its questions as a form, its answers read back. For those who file, and who type a sheet."""
