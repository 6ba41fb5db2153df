"""Grading a class: a file of answers in, a report with one row a person out.

    survey      what the file is, in which letters, its fingerprint
    records     lines and cells, however badly written;  tables: the three forms;  json_lines, long_form
    columns     what the columns are;  entries: a row as who, answers, and what is wrong with it
    own_numbers each person's own given numbers
    chunks      the work on some rows, a pure function;  workers: by several processes, in order
    parts       the same for an engine that people already run (`Grading`);  seen: who had a row before
    journal     the report on the disk, with how far it is, so that it can be gone on with
    tally       what is counted;  summary: what is told of it
    grade       all of this;  progress: how far it is, on a terminal
    one_sheet   one person's answers from a file;  commands: `handnet grade`, `handnet check`

Every row in gives a row out, in the same order, also when it is broken; only empty rows are left out,
and counted. Rows are read, worked on and written some at a time, so memory does not grow with the file.
"""
