"""One file per form in which a calculation is written; each reads steps and terms."""
