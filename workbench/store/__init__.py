"""What several slices do with the same rows, in one place: texts, segments, signatures, moves, who sees what."""
