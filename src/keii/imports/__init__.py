"""What other tools and people hold about actors, brought into the user's own registry."""
