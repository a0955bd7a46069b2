"""The rooms, in the order of a project's life: places, people, funds, applications, meetings, committees, grants."""
