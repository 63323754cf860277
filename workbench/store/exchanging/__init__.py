"""What two workbenches exchange of one workshop, in the database: names, what is given, what is taken, what waits."""
