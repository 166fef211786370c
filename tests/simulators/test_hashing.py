import numpy as np
from parkcarbon_simulators.plants.hashing import key, uniform, value_noise


def test_a_name_and_an_index_always_give_the_same_number() -> None:
    stream = key(7, "steel", "noise")
    whole = uniform(stream, np.arange(100))
    assert whole.tolist() == uniform(stream, np.arange(100)).tolist()
    assert uniform(stream, np.array([41]))[0] == whole[41]


def test_names_and_seeds_do_not_run_together() -> None:
    assert len({int(key(s, *names)) for s in (1, 2) for names in (("a", "bc"), ("ab", "c"), ("abc",))}) == 6


def test_numbers_fill_the_unit_interval_evenly() -> None:
    numbers = uniform(key(1, "even"), np.arange(100_000))
    counts, _ = np.histogram(numbers, bins=10, range=(0.0, 1.0))
    assert numbers.min() >= 0.0
    assert numbers.max() < 1.0
    # Ten thousand expected in each tenth, standard deviation 95.
    assert np.abs(counts - 10_000).max() < 400


def test_negative_indices_are_numbers_too() -> None:
    assert len(set(uniform(key(1, "negative"), np.arange(-5, 5)).tolist())) == 10


def test_value_noise_is_continuous_and_bounded() -> None:
    x = np.linspace(-3.0, 9.0, 12_001)
    noise = value_noise(key(3, "smooth"), x)
    assert np.abs(noise).max() <= 1.0
    assert np.abs(np.diff(noise)).max() < 0.01
    assert noise.std() > 0.2
