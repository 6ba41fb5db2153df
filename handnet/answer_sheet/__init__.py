"""The sheet in which answers are typed and judged as they come.

    rows        what is asked: one row for each quantity, with its name typeset
    judged      what a verdict shows beside its answer, and the line above all
    written     the same as a table to fill in, for pages without widgets
    widget      what connects a problem in Python with the page

The page's side stands in `page`: answer_sheet.js, answer_row.js, answer_texts.js, answer_sheet.css.
"""
