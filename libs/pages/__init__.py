"""What pages for people are made of: the shell, its texts, the modules and styles they share."""
