"""Work that no transaction may hold: done after commit, one file each."""
