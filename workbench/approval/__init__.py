"""What is missing and who can give it; the owner's signature."""
