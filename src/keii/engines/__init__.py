"""Where work runs: on processes of this machine, or on a cluster of Dask, Ray or Spark."""
