"""A kitchen printer that prints into a file, or for tests: what an Epson-like one does with ESC/POS
by TCP, and what goes wrong with it.
"""
