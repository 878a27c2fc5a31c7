"""Machines that talk to a service: keys, presence, one live socket each, commands.

See README.md.
"""
