"""Text that people may type and that would act somewhere: in HTML, LaTeX, Markdown, a spreadsheet, code.

Each has a mark of its own at its end, by which it is found again; `calm` is a text without signs that
is as long to read and has the same mark.
"""

from __future__ import annotations

ACTING = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "<!--", "-->", "]]>", "</details>",
    "</textarea></title></style>", "&lt;&amp;&#36;&nbsp;", "&", "a < b > c", "'\"", "\" onload=\"alert(1)",
    "$x$", "$$x^2$$", "$5 and $6", r"\(x\) \[y\]", r"\begin{equation}x\end{equation}", r"\input{/etc/passwd}",
    r"\end{document}", r"\\", r"\\def\\x{", "{", "}", "%", "100% & more_of~it^2 #1", "~~gone~~", "a_b_c __d__",
    "*a* **b**", "`code`", "``` fence", "|", "a|b|c", "[x](javascript:alert(1))", "![x](y)", "[x]: /y", "# head",
    "- item", "1. item", "1) item", "> quote", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "-0.5", "=1+1;=2",
    "\u202eright to left\u202c", "\u2066isolated\u2069", "\ufeffmark", "\u200bnothing", "a\u2028line\u2029",
    "a\tb\rc\nd",
    "\x00nul\x1b[31m", "\x7f\x85", "\ud800", "\U0001f600\U0001f468\u200d\U0001f469", "שלום", "مرحبا", "日本", "e\u0301",
    "*/ alert(1) /*", "// line", "\"\"\" '''", "${alert(1)}", "{{x}} {% y %}", "../../etc/passwd", "CON", "x" * 300,
)  # fmt: skip
"""What they begin with."""
HOSTILE = tuple(f"{text}Q{place:02}q" for place, text in enumerate(ACTING))
CALM = tuple(f"calm Q{place:02}q" for place in range(len(ACTING)))
MARK = r"Q\d\dq"
"""Finds the marks."""
