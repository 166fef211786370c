import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { getRulesets, makeReport, type ReportRequest } from "../../api/reports";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { PeriodFields, usePeriod } from "../factors/PeriodFields";

const KINDS = ["inventory_report", "verification_pack"] as const;
const GWP = ["AR4", "AR5", "AR6"] as const;
type Gwp = (typeof GWP)[number];

interface Props {
  onMade: () => void;
}

/** What to make: a report or a pack, of which days, by which method. */
export function MakeForm({ onMade }: Props) {
  const { t, i18n } = useTranslation();
  const { park, enterprise } = usePark();
  const id = useId();
  const isChinese = i18n.language.startsWith("zh");
  const [text, setText, period] = usePeriod();
  const [kind, setKind] = useState<ReportRequest["kind"]>("inventory_report");
  const [chosen, setChosen] = useState("");
  const [wanted, setApproach] = useState("");
  const [gwp, setGwp] = useState(park.gwp as Gwp);
  const rulesets = useQuery({ queryKey: ["rulesets", park.code], queryFn: () => getRulesets(park.code) });
  const boundary = enterprise === null ? "park" : "enterprise";
  const possible = rulesets.data?.filter(ruleset => ruleset.boundaries.includes(boundary)) ?? [];
  const ruleset = possible.find(one => one.code === chosen) ?? possible[0];
  // Another ruleset may know none.
  const approach = ruleset?.approaches.find(one => one === wanted) ?? null;
  const making = useMutation({
    mutationFn: () =>
      makeReport(park.code, {
        kind,
        from: text.from,
        to: text.to,
        ruleset: ruleset?.code ?? "",
        gwp,
        approach,
        language: isChinese ? "zh" : "en",
      }),
    onSuccess: onMade,
  });
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <fieldset className="fields report-kinds">
        <legend className="sr-only">{t("reports.kind")}</legend>
        {KINDS.map(one => (
          <label key={one} className="choice">
            <input type="radio" name={`${id}-kind`} checked={kind === one} onChange={() => setKind(one)} />{" "}
            <span>
              <strong>{t(`reports.kind_${one}`)}</strong>
              <span className="term-sub">{t(`reports.kind_${one}_hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <PeriodFields text={text} onChange={setText} isWrong={period === null} />
      <div className="fields">
        <div className="field">
          <label htmlFor={`${id}-ruleset`}>{t("reports.ruleset")}</label>
          <select
            id={`${id}-ruleset`}
            value={ruleset?.code ?? ""}
            onChange={event => setChosen(event.target.value)}
          >
            {possible.map(one => (
              <option key={one.code} value={one.code}>
                {isChinese ? one.name_zh : one.name_en}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-gwp`}>{t("reports.gwp")}</label>
          <select id={`${id}-gwp`} value={gwp} onChange={event => setGwp(event.target.value as Gwp)}>
            {GWP.map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        {ruleset !== undefined && ruleset.approaches.length > 0 && (
          <div className="field">
            <label htmlFor={`${id}-approach`}>{t("inventory.approach")}</label>
            <select
              id={`${id}-approach`}
              value={approach ?? ""}
              onChange={event => setApproach(event.target.value)}
            >
              <option value="">{t("inventory.approach_whole")}</option>
              {ruleset.approaches.map(one => (
                <option key={one} value={one}>
                  {t(`inventory.approach_${one as "equity_share"}`)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {rulesets.error && <Problem error={rulesets.error} onRetry={() => void rulesets.refetch()} />}
      {making.error && <Problem error={making.error} />}
      <p>
        <button
          type="submit"
          className="button primary"
          disabled={period === null || ruleset === undefined || making.isPending}
          data-testid="make-report"
        >
          {t("reports.do")}
        </button>
      </p>
    </form>
  );
}
