"""What a hearing, a strategy, a person and a sender are. pydantic lives in this package alone."""
