"""Kubernetes from the registry and docker-compose.yml: the manifests that repeat per service."""
