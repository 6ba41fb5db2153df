"""Checking: which line is right, which follows from an earlier slip, which is the first wrong one, and why.

    one           one person: `Problem.check`;  many: a class at once, with the same verdicts
    read          answers as they are handed in
    judge         from answers to what holds: exact, reached, follows, wrong;  why: what explains them
    bounds        how far correct work with rounding can lead
    conventions   other conventions in which a whole sheet may be right
    formulas      formulas as answers;  far: values after many updates
    criteria      rounding, marks, and the mistakes that are looked for
    verdict       a verdict;  report: the verdicts together
    report_page, remarks, wrong_lines, own_lines, report_json   how a report is written

A verdict rests on three numbers: the exact value, the interval that correct work with rounding can
reach (`reach`), and what the line gives from the person's own earlier values. `explain` finds the
mistakes behind a wrong number.
"""
