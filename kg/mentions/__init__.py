"""Finding the words that name people, countries, organisations and offices; one file per way."""
