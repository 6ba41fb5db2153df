"""Pages of Markdown of every kind that handnet writes, one a line as JSON, for `markdown.mjs`.

python tests/typeset/markdown_pages.py | node tests/typeset/markdown.mjs
"""

from __future__ import annotations

import json
import sys

from formulas import pages


def main() -> None:
    """Print every page once."""
    for where, markdown in pages():
        sys.stdout.write(json.dumps({"where": where, "markdown": markdown}) + "\n")


if __name__ == "__main__":
    main()
