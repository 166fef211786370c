import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type PlanBase, type PlanDesk, readBase, saveBase } from "../../api/planning";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { itemName } from "./words";

const DAY_MS = 86_400_000;
const NUMBERS = ["year", "output", "growth", "grid", "energy", "electricity", "gas", "coal"] as const;
type Field = (typeof NUMBERS)[number];

// t/GJ: IPCC 2006, volume 2, table 1.4: natural gas 56.1, other bituminous coal 94.6 kg/GJ.
const GAS = 0.0561;
const COAL = 0.0946;

/** The base year: what the ledger knows of the last days, or a few figures by hand. */
export function BaseForm({ base, onDone }: { base: PlanBase | null; onDone: () => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  const id = useId();
  const [days, setDays] = useState("30");
  const [form, setForm] = useState<Record<Field, string>>(() => ({
    year: String(base?.year ?? new Date().getUTCFullYear() - 1),
    output: base ? String(base.output) : "",
    growth: String(base?.growth ?? 4),
    grid: String(base?.grid ?? 0.5306),
    energy: "",
    electricity: "40",
    gas: "30",
    coal: "30",
  }));
  const [found, setFound] = useState<PlanBase | null>(null);
  const output = Number(form.output);
  const reading = useMutation({
    mutationFn: () => {
      const to = Math.floor(Date.now() / 3_600_000) * 3_600_000;
      return readBase(park.code, { from: to - Number(days) * DAY_MS, to, output });
    },
    onSuccess: read => setFound({ ...read, growth: Number(form.growth) }),
  });
  const saving = useMutation({
    mutationFn: (body: PlanBase) => saveBase(park.code, body),
    onSuccess: (desk: PlanDesk) => {
      client.setQueryData(["planning", park.code], desk);
      void client.invalidateQueries({ queryKey: ["plan-preview", park.code] });
      onDone();
    },
  });
  const shares = ["electricity", "gas", "coal"].map(name => Number(form[name as Field]) / 100);
  const sum = shares.reduce((all, one) => all + one, 0);
  const isReady = output > 0 && Number(form.energy) > 0 && Math.abs(sum - 1) < 0.001;
  const field = (name: Field, unit: string) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>
        {t(`planning.base_${name}`)} <span className="unit">{unit}</span>
      </label>
      <input
        id={`${id}-${name}`}
        inputMode="decimal"
        value={form[name]}
        onChange={event => setForm({ ...form, [name]: event.target.value })}
        data-testid={`base-${name}`}
      />
    </div>
  );
  const byHand = (): PlanBase => ({
    year: Number(form.year),
    output,
    growth: Number(form.growth),
    grid: Number(form.grid),
    zero: 0,
    sectors: [
      {
        name: t("planning.whole_park"),
        share: 1,
        intensity: Number(form.energy) / output,
        process: 0,
        mix: { electricity: shares[0] ?? 0, natural_gas: shares[1] ?? 0, coal: shares[2] ?? 0 },
      },
    ],
    factors: { natural_gas: GAS, coal: COAL },
    ledger: null,
    assumed: [],
    note: "",
  });
  return (
    <Card title={t("planning.base")} summary={t("planning.base_hint")} className="form-card">
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          if (isReady) saving.mutate(byHand());
        }}
      >
        <div className="fields">
          {field("output", t("planning.unit_output"))}
          {field("growth", "%/a")}
        </div>
        <h3>{t("planning.from_ledger")}</h3>
        <p className="note">{t("planning.from_ledger_hint")}</p>
        <div className="fields">
          <div className="field">
            <label htmlFor={`${id}-days`}>{t("planning.last_days")}</label>
            <select id={`${id}-days`} value={days} onChange={event => setDays(event.target.value)}>
              {["1", "3", "30", "365"].map(one => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </div>
          <p className="field">
            <button
              type="button"
              className="button"
              disabled={!(output > 0) || reading.isPending}
              onClick={() => reading.mutate()}
              data-testid="base-read"
            >
              {t("planning.read")}
            </button>
          </p>
        </div>
        {reading.error && <Problem error={reading.error} />}
        {found && (
          <Found base={found} format={format}>
            <button
              type="button"
              className="button primary"
              disabled={saving.isPending}
              onClick={() => saving.mutate(found)}
              data-testid="base-take"
            >
              {t("planning.take")}
            </button>
          </Found>
        )}
        <h3>{t("planning.by_hand")}</h3>
        <div className="fields">
          {field("year", "")}
          {field("energy", "GJ/a")}
          {field("grid", "tCO₂/MWh")}
          {field("electricity", "%")}
          {field("gas", "%")}
          {field("coal", "%")}
        </div>
        {Math.abs(sum - 1) >= 0.001 && (
          <p className="note">{t("planning.sum_is", { sum: format.percent(sum, 1) })}</p>
        )}
        {saving.error && <Problem error={saving.error} />}
        <p className="wizard-buttons">
          {base && (
            <button type="button" className="button" onClick={onDone}>
              {t("locks.cancel")}
            </button>
          )}
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || saving.isPending}
            data-testid="base-save"
          >
            {t("planning.save_base")}
          </button>
        </p>
      </form>
    </Card>
  );
}

/** What the ledger knows, in words, before it is taken. */
function Found({ base, format, children }: { base: PlanBase; format: Format; children: React.ReactNode }) {
  const { t } = useTranslation();
  const energy = base.sectors.reduce((sum, one) => sum + one.share * one.intensity * base.output, 0);
  return (
    <div className="found" role="status" data-testid="base-found">
      <p>
        {t("planning.found", {
          hours: format.number(base.ledger?.hours ?? 0),
          tonnes: format.number((base.ledger?.co2_mg ?? 0) / 1e9, 1),
          energy: format.number(energy / 1000, 1),
        })}
      </p>
      <ul>
        {base.sectors.map(sector => (
          <li key={sector.name}>
            {sector.name}: {format.percent(sector.share, 1)} ·{" "}
            {Object.entries(sector.mix)
              .map(([carrier, share]) => `${itemName(t, carrier)} ${format.percent(share, 0)}`)
              .join(" · ")}
          </li>
        ))}
      </ul>
      {base.assumed?.map(one => (
        <p key={one} className="note">
          {t(`planning.assumed.${one}` as never) as string}
        </p>
      ))}
      {children}
    </div>
  );
}
