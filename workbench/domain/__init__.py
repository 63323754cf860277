"""Pure rules of the field: no clock, no randomness, no input or output."""
