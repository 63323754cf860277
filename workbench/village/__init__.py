"""A workshop room without internet: one machine serves everybody on its Wi-Fi."""
