"""Swedish and English: dates, numbers, typography; comparison of words."""
