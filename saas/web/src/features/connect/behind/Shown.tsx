import type { Tried } from "../../../api/sources";
import { useFormat } from "../../../lib/format";

interface Props {
  tried: Tried | undefined;
  /** What the value is in, where the source does not say it. */
  unit?: string | undefined;
}

/** A value as it is now, with its unit and time. */
export function Shown({ tried, unit = "" }: Props) {
  const format = useFormat();
  if (!tried) return <span className="sources-value note">…</span>;
  const number = typeof tried.value === "number" ? format.plain(tried.value) : (tried.value ?? "\u2013");
  return (
    <span className="sources-value" data-testid="live-value" data-value={String(tried.value)}>
      <b>{number}</b> <span className="unit">{tried.unit?.symbol ?? unit}</span>
      {tried.source_ms !== null && <time className="note">{format.clock(tried.source_ms)}</time>}
    </span>
  );
}
