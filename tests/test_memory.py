from keii.memory import give_back


def test_giving_memory_back_takes_nothing_from_what_is_in_use() -> None:
    kept = [bytes([number]) * 100_000 for number in range(20)]
    freed = [b"x" * 100_000 for _ in range(200)]
    del freed
    give_back()
    assert all(value == bytes([number]) * 100_000 for number, value in enumerate(kept))
