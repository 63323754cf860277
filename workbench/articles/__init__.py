"""The catalogue of articles: list, article page, ownership, opening an edition."""
