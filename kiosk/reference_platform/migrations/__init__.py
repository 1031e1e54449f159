"""How the platform's tables came to be, one file a step in `versions`; Alembic keeps the version in the database.

Steps only go forward, and one that was released is never changed: a new one follows it.
"""
