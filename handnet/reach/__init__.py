"""What can be reached: the right values, what follows from a person's own, and how far rounding leads.

kernel      plain floats for one person, NumPy arrays for many
interval    formulas with numbers (`Exactly`), and over intervals with every operation rounded (`ByHand`)
working     the three ways in which people work: line by line, with error terms, over all paths
sheet       what can be answered, in working order, with every way to work it
sweep       every quantity from what a person has, and the line that is being judged
"""
