import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  type BudgetDetail,
  type BudgetKind,
  type BudgetMonth,
  endBudget,
  getBudget,
} from "../../api/budgets";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Frame } from "../planning/Frame";
import { band, line } from "../planning/plot";
import { MonthTable } from "./MonthTable";
import { amount, CHIPS, standing } from "./words";

interface Props {
  which: { kind: BudgetKind; year: number; enterprise: string | null };
  format: Format;
  onSet: (() => void) | undefined;
}

/** One budget through its year: what was planned, what came, and where it leads. */
export function Burndown({ which, format, onSet }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("burndown");
  const found = useQuery({
    queryKey: ["budgets", park.code, which.year, which.kind, which.enterprise],
    queryFn: () => getBudget(park.code, which),
  });
  if (found.error) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div className="card skeleton plan-skeleton" aria-busy="true" />;
  const detail = found.data;
  const told = standing(t, format, detail);
  const { status } = detail.line;
  const title = which.enterprise === null ? t("budgets.whole_park") : format.name(detail.line);
  return (
    <ChartCard
      title={t("budgets.burndown", { name: title, year: which.year })}
      summary={t("budgets.burndown_sub", { unit: gasText(detail.line.unit) })}
      isTable={isTable}
      onToggle={toggleTable}
      testId="burndown-toggle"
      source="sums"
      computed={found.dataUpdatedAt}
      format={format}
    >
      <ul className="sentences" data-testid="burndown-words">
        {told.map((sentence, i) => (
          <li key={sentence}>
            {i === 0 && status && (
              <>
                <span className={CHIPS[status]}>{t(`budgets.status.${status}`)}</span>{" "}
              </>
            )}
            {sentence}
          </li>
        ))}
      </ul>
      {isTable ? (
        <MonthTable detail={detail} format={format} />
      ) : (
        <Plot detail={detail} label={`${title}. ${told.join(" ")}`} format={format} />
      )}
      <Legend detail={detail} />
      {detail.line.budget === null && onSet && (
        <p className="note">
          {t("budgets.no_budget_hint")}{" "}
          <button type="button" className="quiet zero-inline" onClick={onSet}>
            {t("budgets.set")}
          </button>
        </p>
      )}
      <How detail={detail} format={format} />
      <History detail={detail} which={which} format={format} canEnd={onSet !== undefined} />
    </ChartCard>
  );
}

type Pair = readonly [number, number];

function Plot({ detail, label, format }: { detail: BudgetDetail; label: string; format: Format }) {
  const { months, line: whole } = detail;
  const highest = Math.max(
    0.001,
    whole.budget ?? 0,
    ...months.flatMap(month => [
      month.used_sum ?? 0,
      Math.min(month.upper_sum ?? 0, 1.6 * (month.forecast_sum ?? 0)),
    ]),
  );
  const now = months.reduce((at, month) => at + month.passed / month.days, 0);
  const marks = months.map((month, i) => ({ at: i + 0.5, text: format.month(`${month.month}-01`) }));
  return (
    <Frame label={label} height={300} x={[0, 12]} y={[0, highest]} marks={marks} format={format}>
      {scale => {
        const from = (value: (month: BudgetMonth) => number | null | undefined): Pair[] =>
          months.flatMap((month, i) => {
            const at = value(month);
            return at == null ? [] : [[scale.x(i + 1), scale.y(Math.min(at, highest))] as const];
          });
        const start: Pair = [scale.x(0), scale.y(0)];
        const used: Pair[] = [start];
        let sum = 0;
        months.forEach((month, i) => {
          if (month.passed === 0) return;
          sum = month.used_sum ?? sum;
          used.push([scale.x(i + month.passed / month.days), scale.y(sum)]);
        });
        const here = used.at(-1) ?? start;
        // What is ahead goes on from where one is.
        const ahead = (value: (month: BudgetMonth) => number | null | undefined): Pair[] => [
          here,
          ...from(value).filter(([x]) => x > here[0]),
        ];
        const upper = ahead(month => month.upper_sum);
        return (
          <>
            {upper.length > 1 && (
              <path
                className="budget-band"
                d={band(
                  upper,
                  ahead(month => month.lower_sum),
                )}
              />
            )}
            {whole.budget !== null && (
              <>
                <path className="budget-line-plan" d={line([start, ...from(month => month.budget_sum)])} />
                <line
                  className="budget-line-limit"
                  x1={scale.x(0)}
                  x2={scale.x(12)}
                  y1={scale.y(whole.budget)}
                  y2={scale.y(whole.budget)}
                />
              </>
            )}
            {upper.length > 1 && (
              <path className="budget-line-ahead" d={line(ahead(month => month.forecast_sum))} />
            )}
            <path className="budget-line-used" d={line(used)} />
            {now > 0 && now < 12 && <circle className="budget-here" cx={here[0]} cy={here[1]} r={4.5} />}
          </>
        );
      }}
    </Frame>
  );
}

