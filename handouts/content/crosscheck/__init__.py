"""Cross-checks: what one content file alone cannot say: ids agree, references lead somewhere, warnings are there."""
