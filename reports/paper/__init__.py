"""The printing press of the house: an outline in; PDF, Word or Excel out.

`outline` says what a paper is made of, `press.render` prints it, `words` writes numbers and dates. It imports no other
room, so that every room may import it.
"""
