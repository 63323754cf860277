"""Queue, claim, segments, memory, PO files, and the check by a second person."""
