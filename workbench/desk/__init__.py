"""What waits for a person, in every role they hold."""
