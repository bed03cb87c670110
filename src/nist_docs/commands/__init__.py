"""Commands that have a part of the program to themselves."""
