import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addGreen } from "../../api/emissions";
import { uploadEvidence } from "../../api/meters";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { TextField } from "../meters/EventFields";

const KINDS = ["direct_supply", "green_power", "certificate"] as const;
const TECHNOLOGIES = ["wind", "solar", "hydro", "biomass", "nuclear", "other"] as const;
export const WH_PER_MWH = 1e6;

/** Register a contract or certificate with its evidence. */
export function GreenForm({ onAdded, onDone }: { onAdded: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [given, setGiven] = useState({
    kind: "certificate",
    number: "",
    supplier: "",
    technology: "wind",
    amount: "",
    from: "",
    to: "",
    expires: "",
  });
  const set = (name: keyof typeof given) => (value: string) => setGiven(old => ({ ...old, [name]: value }));
  const wh = Math.round(Number(given.amount) * WH_PER_MWH);
  const adding = useMutation({
    mutationFn: async (chosen: File) => {
      const kept = await uploadEvidence(park.code, chosen, enterprise?.code ?? null);
      return addGreen(park.code, {
        kind: given.kind as (typeof KINDS)[number],
        technology: given.technology as (typeof TECHNOLOGIES)[number],
        number: given.number.trim(),
        supplier: given.supplier.trim(),
        amount_wh: wh,
        generated_from: given.from,
        generated_to: given.to,
        expires_on: given.expires || null,
        enterprise: enterprise?.code ?? null,
        evidence: kept.id,
      });
    },
    onSuccess: async () => {
      onAdded();
      onDone();
      await client.invalidateQueries({ queryKey: ["green", park.code] });
    },
  });
  const isReady =
    file !== null &&
    given.number.trim() !== "" &&
    given.supplier.trim() !== "" &&
    wh > 0 &&
    given.from !== "" &&
    given.to !== "";
  return (
    <Card title={t("emissions.green.add")} summary={t("emissions.green.add_hint")} className="form-card">
      <form
        noValidate
        data-testid="green-form"
        onSubmit={event => {
          event.preventDefault();
          if (file && isReady) adding.mutate(file);
        }}
      >
        <div className="fields">
          <div className="field">
            <label htmlFor="green-kind">{t("emissions.green.kind")}</label>
            <select id="green-kind" value={given.kind} onChange={event => set("kind")(event.target.value)}>
              {KINDS.map(kind => (
                <option key={kind} value={kind}>
                  {t(`emissions.green.kinds.${kind}`)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="green-technology">{t("emissions.green.technology")}</label>
            <select
              id="green-technology"
              value={given.technology}
              onChange={event => set("technology")(event.target.value)}
            >
              {TECHNOLOGIES.map(name => (
                <option key={name} value={name}>
                  {t(`emissions.green.technologies.${name}`)}
                </option>
              ))}
            </select>
          </div>
          <TextField
            id="green-number"
            label={t("emissions.green.number")}
            value={given.number}
            isWrong={false}
            onChange={set("number")}
          />
          <TextField
            id="green-supplier"
            label={t("emissions.green.supplier")}
            value={given.supplier}
            isWrong={false}
            onChange={set("supplier")}
          />
          <TextField
            id="green-amount"
            label={t("emissions.green.amount_mwh")}
            value={given.amount}
            isWrong={given.amount !== "" && !(wh > 0)}
            onChange={set("amount")}
          />
          <TextField
            id="green-from"
            type="date"
            label={t("emissions.green.generated_from")}
            value={given.from}
            isWrong={false}
            onChange={set("from")}
          />
          <TextField
            id="green-to"
            type="date"
            label={t("emissions.green.generated_to")}
            value={given.to}
            isWrong={false}
            onChange={set("to")}
          />
          <TextField
            id="green-expires"
            type="date"
            label={t("emissions.green.expires")}
            value={given.expires}
            isWrong={false}
            onChange={set("expires")}
          />
          <div className="field field-wide">
            <label htmlFor="green-file">{t("emissions.green.file")}</label>
            <input id="green-file" type="file" onChange={event => setFile(event.target.files?.[0] ?? null)} />
          </div>
        </div>
        {adding.error && <Problem error={adding.error} />}
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onDone}>
            {t("locks.cancel")}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || adding.isPending}
            data-testid="green-save"
          >
            {t("emissions.green.add")}
          </button>
        </p>
      </form>
    </Card>
  );
}
