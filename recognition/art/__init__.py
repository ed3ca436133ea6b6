"""Engraver's art as SVG paths: no raster, no randomness, the same bytes every time.

Gradients are always given in user space: WeasyPrint writes the other kind as tiling cells that some
viewers show as nothing.
"""
