"""The closed vocabulary of documents: the tree (`tree`), and how HTML becomes one (`reading`)."""
