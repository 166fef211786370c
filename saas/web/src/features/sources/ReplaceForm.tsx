import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type EmissionSource,
  getSourceTemplates,
  getTaken,
  replaceSource,
  type SourceDefinition,
  type SourceTrial,
  trySource,
} from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useNamed } from "../../lib/useNamed";
import { ConfirmButton } from "../../ui/Confirm";
import { PointPicker } from "../../ui/PointPicker";
import { Problem } from "../../ui/Problem";
import { TextField } from "../meters/EventFields";
import { AfterEffect } from "./AfterEffect";
import { Choice } from "./Choice";

import { TrialResult } from "./TrialResult";
import { useSourcesAgain } from "./useSourcesAgain";
import { definitionOf, freeCode, massText, plainCode } from "./words";

interface Props {
  source: EmissionSource;
  onDone: (code: string | null) => void;
  format: Format;
}

/** From a day on another formula, factor or other points: the source ends the day before, its successor begins. */
export function ReplaceForm({ source, onDone, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const again = useSourcesAgain();
  const [since, setSince] = useState("");
  const [wanted, setWanted] = useState<SourceDefinition>(() => definitionOf(source));
  const set = (changed: Partial<SourceDefinition>) => setWanted(old => ({ ...old, ...changed }));
  const trial = useMutation({
    mutationFn: async () => ({
      before: await trySource(park.code, definitionOf(source)),
      after: await trySource(park.code, wanted),
    }),
  });
  const replace = async (reason: string) => {
    const code = freeCode(source.code, await getTaken(park.code, plainCode(source.code)));
    await replaceSource(park.code, source.code, { code, from: since, definition: wanted, reason });
    onDone(code);
    await again();
  };
  const isReady = Boolean(since && wanted.name_zh.trim() && wanted.name_en.trim() && wanted.factor.trim());
  return (
    <div className="stack" data-testid="source-replace-form">
      <p className="note">{t("emissions.replace_hint")}</p>
      <Fields source={source} wanted={wanted} since={since} onSince={setSince} onChange={set} />
      <Terms wanted={wanted} onChange={set} format={format} />
      {trial.error && <Problem error={trial.error} />}
      {trial.data && <Compared {...trial.data} format={format} />}
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={() => onDone(null)}>
          {t("locks.cancel")}
        </button>
        <button
          type="button"
          className="button"
          disabled={trial.isPending}
          onClick={() => trial.mutate()}
          data-testid="source-replace-try"
        >
          {t("emissions.try")}
        </button>
        <ConfirmButton
          label={t("emissions.replace")}
          title={t("emissions.replace_title", {
            name: format.name(source),
            day: since && format.dayOf(since),
          })}
          isPrimary
          isDisabled={!isReady}
          asksReason
          onDo={replace}
          testId="source-replace"
        >
          {since && <AfterEffect source={source} from={since} format={format} />}
          <p>{t("emissions.replace_means", { name: format.name(wanted) })}</p>
        </ConfirmButton>
      </p>
    </div>
  );
}

interface FieldsProps {
  source: EmissionSource;
  wanted: SourceDefinition;
  since: string;
  onSince: (since: string) => void;
  onChange: (changed: Partial<SourceDefinition>) => void;
}

function Fields({ source, wanted, since, onSince, onChange }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const { park } = usePark();
  const templates = useQuery({
    queryKey: ["source-templates", park.code],
    queryFn: () => getSourceTemplates(park.code),
  });
  const isChinese = i18n.language.startsWith("zh");
  const formulas = (templates.data?.formulas ?? []).filter(
    formula => formula.name === source.formula || formula.categories.includes(source.category),
  );
  const text = (id: string, label: string, value: string, change: (value: string) => void, hint?: string) => (
    <TextField id={id} label={label} hint={hint} value={value} isWrong={!value.trim()} onChange={change} />
  );
  return (
    <div className="fields">
      <TextField
        id="replace-since"
        type="date"
        label={t("emissions.replace_since")}
        value={since}
        isWrong={false}
        onChange={onSince}
      />
      {text("replace-zh", t("emissions.name_zh"), wanted.name_zh, name_zh => onChange({ name_zh }))}
      {text("replace-en", t("emissions.name_en"), wanted.name_en, name_en => onChange({ name_en }))}
      <Choice
        id="replace-formula"
        label={t("emissions.formula")}
        value={wanted.formula}
        options={(formulas.length ? formulas.map(formula => formula.name) : [source.formula]).map(name => {
          const found = formulas.find(formula => formula.name === name);
          const words = isChinese ? found?.words_zh : found?.words_en;
          return [name, found ? `${found.symbols} – ${words}` : name];
        })}
        onChange={formula => onChange({ formula })}
      />
      {text(
        "replace-factor",
        t("explain.factor"),
        wanted.factor,
        factor => onChange({ factor }),
        t("emissions.factor_hint", { gas: source.gas }),
      )}
    </div>
  );
}

interface TermsProps {
  wanted: SourceDefinition;
  onChange: (changed: Partial<SourceDefinition>) => void;
  format: Format;
}

/** The signed sum of points that the source counts. */
function Terms({ wanted, onChange, format }: TermsProps) {
  const { t } = useTranslation();
  const terms = wanted.activity ?? [];
  const codes = terms.map(term => term.point);
  const known = useNamed(codes);
  const first = known.get(codes[0] ?? "");
  // The gauges of the former points say nothing of others.
  const put = (activity: NonNullable<SourceDefinition["activity"]>) => onChange({ activity, live: [] });
  return (
    <fieldset className="inputs">
      <legend>{t("explain.points")}</legend>
      <table className="table inputs-table">
        <tbody>
          {terms.map((term, index) => {
            const point = known.get(term.point);
            const name = point ? format.name(point) : term.point;
            return (
              <tr key={term.point} data-term={term.point}>
                <td className="sign-cell">
                  <select
                    aria-label={t("emissions.sign_of", { name })}
                    value={term.weight}
                    onChange={event =>
                      put(
                        terms.map((old, i) =>
                          i === index ? { ...old, weight: event.target.value === "-1" ? -1 : 1 } : old,
                        ),
                      )
                    }
                  >
                    <option value={1}>+</option>
                    <option value={-1}>{"\u2212"}</option>
                  </select>
                </td>
                <th scope="row">
                  {name} <span className="note">{term.point}</span>
                </th>
                <td className="right">
                  <button
                    type="button"
                    className="quiet"
                    aria-label={t("computed.remove_of", { name })}
                    onClick={() => put(terms.filter((_, i) => i !== index))}
                  >
                    ×
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <PointPicker
        label={t("emissions.add_point")}
        wanted={{ with_amounts: true, ...(first && { quantity: first.quantity }) }}
        except={codes}
        value=""
        onChange={point => put([...terms, { point, weight: 1 }])}
        format={format}
        testId="replace-point"
      />
    </fieldset>
  );
}

interface ComparedProps {
  before: SourceTrial;
  after: SourceTrial;
  format: Format;
}

/** The last full month as it is counted now, and as it would be. */
function Compared({ before, after, format }: ComparedProps) {
  const { t } = useTranslation();
  const change = before.mass_mg !== null && after.mass_mg !== null ? after.mass_mg - before.mass_mg : null;
  return (
    <div className="stack" data-testid="source-compared" data-change={change}>
      <h3>{t("emissions.before")}</h3>
      <TrialResult trial={before} format={format} isAlone />
      <h3>{t("emissions.afterwards")}</h3>
      <TrialResult trial={after} format={format} isAlone />
      {change !== null && (
        <p>
          {t("emissions.change")}{" "}
          <strong className={change > 0 ? "delta-up" : "delta-down"}>
            {`${change > 0 ? "+" : ""}${massText(change, format)} ${after.gas}`}
          </strong>
        </p>
      )}
    </div>
  );
}
