"""Two workbenches that exchange the words of a workshop: over a line that breaks, or on a USB stick."""
