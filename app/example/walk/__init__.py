"""People of the example town who use the pages without a browser: they read words, fill fields, press buttons."""
