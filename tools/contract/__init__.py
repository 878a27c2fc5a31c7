"""`make contract`: schemathesis against the OpenAPI document of every service."""
