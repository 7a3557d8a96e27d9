"""The pages of scores: who has handed in what, the grid, its Excel form and its blank paper."""
