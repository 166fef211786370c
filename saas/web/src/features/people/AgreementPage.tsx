import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { agreeTerms, type EnterpriseTerms, getTerms, type WantedTerms } from "../../api/people";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Confirm } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/people.css";

const TERMS = ["is_named", "shares_intervals", "shares_production"] as const;

/** What an enterprise agreed to: it says so itself, and reads back what it said; operators look. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, approves } = usePark();
  const client = useQueryClient();
  const key = ["terms", park.code];
  const query = useQuery({ queryKey: key, queryFn: () => getTerms(park.code) });
  const saying = useMutation({
    mutationFn: (wanted: WantedTerms) => agreeTerms(park.code, wanted),
    onSuccess: found => client.setQueryData(key, found),
  });
  const found = query.data;
  const own = role === "enterprise" ? found?.current[0] : undefined;
  return (
    <div className="page people-page">
      <TopSlot>
        <h1>{t("terms.title")}</h1>
      </TopSlot>
      <p className="page-sub">{t(role === "enterprise" ? "terms.lead" : "terms.lead_operator")}</p>
      {query.error && <Problem error={query.error} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {own && (
        <Card title={t("terms.yours")} summary={approves ? t("terms.yours_sub") : t("terms.approver_only")}>
          <Choices terms={own} isOpen={approves && !saying.isPending} onSay={saying.mutateAsync} />
        </Card>
      )}
      {found && role !== "enterprise" && (
        <Card title={t("terms.now")} summary={t("terms.now_sub")}>
          <TermsTable rows={found.current} label={t("terms.now")} />
        </Card>
      )}
      {found && role === "enterprise" && (
        <Card title={t("terms.entrants")} summary={t("terms.entrants_sub")}>
          <ul className="plain-list">
            {found.entrants.map(entrant => (
              <li key={`${entrant.is_program}${entrant.name}`}>
                <code>{entrant.name}</code> · {t(kindOf(entrant))}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {found && found.history.length > 0 && (
        <Card title={t("terms.history")}>
          <TermsTable rows={found.history} label={t("terms.history")} />
        </Card>
      )}
    </div>
  );
}

function kindOf(entrant: { is_program: boolean; approves: boolean }) {
  if (entrant.is_program) return "terms.program" as const;
  return entrant.approves ? ("people.role_approver" as const) : ("people.role_editor" as const);
}

interface ChoicesProps {
  terms: EnterpriseTerms;
  isOpen: boolean;
  onSay: (wanted: WantedTerms) => Promise<unknown>;
}

type Term = (typeof TERMS)[number];

/** What is agreed to; each change is asked about once more, with what it does to others. */
function Choices({ terms, isOpen, onSay }: ChoicesProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Term | null>(null);
  const { is_named, shares_intervals, shares_production } = terms;
  const way = asked && (terms[asked] ? "withdraw" : "grant");
  return (
    <div className="terms">
      {TERMS.map(name => (
        <label key={name}>
          <input
            type="checkbox"
            checked={terms[name]}
            disabled={!isOpen}
            onChange={() => setAsked(name)}
            data-testid={`terms-${name}`}
          />
          <span>
            {t(`terms.${name}`)}
            <span className="note">{t(`terms.${name}_hint`)}</span>
          </span>
        </label>
      ))}
      <p className="note">{t("terms.always")}</p>
      {asked && way && (
        <Confirm
          title={t(`terms.${way}_title`, { what: t(`terms.${asked}_short`) })}
          action={t(`terms.${way}`)}
          onDo={() => onSay({ is_named, shares_intervals, shares_production, [asked]: !terms[asked] })}
          onClose={() => setAsked(null)}
        >
          <p>{t(`terms.${asked}_${way}`)}</p>
          <p className="note">{t("terms.kept")}</p>
        </Confirm>
      )}
    </div>
  );
}

function TermsTable({ rows, label }: { rows: EnterpriseTerms[]; label: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const said = (isOn: boolean) => t(isOn ? "terms.yes" : "terms.no");
  return (
    <Scroll label={label} isShort>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("terms.enterprise")}</th>
            {TERMS.map(name => (
              <th key={name} scope="col">
                {t(`terms.${name}_short`)}
              </th>
            ))}
            <th scope="col">{t("terms.since")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={`${row.enterprise}${row.since}`} data-testid="terms-row">
              <th scope="row">{format.name(row)}</th>
              {TERMS.map(name => (
                <td key={name}>{said(row[name])}</td>
              ))}
              <td>
                {row.since === null ? (
                  t("terms.default")
                ) : (
                  <>
                    {format.dateTime(row.since)} <span className="term-sub">{row.author}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
