"""From a posed mesh to paths: camera, raster, tones, ink, curves, export."""
