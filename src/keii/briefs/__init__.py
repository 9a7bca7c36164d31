"""What people read: briefs made from what keii holds, one form a file."""
