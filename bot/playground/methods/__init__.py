"""One file for each family of Bot API methods; none knows another."""
