import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TariffBody, TariffVersion } from "../../../api/types";
import { Contracts } from "./Contracts";
import { MonthlyTerms } from "./MonthlyTerms";
import { versionMistakes, withNewVersion } from "./model";
import { Prices } from "./Prices";
import { Schedules } from "./Schedules";
import { SpecialDays } from "./SpecialDays";

interface Props {
  given: TariffBody;
  /** By version: what its power factor adjustment uses. */
  knots: [string, string][][];
  isBusy: boolean;
  onSave: (body: TariffBody) => void;
}

/** A tariff: names, versions with prices and hours, monthly charges, and who buys by it. */
export function TariffForm({ given, knots, isBusy, onSave }: Props) {
  const { t } = useTranslation();
  const [body, setBody] = useState(given);
  const [chosen, setChosen] = useState(given.versions.length - 1);
  const [from, setFrom] = useState("");
  const version = body.versions[chosen];
  const mistakes = version ? versionMistakes(version) : [];
  const change = (part: Partial<TariffVersion>) =>
    setBody({
      ...body,
      versions: body.versions.map((item, i) => (i === chosen ? { ...item, ...part } : item)),
    });
  const add = () => {
    const next = withNewVersion(body, from);
    setBody(next);
    setChosen(next.versions.length - 1);
    setFrom("");
  };
  return (
    <form
      className="tariff-form"
      onSubmit={event => {
        event.preventDefault();
        if (mistakes.length === 0) onSave(body);
      }}
    >
      <fieldset>
        <legend>{t("tariff.name")}</legend>
        <div className="tariff-fields">
          <label>
            {t("tariff.name_zh")}
            <input
              value={body.name_zh}
              required
              onChange={e => setBody({ ...body, name_zh: e.target.value })}
            />
          </label>
          <label>
            {t("tariff.name_en")}
            <input
              value={body.name_en}
              required
              onChange={e => setBody({ ...body, name_en: e.target.value })}
            />
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={body.example ?? false}
              onChange={e => setBody({ ...body, example: e.target.checked })}
            />
            {t("tariff.is_example")}
          </label>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("tariff.version")}</legend>
        <div className="tariff-fields">
          <label>
            {t("tariff.which_version")}
            <select value={chosen} onChange={event => setChosen(Number(event.target.value))}>
              {body.versions.map((item, i) => (
                <option key={item.valid_from} value={i}>
                  {item.valid_from} – {item.valid_to ?? t("tariff.open")}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("tariff.new_from")}
            <input type="date" value={from} onChange={event => setFrom(event.target.value)} />
          </label>
          <button
            type="button"
            className="button"
            disabled={!from || !version || from <= (body.versions.at(-1)?.valid_from ?? "")}
            onClick={add}
          >
            {t("tariff.add_version")}
          </button>
        </div>
      </fieldset>
      {version && (
        <>
          <Prices version={version} onChange={change} />
          <Schedules version={version} onChange={change} />
          <SpecialDays key={version.valid_from} version={version} onChange={change} />
          <MonthlyTerms version={version} knots={knots[chosen] ?? []} onChange={change} />
        </>
      )}
      <Contracts contracts={body.contracts ?? []} onChange={contracts => setBody({ ...body, contracts })} />
      {mistakes.length > 0 && (
        <div className="tariff-mistakes" role="alert">
          <ul>
            {mistakes.map(mistake => (
              <li key={mistake}>{t(`tariff.mistake.${mistake}`)}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="tariff-end">
        <button
          type="submit"
          className="button primary"
          disabled={isBusy || mistakes.length > 0}
          data-testid="tariff-save"
        >
          {t("tariff.save")}
        </button>
      </div>
    </form>
  );
}
