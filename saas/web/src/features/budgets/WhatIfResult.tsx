import { useTranslation } from "react-i18next";
import type { WhatIf } from "../../api/benchmark";
import type { Format } from "../../lib/format";
import { Scroll } from "../meter-health/Scroll";
import { amount, chance } from "./words";

type Year = WhatIf["years"][number];

/** What a newcomer would do: sentences first, then the lines that they come from. */
export function WhatIfResult({ found, format }: { found: WhatIf; format: Format }) {
  const { t } = useTranslation();
  const { core } = found;
  const number = (value: number) => amount(format, value);
  const share = found.park ? format.percent(found.carbon / found.park, 1) : null;
  return (
    <div className="whatif-result" role="status" data-testid="whatif-result">
      <p>
        <strong>
          {t("whatif.said", {
            name: found.asked.name,
            carbon: number(found.carbon),
            energy: number(found.energy),
          })}
        </strong>{" "}
        {share !== null && t("whatif.said_share", { share, park: number(found.park ?? 0) })}
      </p>
      <ul>
        {found.years.map(year => (
          <li key={year.year} data-testid="whatif-year">
            {ofYear(year)}
          </li>
        ))}
        <li>
          {core.without != null && core.with_it != null
            ? t(core.limit == null ? "whatif.core" : "whatif.core_limit", {
                year: core.year,
                without: format.number(core.without, 3),
                with_it: format.number(core.with_it, 3),
                limit: format.number(core.limit ?? 0, 1),
              })
            : t("whatif.no_core", { year: core.year })}
        </li>
      </ul>
      {found.lines.length > 0 && (
        <Scroll label={t("whatif.lines")} isShort>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("whatif.carrier")}</th>
                <th scope="col" className="right">
                  {t("whatif.amount")}
                </th>
                <th scope="col" className="right">
                  {t("whatif.factor")}
                </th>
                <th scope="col" className="right">
                  t CO₂e
                </th>
                <th scope="col" className="right">
                  tce
                </th>
                <th scope="col">{t("whatif.from")}</th>
              </tr>
            </thead>
            <tbody>
              {found.lines.map(line => (
                <tr key={`${line.carrier} ${line.unit}`}>
                  <th scope="row">{t(`whatif.carriers.${line.carrier}`, { defaultValue: line.carrier })}</th>
                  <td className="right">
                    {line.unit ? `${number(line.amount)} ${written(line.unit)}` : "\u2013"}
                  </td>
                  <td className="right">
                    {line.factor == null
                      ? "\u2013"
                      : `${format.number(line.factor, 4)} ${written(line.factor_unit)}`}
                  </td>
                  <td className="right">{number(line.carbon)}</td>
                  <td className="right">{number(line.energy)}</td>
                  <td>{line.citation || t(found.asked.copy_of ? "whatif.of_ledger" : "whatif.entered")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p className="note">{t(found.asked.copy_of ? "whatif.note_copy" : "whatif.note")}</p>
    </div>
  );

  function ofYear(year: Year): string {
    const values = { year: year.year, added: number(year.added), share: format.percent(year.share, 0) };
    if (year.without == null || year.with_it == null) return t("whatif.year_added", values);
    const both = { ...values, without: number(year.without), with_it: number(year.with_it) };
    const said = t(`whatif.year_${year.basis}`, both);
    if (year.budget == null) return said;
    const over = year.with_it - year.budget;
    const then = t(over > 0 ? "whatif.over" : "whatif.within", {
      budget: number(year.budget),
      off: number(Math.abs(over)),
    });
    if (year.chance_without == null || year.chance_with == null) return `${said} ${then}`;
    const odds = t("whatif.chance", {
      without: chance(format, year.chance_without),
      with_it: chance(format, year.chance_with),
    });
    return `${said} ${then} ${odds}`;
  }
}

/** 10^4 m3 as it is written. */
const written = (unit: string) => unit.replace("10^4 m3", "10\u2074 m\u00b3");
