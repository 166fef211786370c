import { useTranslation } from "react-i18next";
import type { ExplainQuery } from "../../api/calls";
import type { Format } from "../../lib/format";
import { Figure } from "../../ui/Figure";

interface Props {
  value: number;
  before: number | null;
  /** The earlier figure as it is shown. */
  shown: string;
  /** How the earlier figure is explained. */
  query: ExplainQuery;
  format: Format;
}

/** Up or down against yesterday: by arrow, sign, word and colour. */
export function Change({ value, before, shown, query, format }: Props) {
  const { t } = useTranslation();
  if (before === null || before === 0) return <p className="note">{t("live.no_yesterday")}</p>;
  const share = value / before - 1;
  const isSame = Math.abs(share) < 0.0005;
  const direction = isSame ? "same" : share > 0 ? "up" : "down";
  const mark = { same: "=", up: "\u25b2", down: "\u25bc" }[direction];
  return (
    <p className="note" title={t("live.vs_yesterday_hint")}>
      <span className={`change change-${direction}`}>
        <span aria-hidden="true">{mark} </span>
        <span className="sr-only">{t(`live.${direction}`)} </span>
        {share > 0 && !isSame ? "+" : ""}
        {format.percent(share)}
      </span>{" "}
      {t("live.vs_yesterday")}{" "}
      <Figure query={query} value={before} name={t("live.vs_yesterday_hint")} shown={shown} />
    </p>
  );
}
