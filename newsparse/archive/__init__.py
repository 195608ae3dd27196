"""What a batch reads and writes: inputs, the journal a killed run resumes from, tables, writers, duplicates."""
