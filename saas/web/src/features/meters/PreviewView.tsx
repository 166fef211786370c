import { useTranslation } from "react-i18next";
import type { ChangePreview } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { showQuantity } from "../explain/units";

interface Props {
  preview: ChangePreview;
  baseUnit: string;
  format: Format;
}

const KG = 1e6;

/** What a change does, computed by doing it: energy and carbon before and after, hour by hour if wanted. */
export function PreviewView({ preview, baseUnit, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const { energy, carbon, intervals } = preview;
  const isNothing = preview.changed_intervals === 0;
  return (
    <div className="preview" data-testid="preview" data-intervals={preview.changed_intervals}>
      <p className="note">
        {format.dateTime(preview.from).slice(0, -3)} – {format.dateTime(preview.to).slice(0, -3)} ·{" "}
        {t("wizard.changed_intervals", { count: preview.changed_intervals })}
      </p>
      {isNothing && <p className="preview-note">{t("wizard.nothing_changes")}</p>}
      {preview.locked_hours > 0 && (
        <p className="preview-note preview-warn">
          {t("wizard.locked_hours", { count: preview.locked_hours })}
        </p>
      )}
      <DiffTable
        caption={t("wizard.energy")}
        rows={energy.map(item => ({
          key: item.point,
          unit: item.unit,
          before: Number(item.before),
          after: Number(item.after),
          exact: `${item.before}|${item.after}`,
          note:
            Number(item.estimated_before) !== Number(item.estimated_after)
              ? t("wizard.estimated_change", {
                  before: format.number(Number(item.estimated_before), 1),
                  after: format.number(Number(item.estimated_after), 1),
                })
              : "",
        }))}
        digits={2}
        testId="energy"
        format={format}
      />
      <CarbonDiff carbon={carbon} format={format} />
      <FindingLists preview={preview} format={format} />
      {intervals.length > 0 && (
        <details>
          <summary>{t("wizard.by_quarter")}</summary>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("live.time")}</th>
                <th scope="col" className="right">
                  {t("wizard.before")}
                </th>
                <th scope="col" className="right">
                  {t("wizard.after")}
                </th>
                <th scope="col">{t("explain.quality")}</th>
              </tr>
            </thead>
            <tbody>
              {intervals.map(item => (
                <tr key={item.start}>
                  <td className="nowrap">{format.dateTime(item.start).slice(0, -3)}</td>
                  <td className="right">
                    {item.before_base === null ? "\u2013" : showQuantity(item.before_base, baseUnit, format)}
                  </td>
                  <td className="right">
                    {item.after_base === null ? "\u2013" : showQuantity(item.after_base, baseUnit, format)}
                  </td>
                  <td>
                    {item.status_before !== item.status_after &&
                      `${item.status_before ? label("status", item.status_before) : "\u2013"} → `}
                    {item.status_after ? label("status", item.status_after) : "\u2013"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

/** Emissions of the sources that a change moves, before and after. */
export function CarbonDiff({ carbon, format }: { carbon: ChangePreview["carbon"]; format: Format }) {
  const { t } = useTranslation();
  const carbonNotes = (item: ChangePreview["carbon"][number]) => [
    ...(item.is_apart ? [t("wizard.apart")] : []),
    ...(item.gas !== "CO2" && !item.is_apart
      ? [t(item.after_co2e_mg === null ? "wizard.no_gwp" : "wizard.of_gas", { gas: item.gas, set: item.gwp })]
      : []),
    ...(item.held_co2e_mg ? [t("wizard.held", { value: format.number(item.held_co2e_mg / KG, 2) })] : []),
    ...(item.unpriced_hours ? [t("wizard.unpriced", { count: item.unpriced_hours })] : []),
  ];
  return (
    <DiffTable
      caption={t("wizard.carbon")}
      rows={carbon.map(item => ({
        key: item.source,
        unit: item.gas === "CO2" ? "kg CO₂" : "kg CO₂e",
        before: (item.before_co2e_mg ?? 0) / KG,
        after: (item.after_co2e_mg ?? 0) / KG,
        exact: `${item.before_mg}|${item.after_mg}`,
        note: carbonNotes(item).join(" "),
      }))}
      digits={3}
      testId="carbon"
      format={format}
    />
  );
}

interface Diff {
  key: string;
  unit: string;
  before: number;
  after: number;
  exact: string;
  note: string;
}

interface DiffProps {
  caption: string;
  rows: Diff[];
  digits: number;
  testId: string;
  format: Format;
}

function DiffTable({ caption, rows, digits, testId, format }: DiffProps) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <table className="table diff">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t(testId === "energy" ? "meters.point" : "explain.source")}</th>
          <th scope="col" className="right">
            {t("wizard.before")}
          </th>
          <th scope="col" className="right">
            {t("wizard.after")}
          </th>
          <th scope="col" className="right">
            {t("wizard.difference")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const change = row.after - row.before;
          return (
            <tr key={row.key} data-testid={`preview-${testId}`} data-key={row.key} data-exact={row.exact}>
              <th scope="row">
                <code>{row.key}</code>
                {row.note && <span className="term-sub">{row.note}</span>}
              </th>
              <td className="right">{format.number(row.before, digits)}</td>
              <td className="right">{format.number(row.after, digits)}</td>
              <td className="right nowrap">
                <span className={change > 0 ? "change change-up" : change < 0 ? "change change-down" : ""}>
                  {change > 0 ? "\u25b2 +" : change < 0 ? "\u25bc " : ""}
                  {format.number(change, digits)}
                </span>{" "}
                <span className="unit">{row.unit}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FindingLists({ preview, format }: { preview: ChangePreview; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const lists = [
    ["findings_gone", preview.findings_gone],
    ["findings_new", preview.findings_new],
  ] as const;
  return lists.map(
    ([name, found]) =>
      found.length > 0 && (
        <div key={name}>
          <h3>{t(`wizard.${name}`)}</h3>
          <ul className="links">
            {found.map(item => (
              <li key={`${item.point}/${item.rule}/${item.time}`}>
                {label("rule", item.rule)}{" "}
                <span className="note">
                  <code>{item.point}</code> {format.dateTime(item.time)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ),
  );
}
