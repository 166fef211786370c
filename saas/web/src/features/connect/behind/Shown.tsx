import type { Tried } from "../../../api/sources";
import { useFormat } from "../../../lib/format";

interface Props {
  tried: Tried | undefined;
  /** What the value is in, where the source does not say it. */
  unit?: string | undefined;
  /** It is not in the source's unit any more. */
  isScaled?: boolean;
}

/** A value as it is now, with its unit and time. */
export function Shown({ tried, unit = "", isScaled = false }: Props) {
  const format = useFormat();
  if (!tried) return <span className="sources-value note">…</span>;
  const value = Number(tried.value);
  const isNumber = tried.value !== null && tried.value !== "" && Number.isFinite(value);
  const number = isNumber ? format.plain(value) : (tried.value ?? "\u2013");
  return (
    <span className="sources-value" data-testid="live-value" data-value={String(tried.value)}>
      <b>{number}</b> <span className="unit">{isScaled ? unit : (tried.unit?.symbol ?? unit)}</span>
      {tried.source_ms !== null && <time className="note">{format.clock(tried.source_ms)}</time>}
    </span>
  );
}
