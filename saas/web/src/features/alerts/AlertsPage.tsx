import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { TopSlot } from "../../app/slot";
import { usePark } from "../../lib/park";
import { Segmented } from "../../ui/Segmented";
import { Inbox } from "./Inbox";
import { Receivers } from "./Receivers";
import { Rules } from "./Rules";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/alerts.css";

const TABS = ["inbox", "rules", "receivers"] as const;
type Tab = (typeof TABS)[number];

/** What needs somebody, the rules that say so, and who is told. */
export function Component() {
  const { t } = useTranslation();
  const { role } = usePark();
  const [params, setParams] = useSearchParams();
  const choose = (next: Tab) => setParams(next === "inbox" ? {} : { tab: next });
  const canAct = role !== "verifier";
  const tabs = TABS.filter(one => canAct || one !== "receivers");
  const tab = tabs.find(one => one === params.get("tab")) ?? "inbox";
  return (
    <div className="page alerts-page">
      <TopSlot>
        <h1>{t("alerts.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t(role === "enterprise" ? "alerts.lead_own" : "alerts.lead")}</p>
        <Segmented
          label={t("alerts.parts")}
          value={tab}
          options={tabs.map(value => ({ value, label: t(`alerts.tab_${value}`) }))}
          onChange={choose}
        />
      </header>
      {tab === "inbox" && <Inbox canAct={canAct} onRules={() => choose("rules")} />}
      {tab === "rules" && <Rules />}
      {tab === "receivers" && <Receivers />}
    </div>
  );
}
