"""How things are shown; each kind of object in one place."""
