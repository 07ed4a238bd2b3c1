"""Ninety days of a borough on the civil clock, and what a reader of the delivery log finds in them."""
