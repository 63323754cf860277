"""What the pages of programmes and workshops show."""
