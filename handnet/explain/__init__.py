"""Which mistake gives exactly this number.

book          every known mistake, as changed lines of the ways of working
slips         mistakes in writing a number down: digits swapped, the point moved, truncated …
hypotheses    what each of them gives for one quantity, from simple to less simple
chance        how much of the numbers nearby some explanation as simple would fit
search        the explanations of wrong answers: the simplest that fit and are not luck
explanation   one explanation
"""
