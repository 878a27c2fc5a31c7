"""`python -m tests.sample …` is `python -m tools.stack …` with the sample service.

Nothing else knows of it: one more entry of the registry, and the directory that the entry names.
"""

from suite import registry
from tests.sample.entry import SAMPLE
from tools.stack.__main__ import main

registry.SERVICES += (SAMPLE,)

if __name__ == "__main__":
    main()
