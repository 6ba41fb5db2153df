"""Help for someone who works by hand: `hint` climbs from what to do next to the value, knowing from
`answers` what is already there; `nudge` is the check that needs no software.
"""
