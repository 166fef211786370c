import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Segmented } from "../../ui/Segmented";
import { LibraryTab } from "./LibraryTab";
import { OwnTab } from "./OwnTab";
import { RestateTab } from "./RestateTab";
import { SetsTab } from "./SetsTab";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/computed.css";
import "../../styles/factors.css";

const TABS = ["library", "sets", "own", "restate"] as const;
type Tab = (typeof TABS)[number];

/** Which factor, from where, since when; which sets the park uses; its own; and the past by them. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const tabs = TABS.filter(tab => tab !== "restate" || role !== "enterprise");
  const asked = parameters.get("tab");
  const tab: Tab = tabs.find(name => name === asked) ?? "library";
  const open = (next: Tab) => setParameters(next === "library" ? {} : { tab: next }, { replace: true });
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("factors.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t("factors.lead")}</p>
        <Segmented
          label={t("factors.part")}
          value={tab}
          options={tabs.map(name => ({ value: name, label: t(`factors.tab.${name}`) }))}
          onChange={open}
        />
      </header>
      {tab === "library" && <LibraryTab format={format} />}
      {tab === "sets" && <SetsTab canDecide={role === "operator"} format={format} />}
      {tab === "own" && <OwnTab format={format} />}
      {tab === "restate" && <RestateTab canDecide={role === "operator"} format={format} />}
    </div>
  );
}
