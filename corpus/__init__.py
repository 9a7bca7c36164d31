"""The corpus: articles written for keii, annotated after the codebook, and what reads and checks them."""
