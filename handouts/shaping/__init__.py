"""Text that takes more than one glyph for each character: which fonts, which glyphs, and in which direction.

`style` asks here what can be printed, `page` what to paint. HarfBuzz is loaded when the first such text comes.
"""
