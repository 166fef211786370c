import { useTranslation } from "react-i18next";
import type { Restated } from "../../api/factors";
import type { Format } from "../../lib/format";
import { Empty } from "../../ui/Empty";
import { Delta } from "../locks/OpenTable";
import { showMass } from "../locks/words";
import { Scroll } from "../meter-health/Scroll";
import { valueText } from "./words";

/** What pricing hours anew changes, by source and factor, the largest change first. */
export function ImpactTable({ found, format }: { found: Restated; format: Format }) {
  const { t } = useTranslation();
  const unpriced = found.unpriced.length > 0 && (
    <p className="note" data-testid="impact-unpriced">
      {t("factors.unpriced", {
        sources: found.unpriced.map(row => `${row.source} (${format.number(row.hours)})`).join(", "),
      })}
    </p>
  );
  if (found.lines.length === 0)
    return (
      <>
        <Empty title={t("factors.no_change")} hint={t("factors.no_change_hint")} />
        {unpriced}
      </>
    );
  const change = found.after_co2e_mg - found.before_co2e_mg;
  return (
    <>
      <p className="factor-total" data-testid="impact-total">
        {t("factors.impact", {
          before: showMass(found.before_co2e_mg, format),
          after: showMass(found.after_co2e_mg, format),
          set: found.gwp,
        })}{" "}
        <Delta value={change} shown={showMass(change, format)} />{" "}
        <span className="note">
          {t("factors.impact_co2", { mass: showMass(found.after_mg - found.before_mg, format) })}
        </span>
        {found.held_co2e_mg !== 0 && (
          <span className="note">
            {" "}
            {t("factors.impact_held", { mass: showMass(found.held_co2e_mg, format) })}
          </span>
        )}
      </p>
      {unpriced}
      <Scroll label={t("factors.impact_table")} isShort>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("explain.source")}</th>
              <th scope="col">{t("factors.from_factor")}</th>
              <th scope="col">{t("factors.to_factor")}</th>
              <th scope="col" className="right">
                {t("factors.hours")}
              </th>
              <th scope="col" className="right">
                {t("locks.delta_carbon")}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.lines.map(line => (
              <tr key={`${line.source} ${line.before.id} ${line.after.id}`} data-testid="impact-line">
                <td>
                  <code>{line.source}</code>
                </td>
                {[line.before, line.after].map((version, n) => (
                  <td key={n === 0 ? "before" : "after"}>
                    {valueText(version, format)}
                    <span className="term-sub">
                      {version.version} · {version.set}
                    </span>
                  </td>
                ))}
                <td className="right nowrap">
                  {format.number(line.hours)}
                  {line.held_hours > 0 && (
                    <span className="term-sub">
                      {t("factors.held", { hours: format.number(line.held_hours) })}
                    </span>
                  )}
                </td>
                <td className="right nowrap">
                  <Delta
                    value={line.after_co2e_mg - line.before_co2e_mg}
                    shown={showMass(line.after_co2e_mg - line.before_co2e_mg, format)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
