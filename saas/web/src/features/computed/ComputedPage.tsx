import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { TopSlot } from "../../app/slot";
import { usePark } from "../../lib/park";
import { Segmented } from "../../ui/Segmented";
import { AllocationList } from "./AllocationList";
import { ConversionList } from "./ConversionList";
import { RecordList } from "./RecordList";
import { VirtualList } from "./VirtualList";
import "../../styles/meters.css";
import "../../styles/computed.css";

const TABS = ["virtual", "converted", "recorded", "shared"] as const;

/** Points that no meter reads: formulas over meters, approved reports, and tenants' parts of shared meters. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const [parameters, setParameters] = useSearchParams();
  // How a shared meter is divided is the park's matter.
  const isPark = role !== "enterprise";
  const tabs = TABS.filter(value => isPark || value !== "shared");
  const tab = tabs.find(value => value === parameters.get("tab")) ?? "virtual";
  const canAdd = tab === "shared" ? role === "operator" : role !== "verifier";
  const add = canAdd && (
    <Link className="button primary" to={`/p/${park.code}/computed/${tab}/new`} data-testid={`${tab}-new`}>
      {t(`computed.add_${tab}`)}
    </Link>
  );
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("computed.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <div>
          <Segmented
            label={t("computed.title")}
            value={tab}
            options={tabs.map(value => ({ value, label: t(`computed.${value}`) }))}
            onChange={value => setParameters(value === "virtual" ? {} : { tab: value }, { replace: true })}
          />
          <p className="page-sub">{t(`computed.lead_${tab}`)}</p>
        </div>
        {add}
      </header>
      {tab === "virtual" && <VirtualList action={add} />}
      {tab === "converted" && <ConversionList action={add} />}
      {tab === "recorded" && <RecordList action={add} />}
      {tab === "shared" && <AllocationList action={add} />}
    </div>
  );
}
