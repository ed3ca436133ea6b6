"""HTTP of the public pages. What they read is in `programs.domain.catalogue`."""
