"""The part of Evenhand that thinks: pure functions of data, touching no clock, no chance, no disk and no network."""
