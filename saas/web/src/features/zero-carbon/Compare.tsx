import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getZeroComparison, type ZeroBeside } from "../../api/national";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { signed, tonnes } from "./words";

const CAUSES = ["gases", "boundary", "green", "factor"] as const;
const keyOf = (one: ZeroBeside) => `${one.ruleset} ${one.basis}`;

/** The method beside the other rulesets of the year: from each total, by cause, to this one. */
export function Compare({ year, format }: { year: number; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [chosen, setChosen] = useState("");
  const { data, error, refetch } = useQuery({
    queryKey: ["zero-comparison", park.code, year],
    queryFn: () => getZeroComparison(park.code, year),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="card skeleton inventory-skeleton" aria-busy="true" />;
  const opened = data.beside.find(one => keyOf(one) === chosen) ?? data.beside[0];
  return (
    <div className="stack zero-tab">
      <Card title={t("zero_carbon.beside")} summary={t("zero_carbon.beside_hint", { year })}>
        <Scroll label={t("zero_carbon.beside")}>
          <table className="table" data-testid="zero-beside" data-total={data.total_mg}>
            <thead>
              <tr>
                <th scope="col">{t("zero_carbon.ruleset")}</th>
                <th scope="col" className="right">
                  {t("zero_carbon.its_total")} <span className="unit">t</span>
                </th>
                {CAUSES.map(cause => (
                  <th key={cause} scope="col" className="right">
                    {t(`zero_carbon.cause.${cause}`)}
                  </th>
                ))}
                <th scope="col" className="right">
                  {t("zero_carbon.this_total")} <span className="unit">{gasText("t CO2")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.beside.map(one => (
                <tr
                  key={keyOf(one)}
                  data-ruleset={one.ruleset}
                  data-basis={one.basis}
                  data-value={one.total_mg}
                >
                  <th scope="row">
                    <Link
                      to={`/p/${park.code}/inventory?ruleset=${one.ruleset}&basis=${one.basis}&period=${year}`}
                    >
                      {format.name(one)}
                    </Link>
                    <span className="term-sub">
                      {t(`zero_carbon.basis.${one.basis}` as never)} · {gasText(one.gas)}
                    </span>
                  </th>
                  <td className="right">{tonnes(one.total_mg, format)}</td>
                  {CAUSES.map(cause => (
                    <td key={cause} className="right" data-cause={cause} data-value={one.causes[cause] ?? 0}>
                      {signed(one.causes[cause] ?? 0, format)}
                    </td>
                  ))}
                  <td className="right strong">{tonnes(data.total_mg, format)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <p className="note zero-below">{t("zero_carbon.causes_note")}</p>
      </Card>
      {opened && (
        <Card
          title={t("zero_carbon.by_source")}
          summary={t("zero_carbon.by_source_hint")}
          actions={
            <label>
              <span className="sr-only">{t("zero_carbon.ruleset")}</span>
              <select value={keyOf(opened)} onChange={event => setChosen(event.target.value)}>
                {data.beside.map(one => (
                  <option key={keyOf(one)} value={keyOf(one)}>
                    {format.name(one)} · {t(`zero_carbon.basis.${one.basis}` as never)}
                  </option>
                ))}
              </select>
            </label>
          }
        >
          <Sources one={opened} format={format} />
        </Card>
      )}
    </div>
  );
}

function Sources({ one, format }: { one: ZeroBeside; format: Format }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("zero_carbon.by_source")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("explain.source")}</th>
            <th scope="col" className="right">
              {format.name(one)} <span className="unit">t</span>
            </th>
            {CAUSES.map(cause => (
              <th key={cause} scope="col" className="right">
                {t(`zero_carbon.cause.${cause}`)}
              </th>
            ))}
            <th scope="col" className="right">
              {t("zero_carbon.title")} <span className="unit">t</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {one.sources.map(source => (
            <tr key={source.source} data-source={source.source}>
              <th scope="row">
                {format.name(source)}
                <span className="term-sub">{source.source}</span>
              </th>
              <td className="right">{tonnes(source.before_mg, format)}</td>
              {CAUSES.map(cause => (
                <td key={cause} className="right">
                  {signed(source.causes[cause] ?? 0, format)}
                </td>
              ))}
              <td className="right strong">{tonnes(source.after_mg, format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
