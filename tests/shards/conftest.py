from sharding import by_hand

__all__ = ["by_hand"]
