"""The command line: workbench, or python -m workbench in a checkout."""

import sys

from workbench.cli import workbench


def main() -> int:
    """Run the command line; return the exit code."""
    return int(workbench.main(prog_name="workbench", standalone_mode=True) or 0)


if __name__ == "__main__":
    sys.exit(main())
