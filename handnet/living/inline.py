r"""What stands inside a <script> of a page: data as JSON, and the functions of formulas as source.

    json_inside({"title": "</script>"})      {"title":"<\/script>"}
    functions_of(shapes)                     [(v, a, t) => (v[a[0]]*v[a[1]]), …] in a script

Inside a script nothing ends it but `</script`, and `<!--` changes how it is read; neither is left
in a text. The functions are written by handnet from formulas; no text from people is in them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

_CALLED = re.compile(r"\b([a-z_]+)\(")


def json_inside(data: Any) -> str:
    """The data as JSON that can stand in a script: it reads back as the same."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return re.sub(r"<(?=!|script)", r"\\u003c", text, flags=re.IGNORECASE).replace("</", r"<\/")


def functions_of(codes: Sequence[str]) -> str:
    """The formulas of shapes as a list of functions, for a script in which `CALLED` is known."""
    called = sorted({name for code in codes for name in _CALLED.findall(code)})
    functions = ",\n".join(f"(v, a, t) => {code}" for code in codes)
    return f"(({{{', '.join(called)}}}) => [\n{functions}\n])(CALLED)"


def script_source(text: str) -> str:
    """How a policy names a script that it lets run: by its digest."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
