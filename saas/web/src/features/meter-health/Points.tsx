import { useTranslation } from "react-i18next";
import type { Health, PointState } from "../../api/types";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Segmented } from "../../ui/Segmented";
import { Scroll } from "./Scroll";
import { ageText, ownerText, ruleText, type Shared } from "./words";

const CHOICES = ["trouble", "all"] as const;
const isTrouble = (p: PointState) => p.late || Object.keys(p.findings).length > 0;

/** Every point with the age of its last reading and what is open about it. */
export function Points({ health, format, filters, change, owners }: Shared & { health: Health }) {
  const { t } = useTranslation();
  const choice = filters.points as (typeof CHOICES)[number];
  const rows = health.points
    .filter(p => choice === "all" || isTrouble(p))
    .filter(p => !filters.enterprise || p.enterprise === filters.enterprise)
    .filter(p => !filters.point || p.point === filters.point)
    .sort((a, b) => Number(b.late) - Number(a.late) || (a.last ?? 0) - (b.last ?? 0));
  return (
    <div id="points" className="health-anchor">
      <Card
        title={t("health.points")}
        summary={t("health.points_sub", { count: rows.length, total: health.points.length })}
        actions={
          <Segmented
            label={t("health.points")}
            value={choice}
            options={CHOICES.map(value => ({ value, label: t(`health.points_${value}`) }))}
            onChange={value => change({ points: value })}
          />
        }
      >
        {rows.length === 0 ? (
          <Empty title={t("health.points_well")} hint={t("health.points_well_hint")} />
        ) : (
          <Scroll label={t("health.points")} isShort>
            <table className="table health-table">
              <thead>
                <tr>
                  <th scope="col">{t("health.point")}</th>
                  <th scope="col">{t("health.last_heard")}</th>
                  <th scope="col">{t("health.open_findings")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(p => (
                  <tr key={p.point} data-testid="point-state" data-point={p.point} data-late={p.late}>
                    <th scope="row">
                      {format.name(p)}
                      <span className="term-sub">
                        {ownerText(t, format, p.enterprise, owners)} · <code>{p.point}</code>
                      </span>
                    </th>
                    <td className="nowrap">
                      {p.last === null ? t("health.never_heard") : ageText(t, health.time - p.last)}
                      {p.late && <span className="chip chip-bad">{t("health.late")}</span>}
                    </td>
                    <td>
                      {Object.entries(p.findings).map(([rule, count]) => (
                        <button
                          key={rule}
                          type="button"
                          className="chip health-chip"
                          onClick={() => change({ point: p.point, rule, state: "open" })}
                        >
                          {ruleText(t, rule)}
                          {count > 1 && ` ${format.number(count)}`}
                        </button>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Card>
    </div>
  );
}
