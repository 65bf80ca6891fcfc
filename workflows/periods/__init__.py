"""Legal periods: calendar of holidays, rules as data, reckoning, explanation."""
