import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Effects, LmdiResults } from "../../api/analyses";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ChartCard } from "../../ui/ChartCard";
import { Segmented } from "../../ui/Segmented";
import { Scroll } from "../meter-health/Scroll";
import { signed, waterfallOf } from "./bars";
import { Waterfall } from "./Waterfall";
import { digitsFor, nameOf, partOf } from "./words";

interface Props {
  found: LmdiResults;
  unit: string;
  /** ms */
  computed: number | null;
  format: Format;
}

/** Why it changed: a waterfall whose parts add up to the change, and the same by part. */
export function LmdiView({ found, unit, computed, format }: Props) {
  const { t } = useTranslation();
  const [form, setForm] = useState<"additive" | "multiplicative">("additive");
  const [chosen, setChosen] = useState("total");
  const [isTable, toggleTable] = useTable("lmdi");
  const step = chosen === "total" ? found.total : (found.steps[Number(chosen)] ?? found.total);
  const digits = digitsFor(Math.max(step.before, step.after));
  const change = step.after - step.before;
  const isProduct = form === "multiplicative" && step.indices !== null;
  const indices = step.indices ?? {};
  const bars = isProduct
    ? waterfallOf(
        1,
        step.after / step.before,
        productSteps(found.factors, indices).map(([key, value]) => [key, nameOf(t, key), value] as const),
        [step.from, step.to],
        { total: value => format.number(value, 4), effect: value => format.number(value, 4) },
      ).map(bar => (bar.isTotal ? bar : { ...bar, shown: `× ${format.number(indices[bar.key] ?? 1, 4)}` }))
    : waterfallOf(
        step.before,
        step.after,
        found.factors.map(key => [key, nameOf(t, key), step.effects[key] ?? 0] as const),
        [step.from, step.to],
        {
          total: value => `${format.number(value, digits)} ${unit}`,
          effect: value => signed(format, value, digits),
        },
      );
  return (
    <>
      <ChartCard
        title={t("drivers.why")}
        summary={summary(t, format, found, step, digits, unit)}
        isTable={isTable}
        onToggle={toggleTable}
        testId="lmdi-toggle"
        source="model"
        computed={computed}
        format={format}
      >
        <div className="drivers-choices">
          <Segmented
            label={t("drivers.form")}
            value={form}
            options={[
              { value: "additive", label: t("drivers.additive") },
              { value: "multiplicative", label: t("drivers.multiplicative") },
            ]}
            onChange={setForm}
          />
          {found.steps.length > 1 && (
            <label>
              <span className="sr-only">{t("drivers.step")}</span>
              <select
                value={chosen}
                onChange={event => setChosen(event.target.value)}
                data-testid="lmdi-step"
              >
                <option value="total">
                  {found.total.from} → {found.total.to} {t("drivers.all_steps")}
                </option>
                {found.steps.map((item, i) => (
                  <option key={`${item.from} ${item.to}`} value={i}>
                    {item.from} → {item.to}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        {form === "multiplicative" && step.indices === null && (
          <p className="note">{t("drivers.no_indices")}</p>
        )}
        {isTable ? (
          <EffectTable found={found} step={step} format={format} digits={digits} unit={unit} />
        ) : (
          <Waterfall bars={bars} label={t("drivers.why")} />
        )}
        <p className="drivers-check" data-testid="sum-check">
          {isProduct
            ? t("drivers.product_check", {
                product: format.number(
                  Object.values(indices).reduce((a, b) => a * b, 1),
                  6,
                ),
                ratio: format.number(step.after / step.before, 6),
              })
            : t("drivers.sum_check", {
                sum: signed(
                  format,
                  Object.values(step.effects).reduce((a, b) => a + b, 0),
                  digits,
                ),
                change: signed(format, change, digits),
                unit,
              })}
        </p>
      </ChartCard>
      {found.dimensions.map(name => (
        <Parts key={name} {...{ found, name, unit, format, digits }} isProduct={form === "multiplicative"} />
      ))}
    </>
  );
}

type Step = LmdiResults["total"];

/** Multiplying indices drawn as a sum: each carries the product on by its own part. */
function productSteps(factors: readonly string[], indices: Record<string, number>): [string, number][] {
  let at = 1;
  return factors.map(key => {
    const next = at * (indices[key] ?? 1);
    const part = next - at;
    at = next;
    return [key, part];
  });
}

function summary(
  t: TFunction,
  format: Format,
  found: LmdiResults,
  step: Step,
  digits: number,
  unit: string,
): string {
  const largest = [...found.factors].sort(
    (a, b) => Math.abs(step.effects[b] ?? 0) - Math.abs(step.effects[a] ?? 0),
  )[0];
  const change = step.after - step.before;
  return t(change > 0 ? "drivers.rose" : "drivers.fell", {
    from: step.from,
    to: step.to,
    amount: format.number(Math.abs(change), digits),
    unit,
    factor: largest ? nameOf(t, largest) : "",
    effect: signed(format, (largest && step.effects[largest]) || 0, digits),
  });
}

/** The effects of one step, and what they add up to. */
export function EffectTable({
  found,
  step,
  format,
  digits,
  unit,
}: Omit<Props, "computed"> & { step: Step; digits: number }) {
  const { t } = useTranslation();
  return (
    <table className="table" data-testid="effect-table">
      <thead>
        <tr>
          <th scope="col">{t("drivers.factor")}</th>
          <th scope="col" className="right">
            {t("drivers.effect")} <span className="unit">{unit}</span>
          </th>
          <th scope="col" className="right">
            {t("drivers.index")}
          </th>
        </tr>
      </thead>
      <tbody>
        {found.factors.map(key => (
          <tr key={key}>
            <th scope="row">{nameOf(t, key)}</th>
            <td className="right">{signed(format, step.effects[key] ?? 0, digits)}</td>
            <td className="right">{step.indices ? format.number(step.indices[key] ?? 1, 4) : "–"}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("drivers.change")}</th>
          <td className="right strong">{signed(format, step.after - step.before, digits)}</td>
          <td className="right strong">{step.indices ? format.number(step.after / step.before, 4) : "–"}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Effects of the whole span by one dimension: who or what they come from, as amounts or as parts of the indices. */
function Parts({
  found,
  name,
  unit,
  format,
  digits,
  isProduct,
}: Omit<Props, "computed"> & { name: string; digits: number; isProduct: boolean }) {
  const { t } = useTranslation();
  const attributed = isProduct ? found.attribution?.groups[name] : undefined;
  const groups = Object.entries(attributed ?? found.groups[name] ?? {});
  const total = (effects: Effects) => Object.values(effects).reduce((a, b) => a + b, 0);
  const title = t("drivers.by", { dimension: nameOf(t, name) });
  const { from, to } = found.total;
  const shown = (value: number) =>
    attributed ? signed(format, value * 100, 2) : signed(format, value, digits);
  return (
    <Card
      title={title}
      summary={attributed ? t("drivers.by_index", { from, to }) : t("drivers.by_sub", { from, to, unit })}
    >
      <Scroll label={title}>
        <table className="table" data-testid={`parts-${name}`}>
          <thead>
            <tr>
              <th scope="col">{nameOf(t, name)}</th>
              {found.factors.map(key => (
                <th key={key} scope="col" className="right">
                  {nameOf(t, key)}
                </th>
              ))}
              {!attributed && (
                <th scope="col" className="right">
                  {t("drivers.change")}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {groups.map(([label, effects]) => (
              <tr key={label}>
                <th scope="row">{partOf(t, name, label)}</th>
                {found.factors.map(key => (
                  <td key={key} className="right nowrap">
                    {shown(effects[key] ?? 0)}
                  </td>
                ))}
                {!attributed && <td className="right strong nowrap">{shown(total(effects))}</td>}
              </tr>
            ))}
            {attributed && (
              <tr>
                <th scope="row">{t("drivers.index_change")}</th>
                {found.factors.map(key => (
                  <td key={key} className="right strong nowrap">
                    {shown((found.total.indices?.[key] ?? 1) - 1)}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}
