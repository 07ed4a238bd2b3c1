"""What is reached over HTTP: the messenger's webhook and the state of health."""