function Legend({ detail }: { detail: BudgetDetail }) {
  const { t } = useTranslation();
  return (
    <ul className="legend">
      <li>
        <i className="budget-key budget-key-used" /> {t("budgets.used")}
      </li>
      {detail.line.forecast && (
        <li>
          <i className="budget-key budget-key-ahead" /> {t("budgets.ahead")}
        </li>
      )}
      {detail.line.budget !== null && (
        <li>
          <i className="budget-key budget-key-plan" /> {t("budgets.plan_line")}
        </li>
      )}
      {detail.line.budget !== null && (
        <li>
          <i className="budget-key budget-key-limit" /> {t("budgets.limit_line")}
        </li>
      )}
    </ul>
  );
}

/** What the figures mean, and how the forecast is made. */
function How({ detail, format }: { detail: BudgetDetail; format: Format }) {
  const { t } = useTranslation();
  const { line: whole } = detail;
  return (
    <details className="budget-how">
      <summary>{t("budgets.how")}</summary>
      <ul className="sentences">
        <li>{t(`budgets.means.${whole.kind}`)}</li>
        {whole.forecast && (
          <li>
            {t(`budgets.method.${whole.forecast.method}`, { months: whole.forecast.months })}{" "}
            {t("budgets.method_interval", { level: format.percent(whole.forecast.level, 0) })}
          </li>
        )}
        <li>{t("budgets.citation")}</li>
        {whole.lacking.length > 0 && <li>{t("budgets.lacking", { names: whole.lacking.join(", ") })}</li>}
      </ul>
    </details>
  );
}

function History({
  detail,
  which,
  format,
  canEnd,
}: {
  detail: BudgetDetail;
  which: Props["which"];
  format: Format;
  canEnd: boolean;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const end = async () => {
    await endBudget(park.code, which);
    await client.invalidateQueries({ queryKey: ["budgets", park.code] });
  };
  if (detail.history.length === 0) return null;
  const whole = which.enterprise === null ? t("budgets.whole_park") : format.name(detail.line);
  return (
    <details className="budget-how">
      <summary>{t("budgets.versions", { number: detail.history.length })}</summary>
      <ul className="budget-versions">
        {detail.history.map(version => (
          <li key={version.id}>
            {version.ended
              ? t("budgets.version_ended")
              : t(`budgets.basis_said.${version.basis}`, {
                  total: amount(format, version.total),
                  unit: gasText(detail.line.unit),
                  percent: format.number(version.percent ?? 0, 1),
                  plan: version.plan,
                })}{" "}
            <span className="term-sub">
              {format.dateTime(version.saved_at)} · {version.author}
              {version.note && ` · ${version.note}`}
            </span>
          </li>
        ))}
      </ul>
      {canEnd && detail.line.budget !== null && (
        <ConfirmButton
          label={t("budgets.end")}
          title={t("budgets.end_title", {
            name: whole,
            year: which.year,
            kind: t(`budgets.kind.${which.kind}`),
          })}
          onDo={end}
          testId="budget-end"
        >
          {t("budgets.end_text")}
        </ConfirmButton>
      )}
    </details>
  );
}
