"""spaCy's side of newsparse: the jieba tokenizer and the components, each a thin adapter over plain functions."""
