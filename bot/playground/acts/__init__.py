"""What people do: one file for each kind of doing; none knows another."""
