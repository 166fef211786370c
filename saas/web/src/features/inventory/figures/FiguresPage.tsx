import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getEnterprises } from "../../../api/enterprises";
import { getInventorySources } from "../../../api/figures";
import { TopSlot } from "../../../app/slot";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { yearIn, yearsBack } from "../../../lib/year";
import { usualRuleset } from "../question";
import { FiguresSection } from "./FiguresSection";
import "../../../styles/live.css";
import "../../../styles/plan.css";

const YEARS = 6;

/** How well a year's total is known, its energy in standard coal and its intensities: by the ledger as it is now. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise: own } = usePark();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const latest = yearIn(park.timezone);
  const asked = Number(params.get("year"));
  const year = asked > 2000 && asked < 2200 ? asked : latest;
  const enterprise = own?.code ?? params.get("enterprise") ?? undefined;
  const question = {
    from: `${year}-01-01`,
    to: `${year + 1}-01-01`,
    ruleset: usualRuleset(park, enterprise),
    ...(enterprise && { enterprise }),
  };
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const sources = useQuery({
    queryKey: ["inventory-sources", park.code, question],
    queryFn: () => getInventorySources(park.code, question),
  });
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    value ? next.set(name, value) : next.delete(name);
    setParams(next, { replace: true });
  };
  const owners = new Map(owned.data?.enterprises.map(found => [found.code, found]) ?? []);
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("figures.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <label className="plan-boundary">
          {t("figures.year")}{" "}
          <select value={year} onChange={event => set("year", event.target.value)}>
            {yearsBack(latest, YEARS, year).map(found => (
              <option key={found} value={found}>
                {found}
              </option>
            ))}
          </select>
        </label>
        {!own && (
          <label className="plan-boundary">
            {t("plan.boundary_of")}{" "}
            <select value={enterprise ?? ""} onChange={event => set("enterprise", event.target.value)}>
              <option value="">{format.name(park)}</option>
              {owned.data?.enterprises.map(found => (
                <option key={found.code} value={found.code}>
                  {format.name(found)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Link
          className="button"
          to={`/p/${park.code}/quality-plan${enterprise ? `?enterprise=${enterprise}` : ""}`}
        >
          {t("plan.title")}
        </Link>
      </header>
      <FiguresSection
        asked={{ question }}
        basis="location"
        sources={sources.data ?? []}
        owners={owners}
        format={format}
      />
    </div>
  );
}
