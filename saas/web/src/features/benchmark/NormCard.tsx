import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BenchmarkNorm, endNorm, getNormVersions, type NormTold } from "../../api/benchmark";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Bars } from "./Bars";
import { LineTable } from "./LineTable";
import { itemText, unitText } from "./words";

interface Props {
  found: BenchmarkNorm;
  year: number;
  format: Format;
  isOwn: boolean;
  onEdit: (() => void) | undefined;
  /** ms */
  computed: number;
}

/** One norm with those it is for: as bars against its limit, or as a table. */
export function NormCard({ found, year, format, isOwn, onEdit, computed }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [isTable, toggleTable] = useTable(`norm-${found.norm.code}`);
  const { norm, lines, lacking } = found;
  const unit = unitText(t, norm);
  const values = {
    limit: format.plain(norm.limit),
    advanced: format.plain(norm.advanced ?? 0),
    unit,
    item: itemText(t, norm.item),
    kind: t(`budgets.kind.${norm.kind}`),
  };
  const end = async () => {
    await endNorm(park.code, norm.code);
    await client.invalidateQueries({ queryKey: ["benchmark", park.code] });
  };
  return (
    <ChartCard
      title={format.name(norm)}
      summary={t(norm.advanced == null ? "benchmark.norm_sub" : "benchmark.norm_sub_advanced", values)}
      actions={
        onEdit && (
          <>
            <button type="button" className="quiet" onClick={onEdit} data-testid="norm-edit">
              {t("benchmark.edit")}
              <span className="sr-only"> {format.name(norm)}</span>
            </button>
            <ConfirmButton
              label={t("benchmark.end")}
              about={format.name(norm)}
              title={t("benchmark.end_title", { name: format.name(norm) })}
              onDo={end}
              isQuiet
              testId="norm-end"
            >
              {t("benchmark.end_text")}
            </ConfirmButton>
          </>
        )
      }
      isEmpty={lines.length === 0}
      isTable={isTable}
      onToggle={toggleTable}
      source="sums"
      computed={computed}
      format={format}
    >
      <div data-testid="norm" data-norm={norm.code}>
        {lines.length === 0 && <p className="note">{t("benchmark.nobody")}</p>}
        {lines.length > 0 &&
          (isTable ? (
            <LineTable found={found} year={year} format={format} />
          ) : (
            <Bars found={found} year={year} format={format} isOwn={isOwn} />
          ))}
        {lacking.length > 0 && (
          <ul className="benchmark-lacking">
            {lacking.map(one => (
              <li key={one.enterprise}>
                {t(`benchmark.lacking.${one.reason}`, {
                  name: format.name(one),
                  year,
                  unit,
                  sources: one.sources.join(t("benchmark.comma")),
                })}
              </li>
            ))}
          </ul>
        )}
        <p className="note benchmark-source">
          {t("benchmark.source", { citation: norm.citation, from: norm.valid_from })}
          {norm.valid_to && t("benchmark.until", { day: norm.valid_to })}
          {norm.note && ` ${norm.note}`}
        </p>
        <Versions norm={norm} format={format} />
      </div>
    </ChartCard>
  );
}

function Versions({ norm, format }: { norm: NormTold; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["benchmark", park.code, "versions", norm.code],
    queryFn: () => getNormVersions(park.code, norm.code),
    enabled: isOpen,
  });
  return (
    <details className="budget-how" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t("benchmark.versions")}</summary>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      <ul className="budget-versions">
        {data?.norms.map(version => (
          <li key={version.saved_at}>
            {t(version.advanced == null ? "benchmark.version" : "benchmark.version_advanced", {
              limit: format.plain(version.limit),
              advanced: format.plain(version.advanced ?? 0),
              unit: unitText(t, version),
            })}{" "}
            <span className="term-sub">
              {format.dateTime(version.saved_at)} · {version.author}
              {version.note && ` · ${version.note}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
