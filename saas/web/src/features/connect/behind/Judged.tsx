import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../../api/meters";
import type { Plausible, Reason, Tried } from "../../../api/sources";
import { useFormat } from "../../../lib/format";

const REASONS = [
  "uncertain",
  "bad",
  "no_number",
  "text",
  "no_source_time",
  "ahead",
  "stale",
  "float32",
  "silent",
  "no_namespace",
] as const;

interface Props {
  point: MeterPoint;
  tried: Tried | undefined;
  judged: Plausible | undefined;
  /** Take the factor that brings the value into the point's unit. */
  onFactor?: ((factor: string) => void) | undefined;
}

/** Whether a value can be what the point measures, in words; a wrong unit is corrected with a click. */
export function Judged({ point, tried, judged, onFactor }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!tried) return <span className="note">{t("sources.not_read")}</span>;
  if (!judged || !tried.ok) return <Against reasons={tried.reasons} status={tried.status} />;
  const number = Number(tried.value);
  const facts = {
    value: Number.isFinite(number) ? format.plain(number) : String(tried.value ?? "\u2013"),
    unit: point.unit,
    guess: judged.guess?.unit ?? tried.unit?.symbol ?? "",
    limit: judged.limit === null ? "" : format.plain(judged.limit),
  };
  const isSaid = judged.code === "unit_guess" && judged.found === null;
  const key = isSaid ? "unit_said" : judged.code;
  const guess = judged.guess;
  return (
    <span className="sources-judged" data-testid="judged" data-code={judged.code}>
      <span className={`chip ${judged.ok ? "chip-good" : "chip-bad"}`}>
        {t(judged.ok ? "sources.plausible_yes" : "sources.plausible_no")}
      </span>{" "}
      {t(`sources.plausible.${key}`, facts)}
      {guess && onFactor && (
        <button
          type="button"
          className="button sources-factor"
          onClick={() => onFactor(guess.factor)}
          data-testid="take-factor"
        >
          {t("sources.take_factor", { guess: guess.unit, unit: point.unit, factor: guess.factor })}
        </button>
      )}
    </span>
  );
}

interface AgainstProps {
  reasons: Pick<Reason, "code" | "text">[];
  status: string;
  /** It was read as good all the same. */
  ok?: boolean;
}

/** Why a source's value cannot be used, or what is odd about it, whatever it should become. */
export function Against({ reasons, status, ok = false }: AgainstProps) {
  const { t } = useTranslation();
  const words = reasons.map(reason => {
    const known = REASONS.find(code => code === reason.code);
    return known ? t(`sources.reason.${known}`) : reason.text;
  });
  return (
    <span className="sources-judged" data-testid="judged" data-code="unread">
      <span className={`chip ${ok ? "chip-good" : "chip-bad"}`}>{status}</span> {words.join(" ")}
    </span>
  );
}
