"""What is remembered is the answer for this very value, and for no other that merely equals it."""

from concurrent.futures import ThreadPoolExecutor

from policy.remembering import remembered


def test_the_same_value_is_asked_about_once_and_another_one_afresh() -> None:
    asked: list[list[int]] = []

    @remembered
    def total(numbers: list[int]) -> int:
        """The sum."""
        asked.append(numbers)
        return sum(numbers)

    one, equal = [1, 2], [1, 2]
    assert [total(one), total(one), total(equal), total(one)] == [3, 3, 3, 3]
    assert [id(numbers) for numbers in asked] == [id(one), id(equal), id(one)]
    assert total.__doc__ == "The sum."


def test_threads_that_ask_about_different_values_get_their_own_answers() -> None:
    values = [[number] for number in range(50)]

    @remembered
    def first(numbers: list[int]) -> int:
        return numbers[0]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(first, values * 40)) == [one[0] for one in values * 40]
