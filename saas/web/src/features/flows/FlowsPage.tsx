import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getEnterprises } from "../../api/enterprises";
import { type EnergyFlows, type FlowAmount, flowsFile, flowsTables, getFlows } from "../../api/flows";
import { useLanguage } from "../../app/preferences";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { choices, daysOf, isPeriod } from "../inventory/question";
import { toInput } from "../meters/spans";
import { Balance } from "./Balance";
import { Diagram } from "./Diagram";
import { Inside } from "./Inside";
import { LinksTable } from "./LinksTable";
import { base, shown, UNITS, type Unit } from "./units";
import { useNodeWords } from "./words";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/inventory.css";
import "../../styles/flows.css";

const NodeDrawer = lazy(() => import("./NodeDrawer"));

/** Where energy comes from, what is made of it, who uses it, and what is lost on the way. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise: own } = usePark();
  const language = useLanguage();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const asked = params.get("period") ?? "";
  const period = isPeriod(asked) ? asked : toInput(Date.now(), park.timezone).slice(0, 7);
  const enterprise = own?.code ?? params.get("enterprise") ?? undefined;
  const unit: Unit = UNITS.find(one => one === params.get("unit")) ?? "GJ";
  const query = { ...daysOf(period), ...(enterprise && { enterprise }) };
  const found = useQuery({
    queryKey: ["flows", park.code, query],
    queryFn: () => getFlows(park.code, query),
    placeholderData: keepPreviousData,
  });
  const set = (name: string, value: string | null) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <div className="page flow-page">
      <TopSlot>
        <h1>{t("flows.title")}</h1>
      </TopSlot>
      <p className="page-sub">{t("flows.lead")}</p>
      <header className="flow-head">
        <Pickers period={period} enterprise={enterprise} set={set} format={format} isOwn={Boolean(own)} />
        <Segmented
          label={t("flows.unit_label")}
          value={unit}
          options={UNITS.map(value => ({ value, label: t(`flows.unit.${value}`) }))}
          onChange={value => set("unit", value)}
        />
        <span className="flow-files">
          {(["balance", "links"] as const).map(table => (
            <a
              key={table}
              className="button"
              href={flowsFile(park.code, query, table, language)}
              download
              data-testid={`flows-${table}`}
            >
              {t(`flows.file_${table}`)}
            </a>
          ))}
        </span>
      </header>
      <p className="note flow-tables">
        {t("flows.tables")}{" "}
        {(["xlsx", "pdf"] as const).map(form => (
          <a
            key={form}
            className="quiet"
            href={flowsTables(park.code, query, form, language)}
            download
            data-testid={`flow-tables-${form}`}
          >
            {form === "xlsx" ? "xlsx" : "PDF"}
          </a>
        ))}
      </p>
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <div className="card skeleton inventory-skeleton" aria-busy="true" />}
      {found.data && (
        <Desk
          flows={found.data}
          unit={unit}
          format={format}
          isTable={params.get("view") === "table"}
          isOld={found.isPlaceholderData}
          onTable={isTable => set("view", isTable ? "table" : null)}
        />
      )}
    </div>
  );
}

interface PickerProps {
  period: string;
  enterprise: string | undefined;
  set: (name: string, value: string | null) => void;
  format: Format;
  isOwn: boolean;
}

function Pickers({ period, enterprise, set, format, isOwn }: PickerProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { years, months } = choices(Date.now(), park.timezone);
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  return (
    <div className="inventory-pickers">
      <p className="inventory-choice">
        <label htmlFor="flow-period">{t("inventory.period")}</label>
        <select
          id="flow-period"
          value={period}
          onChange={event => set("period", event.target.value)}
          data-testid="flow-period"
        >
          {![...years, ...months].includes(period) && <option value={period}>{period}</option>}
          <optgroup label={t("inventory.months")}>
            {months.map(month => (
              <option key={month} value={month}>
                {format.calendarMonth(month)}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("inventory.years")}>
            {years.map(year => (
              <option key={year} value={year}>
                {year}
              </option>
            ))}
          </optgroup>
        </select>
      </p>
      {!isOwn && (
        <p className="inventory-choice">
          <label htmlFor="flow-boundary">{t("inventory.boundary")}</label>
          <select
            id="flow-boundary"
            value={enterprise ?? ""}
            onChange={event => set("enterprise", event.target.value || null)}
            data-testid="flow-boundary"
          >
            <option value="">{t("locks.whole_park")}</option>
            {owned.data?.enterprises.map(one => (
              <option key={one.code} value={one.code}>
                {format.name(one)}
              </option>
            ))}
          </select>
        </p>
      )}
    </div>
  );
}

interface DeskProps {
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
  isTable: boolean;
  isOld: boolean;
  onTable: (isTable: boolean) => void;
}

function Desk({ flows, unit, format, isTable, isOld, onTable }: DeskProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [opened, setOpened] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = (key: string, element: HTMLElement) => {
    opener.current = element;
    setOpened(key);
    setOpen(true);
  };
  if (flows.links.length === 0)
    return (
      <Empty
        title={t("flows.empty")}
        hint={t("flows.empty_hint")}
        action={
          <Link className="button" to={`/p/${park.code}/sources`}>
            {t("app.sources")}
          </Link>
        }
      />
    );
  return (
    <div className={isOld ? "stack flow-old" : "stack"} data-testid="flows-found" aria-busy={isOld}>
      <Kpis flows={flows} unit={unit} format={format} />
      <Findings flows={flows} format={format} />
      <ChartCard
        title={t("flows.diagram")}
        summary={<Summary flows={flows} unit={unit} format={format} />}
        className="flow-card"
        isTable={isTable}
        onToggle={() => onTable(!isTable)}
        testId="flow-toggle"
        source="sums"
        until={flows.until}
        format={format}
      >
        {isTable ? (
          <LinksTable flows={flows} format={format} onAsk={ask} />
        ) : (
          <Diagram flows={flows} unit={unit} format={format} onAsk={ask} />
        )}
        <p className="note flow-note">
          {t(unit === "tCO2" ? "flows.carbon_note" : "flows.energy_note")}{" "}
          <Freshness {...{ flows, format }} />
        </p>
      </ChartCard>
      <Balance flows={flows} unit={unit} format={format} />
      <Inside flows={flows} unit={unit} format={format} />
      {opened && (
        <Late>
          <NodeDrawer
            flows={flows}
            opened={opened}
            unit={unit}
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

interface Shared {
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
}

function Kpis({ flows, unit, format }: Shared) {
  const { t } = useTranslation();
  // CO2 is not lost on the way: it is the energy whose losses are told.
  const energy: Unit = unit === "tCO2" ? "GJ" : unit;
  const whole = flows.input.joules;
  const share = (amount: FlowAmount) => (whole > 0 ? format.percent(amount.joules / whole) : "");
  const co2 = flows.links
    .filter(
      link =>
        link.start.startsWith("bought/") ||
        link.start.startsWith("process/") ||
        link.start.startsWith("inside/"),
    )
    .reduce((sum, link) => sum + link.amount.co2_mg, 0);
  const figures = [
    { name: "input", amount: flows.input, note: t("flows.kpi.input_note") },
    {
      name: "output",
      amount: flows.output,
      note: t("flows.kpi.output_note", { share: share(flows.output) }),
    },
    {
      name: "losses",
      amount: flows.losses,
      note: t("flows.kpi.losses_note", { share: share(flows.losses) }),
    },
    ...(flows.enterprise
      ? [
          {
            name: "unmetered",
            amount: flows.unmetered,
            note: t("flows.kpi.unmetered_note", { share: share(flows.unmetered) }),
          },
        ]
      : []),
  ] as const;
  return (
    <div className="kpis flow-kpis">
      {figures.map(({ name, amount, note }) => (
        <section key={name} className="kpi">
          <h2>{t(`flows.kpi.${name as "input"}`)}</h2>
          <p className="kpi-value" data-flow={name} data-value={base(amount, energy)}>
            {shown(amount, energy, format)} <span className="unit">{energy}</span>
          </p>
          <p className="note">{note}</p>
        </section>
      ))}
      <section className="kpi">
        <h2>{t("flows.kpi.co2")}</h2>
        <p className="kpi-value" data-flow="co2" data-value={co2}>
          {shown({ joules: 0, coal_g: 0, co2_mg: co2 }, "tCO2", format)}{" "}
          <span className="unit">{t("flows.unit.tCO2")}</span>
        </p>
        <p className="note">{t("flows.kpi.co2_note")}</p>
      </section>
    </div>
  );
}

/** The largest supply and use, and what the losses are, in words. */
function Summary({ flows, unit, format }: Shared) {
  const { t } = useTranslation();
  const label = useLabels();
  const words = useNodeWords(format);
  const largest = (stage: string, sorts: string[]) =>
    flows.nodes
      .filter(node => node.stage === stage && sorts.includes(node.sort))
      .sort((a, b) => base(b.amount, unit) - base(a.amount, unit))[0];
  const bought = largest("supply", ["bought", "inside", "generated"]);
  const used = largest("use", ["enterprise", "meter", "own", "delivered", "left"]);
  const whole = flows.nodes
    .filter(node => node.stage === "supply")
    .reduce((sum, node) => sum + base(node.amount, unit), 0);
  const share = (amount: FlowAmount) => (whole > 0 ? format.percent(base(amount, unit) / whole) : "\u2013");
  if (!bought || !used) return null;
  return (
    <>
      {t("flows.summary", {
        carrier: bought.sort === "generated" ? t("flows.sort.generated") : label("carrier", bought.subject),
        carrier_share: share(bought.amount),
        user: words(used).name,
        user_share: share(used.amount),
      })}
    </>
  );
}

function Freshness({ flows, format }: { flows: EnergyFlows; format: Format }) {
  const { t } = useTranslation();
  return (
    <span data-testid="flow-freshness">
      {flows.provisional > 0 && t("flows.provisional", { count: flows.provisional })}{" "}
      {flows.estimated_share > 0 && t("flows.estimated", { share: format.percent(flows.estimated_share) })}
    </span>
  );
}

function Findings({ flows, format }: { flows: EnergyFlows; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  if (flows.findings.length === 0) return null;
  const named = (subject: string) => {
    const node = flows.nodes.find(one => one.subject === subject && one.sort !== "network");
    const term = flows.terms.find(one => one.code === subject);
    if (term) return format.name(term);
    if (node && (node.sort === "enterprise" || node.sort === "conversion")) return format.name(node);
    return label("carrier", subject);
  };
  return (
    <ul className="flow-findings" data-testid="flow-findings">
      {flows.findings.map(one => (
        <li key={`${one.code}${one.subject}`} data-finding={one.code}>
          <strong>{t(`flows.finding.${one.code}`, { subject: named(one.subject) })}</strong>{" "}
          {t(`flows.finding_hint.${one.code}`)}
        </li>
      ))}
    </ul>
  );
}
