import { lazy, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ZeroYear } from "../../api/national";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ChartCard } from "../../ui/ChartCard";
import { Late } from "../../ui/Late";
import { RowsTable } from "../../ui/RowsTable";
import { Guiding } from "./Guiding";
import { CHIPS, GROUPS, type Opened, shown, tonnes } from "./words";

const LinesDrawer = lazy(() => import("./LinesDrawer"));
const WH_PER_MWH = 1e6;

interface Props {
  found: ZeroYear;
  /** ms */
  computed: number;
  open: string[];
  canEdit: boolean;
  format: Format;
  onRules: () => void;
}

/** A year: the core indicator against its limit, what it is made of, the guiding indicators, what is wrong. */
export function YearView({ found, computed, open, canEdit, format, onRules }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = (what: Opened, element: HTMLElement) => {
    opener.current = element;
    setOpened(what);
    setOpen(true);
  };
  return (
    <div className="stack zero-tab" data-testid="zero-found" data-total={found.total_mg}>
      {found.provisional && (
        <div className="zero-banner" role="note" data-testid="zero-provisional">
          <strong>{t("zero_carbon.provisional")}</strong>{" "}
          {found.database_values === 0
            ? t("zero_carbon.provisional_none")
            : t("zero_carbon.provisional_some", { count: found.provisional_lines })}{" "}
          <button type="button" className="quiet" onClick={onRules}>
            {t("zero_carbon.to_rules")}
          </button>
        </div>
      )}
      <Kpis found={found} open={open} format={format} onAsk={ask} onRules={onRules} />
      <div className="inventory-grid">
        <Composition found={found} computed={computed} format={format} onAsk={ask} />
        <Findings found={found} />
      </div>
      <Guiding found={found} canEdit={canEdit} format={format} />
      {opened && (
        <Late>
          <LinesDrawer
            found={found}
            opened={opened}
            format={format}
            isOpen={isOpen}
            onClose={() => setOpen(false)}
            onClosed={() => {
              setOpened(null);
              if (opener.current?.isConnected) opener.current.focus();
            }}
          />
        </Late>
      )}
    </div>
  );
}

interface KpiProps {
  found: ZeroYear;
  open: string[];
  format: Format;
  onAsk: (what: Opened, element: HTMLElement) => void;
  onRules: () => void;
}

function Kpis({ found, open, format, onAsk, onRules }: KpiProps) {
  const { t } = useTranslation();
  const { core, direct, energy } = found;
  const tce = energy?.tce ?? null;
  return (
    <div className="kpis inventory-kpis">
      <section className="kpi">
        <h2>{t("zero_carbon.core")}</h2>
        <p className="kpi-value">
          <button
            type="button"
            className="figure"
            onClick={event => onAsk("core", event.currentTarget)}
            data-zero="core"
            data-value={core.value ?? ""}
          >
            {shown(core, core.value, format)} <span className="unit">{gasText("t CO2")}/tce</span>
            <span className="sr-only"> {t("zero_carbon.explain")}</span>
          </button>{" "}
          <span className={CHIPS[core.verdict]}>{t(`zero_carbon.verdict.${core.verdict}`)}</span>
        </p>
        <p className="note">
          {core.value === null && open.includes("equivalent_kgce_per_kwh")
            ? t("zero_carbon.needs_equivalent")
            : core.limit === null
              ? t("zero_carbon.no_limit")
              : t("zero_carbon.limit_is", { limit: format.number(core.limit, 2) })}{" "}
          {core.verdict === "unknown" && (
            <button type="button" className="quiet zero-inline" onClick={onRules}>
              {t("zero_carbon.decide")}
            </button>
          )}
        </p>
      </section>
      <section className="kpi">
        <h2>{t("zero_carbon.total")}</h2>
        <p className="kpi-value">
          <button
            type="button"
            className="figure"
            onClick={event => onAsk("total", event.currentTarget)}
            data-zero="total"
            data-value={found.total_mg}
          >
            {tonnes(found.total_mg, format)} <span className="unit">{gasText("t CO2")}</span>
            <span className="sr-only"> {t("zero_carbon.explain")}</span>
          </button>
        </p>
        <p className="note">
          {t(found.is_over ? "zero_carbon.days" : "zero_carbon.days_so_far", {
            days: found.days,
            of: found.of_days,
          })}
        </p>
      </section>
      <section className="kpi">
        <h2>{t("zero_carbon.energy")}</h2>
        <p className="kpi-value">
          <button
            type="button"
            className="figure"
            onClick={event => onAsk("energy", event.currentTarget)}
            data-zero="energy"
            data-value={tce ?? ""}
          >
            {tce === null ? "\u2013" : format.number(tce, tce < 100 ? 2 : 0)}{" "}
            <span className="unit">tce</span>
            <span className="sr-only"> {t("zero_carbon.explain")}</span>
          </button>
        </p>
        <p className="note">
          {energy
            ? t("zero_carbon.electricity_used", {
                amount: format.number(energy.electricity_wh / WH_PER_MWH, 1),
              })
            : t("zero_carbon.no_energy")}
        </p>
      </section>
      <section className="kpi">
        <h2>{t("zero_carbon.direct")}</h2>
        <p className="kpi-value" data-zero="direct" data-value={direct.value ?? ""}>
          {shown(direct, direct.value, format)}{" "}
          <span className={CHIPS[direct.verdict]}>{t(`zero_carbon.verdict.${direct.verdict}`)}</span>
        </p>
        <p className="note">
          {t("zero_carbon.direct_hint", { limit: format.percent(direct.limit ?? 0, 0) })}{" "}
          {open.includes("onsite_direct") && t("zero_carbon.onsite_open")}
        </p>
      </section>
    </div>
  );
}

