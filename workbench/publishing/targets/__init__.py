"""The portals we deliver to, behind one interface."""
