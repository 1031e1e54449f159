"""The queue's schema, one SQL file per version, applied in order of their names; forward only."""
