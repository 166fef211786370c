"""Laws of places: sets of meters add up whatever hangs below what, roundings too, and shapes are shapes."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.calculation.places.net import Candidate
from parkcarbon_platform.calculation.places.polygons import SCALE, fault, twice_area
from parkcarbon_platform.services.places.ground import share, shares

COUNT = 12
parents = st.lists(st.one_of(st.none(), st.integers(0, COUNT - 1)), min_size=COUNT, max_size=COUNT)
directions = st.lists(
    st.sampled_from(["import", "import", "consumption", "generation", "export", "production"]),
    min_size=COUNT, max_size=COUNT,
)  # fmt: skip
amounts = st.lists(st.integers(-(10**12), 10**12), min_size=COUNT, max_size=COUNT)
homes = st.lists(st.integers(0, 3), min_size=COUNT, max_size=COUNT)


@given(parents, directions, amounts, homes)
def test_places_add_up_whatever_hangs_below_what(
    above: list[int | None], kinds: list[str], values: list[int], places: list[int]
) -> None:
    """Σ over a partition = the whole: circles of parents, meters of another kind between, all of it."""
    known = net.meters(Candidate(n, above[n], ("electricity", "Wh", kinds[n])) for n in range(COUNT))
    under = net.below(known)

    def used(inside: list[int]) -> int:
        return sum(weight * values[m] for m, weight in net.weights(known, under, inside).items())

    groups = [[m for m in known if places[m] == home] for home in range(4)]
    whole = used(list(known))
    assert sum(map(used, groups)) == whole
    assert whole == sum(meter.sign * values[meter.id] for meter in known.values() if meter.above is None)
    for group in groups:
        shown = net.leaves(known, under, group)
        below = [m for m in group if all(child in group for child in under.get(m, []))]
        assert set(shown) <= set(below)
        assert all(known[m].above not in shown for m in shown)


@given(st.lists(st.integers(-(10**15), 10**15)), st.fractions(-(10**6), 10**6))
def test_roundings_add_up_to_the_rounding_of_all(values: list[int], each: Fraction) -> None:
    assert sum(shares(values, each)) == share(sum(values), each)
    assert all(abs(a - v * each) <= 1 for a, v in zip(shares(values, each), values, strict=True))


corner = st.tuples(st.integers(0, SCALE), st.integers(0, SCALE))


@given(corner, corner, corner)
def test_a_triangle_is_a_shape_where_it_has_an_area(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]
) -> None:
    assert fault([a, b, c]) == (None if twice_area([a, b, c]) else "flat")
    assert fault([a, b, c]) == fault([c, b, a])


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_a_bow_is_none(width: int, height: int) -> None:
    box = [(0, 0), (width, 0), (width, height), (0, height)]
    assert fault(box) is None
    assert fault([box[0], box[2], box[1], (0, height + 1)]) == "crossing"
    assert fault([box[0], box[2], box[1], box[3]]) == "crossing"
    # A side that runs back over its neighbour, and one that touches a corner that is not its own.
    assert fault([(0, 0), (2 * width, 0), (width, 0), (width, height)]) == "crossing"
    assert fault([(0, 0), (2 * width, 0), (2 * width, height), (width, 0), (0, height)]) == "crossing"
    assert fault([(0, 0), (1, 1)]) == "corners"
    assert fault([(0, 0), (SCALE + 1, 0), (0, 5)]) == "outside"
