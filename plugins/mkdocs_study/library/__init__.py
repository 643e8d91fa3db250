"""What a study library is made of: documents, sections, references, and what is wrong with them."""
