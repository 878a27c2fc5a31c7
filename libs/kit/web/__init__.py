"""What pages for people are made of: the shell, its texts, and the static files it loads."""
