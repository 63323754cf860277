"""Formats that leave and enter the house: strings or bytes in, values out."""
