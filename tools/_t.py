import tempfile
from pathlib import Path
from tools import check_types, services

with tempfile.TemporaryDirectory() as d:
    r = services.run("edge", check_types._of_service("edge", Path(d)))
    print(r.stdout[-6000:])
