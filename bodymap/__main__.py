"""The way in of main.py, `python -m bodymap` and the installed command: the program, or why it cannot."""

from __future__ import annotations

import sys


def main() -> int:
    """Run BodyMap with the words of the command line; the exit code."""
    try:
        from bodymap.app import main as run

        return run()
    except ImportError as error:
        if (error.name or "").split(".")[0] == "bodymap":
            raise
        from bodymap import system_libraries

        gone = system_libraries.missing()
        if gone:
            return _refuse(system_libraries.sentence(gone))
        return _refuse(
            f"BodyMap cannot start: {error}. In a checkout, `make run` or `python3 -m bodymap.bootstrap run` "
            "sets up all it needs; an installed copy is mended by installing it again."
        )


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
