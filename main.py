"""Start BodyMap from a checkout: `python main.py`. Everything about the command line is in bodymap/cli.py."""

import sys

from bodymap.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
