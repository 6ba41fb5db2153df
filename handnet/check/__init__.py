"""Checking: which line is right, which follows from an earlier slip, which is the first wrong one, and why.

    sheet         what can be answered, and every way to work it
    judge         from answers to verdicts
    verdict       a verdict, and an explanation of a wrong answer
    report        the verdicts together; report_page and report_json write them
    marks         points

A verdict rests on three numbers: the exact value, the interval that correct work with rounding can
reach (`reach`), and what the line gives from the person's own earlier values. `explain` finds the
mistakes behind a wrong number.
"""
