"""How quick and how heavy the workbench is, measured as people and machines meet it."""
