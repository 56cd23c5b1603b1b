"""Says what setup/bare_notebooks.py is called now."""

import sys

if __name__ == "__main__":
    sys.stderr.write("setup/bare_notebooks.py is now called tools/bare_notebooks.py\n")
    sys.exit(2)
