"""How the processes of a service are served."""
