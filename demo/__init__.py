"""What `make run` shows at first: places with people and things to try, made through the API."""
