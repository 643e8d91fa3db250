"""Pure functions on strings: folding, numerals, segmentation."""
