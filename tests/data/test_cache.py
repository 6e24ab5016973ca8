"""A cache bounded in number and in bytes."""

from data.cache import ByteCache


def test_it_is_bounded_in_number_and_what_was_used_last_stays():
    cache: ByteCache[bytes] = ByteCache(2, 100)
    cache.put("a", b"1")
    cache.put("b", b"2")
    assert cache.get("a") == b"1"
    cache.put("c", b"3")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"1", None, b"3")
    assert (len(cache), cache.bytes) == (2, 2)


def test_it_is_bounded_in_bytes_and_counts_a_replaced_result_once():
    cache: ByteCache[bytes] = ByteCache(100, 10)
    for _ in range(3):
        cache.put("a", b"12345")
    assert cache.bytes == 5
    cache.put("b", b"12345")
    cache.put("c", b"1")
    assert (cache.get("a"), cache.bytes) == (None, 6)


def test_what_is_larger_than_the_cache_pushes_nothing_out():
    cache: ByteCache[bytes] = ByteCache(100, 10)
    cache.put("a", b"1")
    cache.put("b", b"1" * 11)
    assert (cache.get("a"), cache.get("b")) == (b"1", None)


def test_a_result_is_made_once():
    cache: ByteCache[bytes] = ByteCache(100, 10)
    made = []
    for _ in range(2):
        assert cache.made("a", lambda: made.append(1) or b"x") == b"x"
    assert made == [1]
