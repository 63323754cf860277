"""What goes to a portal: the parcel, its machine-readable form, and the comparison with what was read back."""
