"""Live events: from a committed change to every open socket, in order, without loss. See
docs/protocol.md.
"""
