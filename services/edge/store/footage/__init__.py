"""Files with footage: their names, where they are, and how parts of them are read. No database."""
