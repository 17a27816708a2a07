"""Statutory clocks of cases: host rows beside the engine's timers, since they can stop and a timer can't."""
