"""Words, and spaCy's side of newsparse: a tokenizer and components, each a thin adapter over plain functions."""
