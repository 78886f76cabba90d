"""The course as pages: notebooks to HTML, with the frames of their figures beside them."""
