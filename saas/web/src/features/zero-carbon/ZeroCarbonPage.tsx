import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getZeroSettings, getZeroYear, zeroReport } from "../../api/national";
import { useLanguage } from "../../app/preferences";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { yearIn, yearsBack } from "../../lib/year";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Compare } from "./Compare";
import { FactorsCard } from "./FactorsCard";
import { Outlook } from "./Outlook";
import { SettingsCard } from "./SettingsCard";
import { YearView } from "./YearView";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/inventory.css";
import "../../styles/planning.css";
import "../../styles/national.css";

const TABS = ["year", "outlook", "compare", "rules"] as const;
type Tab = (typeof TABS)[number];
const YEARS_BACK = 5;

/** Whether the park is on the way to the national acceptance: the method, its indicators, what is open. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page zero-page">
      <TopSlot>
        <h1>{t("zero_carbon.title")}</h1>
      </TopSlot>
      {role === "enterprise" ? (
        <Empty
          title={t("app.forbidden")}
          hint={t("zero_carbon.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      ) : (
        <Desk canEdit={role === "operator"} />
      )}
    </div>
  );
}

function Desk({ canEdit }: { canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const language = useLanguage();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const latest = yearIn(park.timezone);
  const asked = Number(params.get("year"));
  const year = asked >= 2000 && asked <= 2100 ? asked : latest;
  const tab: Tab = TABS.find(one => one === params.get("tab")) ?? "year";
  const decided = useQuery({
    queryKey: ["zero-settings", park.code],
    queryFn: () => getZeroSettings(park.code),
  });
  const found = useQuery({
    queryKey: ["zero-year", park.code, year],
    queryFn: () => getZeroYear(park.code, year),
  });
  const set = (name: string, value: string) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <header className="page-head">
        <p className="page-sub">{t("zero_carbon.lead")}</p>
        <div className="zero-pick">
          <label>
            {t("zero_carbon.year")}{" "}
            <select value={year} onChange={event => set("year", event.target.value)} data-testid="zero-year">
              {yearsBack(latest, YEARS_BACK, year).map(one => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
          {(["xlsx", "pdf"] as const).map(form => (
            <a
              key={form}
              className="button"
              href={zeroReport(park.code, year, language, form)}
              download
              data-testid={`zero-report-${form}`}
            >
              {t(`zero_carbon.report_${form}`)}
            </a>
          ))}
        </div>
      </header>
      <Segmented
        label={t("zero_carbon.parts")}
        value={tab}
        options={TABS.map(value => ({ value, label: t(`zero_carbon.tab.${value}`) }))}
        onChange={value => set("tab", value)}
      />
      {decided.error && <Problem error={decided.error} onRetry={() => void decided.refetch()} />}
      {tab === "year" && (
        <>
          {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
          {found.isPending && <div className="card skeleton inventory-skeleton" aria-busy="true" />}
          {found.data && (
            <YearView
              found={found.data}
              computed={found.dataUpdatedAt}
              open={decided.data?.open ?? []}
              canEdit={canEdit}
              format={format}
              onRules={() => set("tab", "rules")}
            />
          )}
        </>
      )}
      {tab === "outlook" && <Outlook format={format} />}
      {tab === "compare" && <Compare year={year} format={format} />}
      {tab === "rules" && (
        <div className="stack zero-tab">
          {decided.data && <SettingsCard decided={decided.data} canEdit={canEdit} format={format} />}
          <FactorsCard values={found.data?.database_values ?? 0} canEdit={canEdit} />
        </div>
      )}
    </>
  );
}
