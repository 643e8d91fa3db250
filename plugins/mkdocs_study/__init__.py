"""A study library in Chinese as a static site: full-text search, study tracks, checked Markdown."""
