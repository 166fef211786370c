import { useState } from "react";
import { useTranslation } from "react-i18next";
import { evidenceUrl } from "../../api/meters";
import type { ZeroIndicator, ZeroYear } from "../../api/national";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";
import { EntryForm } from "./EntryForm";
import { amount, CHIPS, shown } from "./words";

interface Props {
  found: ZeroYear;
  canEdit: boolean;
  format: Format;
}

/** The guiding indicators: metered or entered with evidence; what misses can be excused with reasons. */
export function Guiding({ found, canEdit, format }: Props) {
  const { t } = useTranslation();
  const [isEntering, setEntering] = useState(false);
  const known = found.guiding.filter(one => one.value !== null && !one.code.startsWith("product:"));
  const met = known.filter(one => one.verdict === "met").length;
  return (
    <Card
      title={t("zero_carbon.guiding")}
      summary={t("zero_carbon.guiding_hint", { met, known: known.length })}
      actions={
        canEdit && (
          <button
            type="button"
            className="button"
            aria-expanded={isEntering}
            onClick={() => setEntering(!isEntering)}
            data-testid="zero-enter"
          >
            {t("zero_carbon.enter")}
          </button>
        )
      }
    >
      {isEntering && <EntryForm year={found.year} onDone={() => setEntering(false)} />}
      <Scroll label={t("zero_carbon.guiding")}>
        <table className="table zero-guiding">
          <thead>
            <tr>
              <th scope="col">{t("zero_carbon.indicator")}</th>
              <th scope="col" className="right">
                {t("zero_carbon.value")}
              </th>
              <th scope="col" className="right">
                {t("zero_carbon.limit")}
              </th>
              <th scope="col">{t("zero_carbon.verdict_head")}</th>
              <th scope="col">{t("zero_carbon.made_of")}</th>
              <th scope="col">{t("zero_carbon.where_from")}</th>
            </tr>
          </thead>
          <tbody>
            {found.guiding.map(one => (
              <Row key={one.code} one={one} format={format} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

function Row({ one, format }: { one: ZeroIndicator; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const isProduct = one.code.startsWith("product:");
  const quantity = (text: string) =>
    one.unit === "products" ? format.plain(Number(text)) : amount(Number(text), format);
  return (
    <tr data-indicator={one.code} data-verdict={one.verdict}>
      <th scope="row">
        {isProduct
          ? t("zero_carbon.product", { name: one.code.slice("product:".length) })
          : t(`zero_carbon.guide.${one.code}` as never)}
      </th>
      <td className="right nowrap">{shown(one, one.value, format)}</td>
      <td className="right nowrap">
        {isProduct ? "\u2264 " : "\u2265 "}
        {isProduct ? shown(one, one.limit, format) : format.percent(one.limit ?? 0, 0)}
      </td>
      <td>
        <span className={CHIPS[one.verdict]}>{t(`zero_carbon.verdict.${one.verdict}`)}</span>
      </td>
      <td>
        {one.part !== null &&
        one.whole !== null &&
        one.part !== undefined &&
        one.whole !== undefined &&
        !isProduct
          ? t("zero_carbon.part_of", {
              part: quantity(one.part),
              whole: quantity(one.whole),
              unit: one.unit === "products" ? t("zero_carbon.products") : one.unit,
            })
          : null}
      </td>
      <td>
        {t(`zero_carbon.origins.${one.origin}`)}
        {one.evidence !== null && one.evidence !== undefined && (
          <span className="term-sub">
            <a href={evidenceUrl(park.code, one.evidence)}>{one.evidence_name}</a> · {one.author} · {one.note}
          </span>
        )}
        {one.code === "clean_energy" && one.value === null && (
          <span className="term-sub">{t("zero_carbon.clean_open")}</span>
        )}
      </td>
    </tr>
  );
}
