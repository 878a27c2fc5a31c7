"""Chromium for tests, screenshots and measurements: the system's own, driven by Playwright."""
