"""Finds a declared figure on a page (`locate`), and proposes where a printed value may stand (`propose`)."""
