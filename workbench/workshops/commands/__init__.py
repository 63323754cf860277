"""Acts on programmes, on workshops, and on what a workshop is to write."""
