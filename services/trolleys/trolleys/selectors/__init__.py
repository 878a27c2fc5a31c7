"""Reads of the trolleys service."""
