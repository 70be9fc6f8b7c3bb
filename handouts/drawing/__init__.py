"""The neutral figure, drawings of the body, places on its surface; painted as SVG and PDF. Knows no muscle."""