function Composition({
  found,
  computed,
  format,
  onAsk,
}: {
  found: ZeroYear;
  computed: number;
  format: Format;
  onAsk: (what: Opened, element: HTMLElement) => void;
}) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("composition");
  const largest = Math.max(1, ...GROUPS.map(group => Math.abs(found.groups[group] ?? 0)));
  return (
    <ChartCard
      title={t("zero_carbon.composition")}
      summary={t("zero_carbon.composition_hint")}
      className="inventory-parts"
      isTable={isTable}
      onToggle={toggleTable}
      testId="zero-composition-toggle"
      source="ledger"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <RowsTable
          columns={[t("zero_carbon.composition"), gasText("t CO2"), "%"]}
          rows={GROUPS.map(group => {
            const value = found.groups[group] ?? 0;
            const share = found.total_mg ? format.percent(value / found.total_mg) : "";
            return { key: group, cells: [t(`zero_carbon.group.${group}`), tonnes(value, format), share] };
          })}
          testId="zero-composition-table"
        />
      ) : (
        <ul className="inventory-bars" data-picture="">
          {GROUPS.map(group => {
            const value = found.groups[group] ?? 0;
            return (
              <li key={group}>
                <span>{t(`zero_carbon.group.${group}`)}</span>
                <span className="inventory-bar" aria-hidden="true">
                  <i
                    className={value < 0 ? "is-negative" : ""}
                    style={{ width: `${(Math.abs(value) / largest) * 100}%` }}
                  />
                </span>
                <button
                  type="button"
                  className="figure"
                  onClick={event => onAsk(group, event.currentTarget)}
                  data-zero="group"
                  data-key={group}
                  data-value={value}
                >
                  {tonnes(value, format)} <span className="unit">t</span>
                  <span className="sr-only"> {t("zero_carbon.explain")}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p className="note zero-below">{t("zero_carbon.composition_note")}</p>
    </ChartCard>
  );
}

function Findings({ found }: { found: ZeroYear }) {
  const { t } = useTranslation();
  const groups = new Map<string, string[]>();
  for (const one of found.findings) {
    const subject = [one.subject, one.detail].filter(Boolean).join(" · ");
    groups.set(one.code, [...(groups.get(one.code) ?? []), subject]);
  }
  return (
    <Card
      title={t("zero_carbon.findings")}
      summary={groups.size === 0 ? t("zero_carbon.no_findings") : t("zero_carbon.findings_hint")}
      className="inventory-checklist"
    >
      {[...groups].map(([code, subjects]) => (
        <details key={code} className="inventory-gap" data-finding={code}>
          <summary>
            {t(`zero_carbon.finding.${code}` as never, { defaultValue: code })}{" "}
            <span className="note">{subjects.length}</span>
          </summary>
          <ul className="inventory-lacks">
            {[...new Set(subjects)].map(subject => (
              <li key={subject}>
                <code>{subject}</code>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}
