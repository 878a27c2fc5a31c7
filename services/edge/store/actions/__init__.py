"""What changes the store: its devices, its gates, its shelves and its tickets."""
