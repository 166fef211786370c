const WIDTH = 96;
const HEIGHT = 20;

/** A line without axes; the figures beside it say the rest. */
export function Spark({ values }: { values: number[] }) {
  if (values.length < 2 || values.every(value => value === 0)) return null;
  const least = Math.min(0, ...values);
  const span = Math.max(...values) - least || 1;
  const points = values.map(
    (value, n) =>
      `${((n / (values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 1 - ((value - least) / span) * (HEIGHT - 2)).toFixed(1)}`,
  );
  return (
    <svg className="place-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points.join(" ")} />
    </svg>
  );
}
