"""Where work runs: on the processes of this machine."""
