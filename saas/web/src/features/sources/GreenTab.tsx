import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addGreen, claimGreen, type GreenSupply, getGreen, getSources } from "../../api/emissions";
import { uploadEvidence } from "../../api/meters";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { TextField } from "../meters/EventFields";
import { amountText } from "./words";

interface Props {
  canWrite: boolean;
  format: Format;
}

const KINDS = ["direct_supply", "green_power", "certificate"] as const;
const TECHNOLOGIES = ["wind", "solar", "hydro", "biomass", "nuclear", "other"] as const;
const WH_PER_MWH = 1e6;

/** Contracts and certificates of green electricity, and what is used of them. */
export function GreenTab({ canWrite, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useQuery({ queryKey: ["green", park.code], queryFn: () => getGreen(park.code) });
  const [isMaking, setMaking] = useState(false);
  const button = canWrite && (
    <button type="button" className="button primary" onClick={() => setMaking(true)} data-testid="green-new">
      {t("emissions.green.add")}
    </button>
  );
  const found = query.data;
  return (
    <div className="stack">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {!isMaking && (found?.supplies.length ?? 0) > 0 && <p className="wizard-buttons">{button}</p>}
      {isMaking && <GreenForm onDone={() => setMaking(false)} />}
      {found?.findings.map(finding => (
        <p key={finding.supply} data-finding={finding.code}>
          {t(`emissions.green.${finding.code}`, {
            number: finding.number,
            day: finding.expires_on,
            amount: amountText(finding.amount_wh, "Wh", format),
          })}
        </p>
      ))}
      {found && found.supplies.length === 0 && !isMaking && (
        <Empty
          title={t("emissions.green.empty")}
          hint={t("emissions.green.empty_hint")}
          action={button || undefined}
        />
      )}
      {found && found.supplies.length > 0 && (
        <Supplies supplies={found.supplies} canWrite={canWrite} format={format} />
      )}
    </div>
  );
}

function Supplies({ supplies, canWrite, format }: { supplies: GreenSupply[] } & Props) {
  const { t } = useTranslation();
  const [using, setUsing] = useState<number | null>(null);
  return (
    <Card title={t("emissions.green.title")} summary={t("emissions.green.lead")}>
      <Scroll label={t("emissions.green.title")}>
        <table className="table" data-testid="green-table">
          <thead>
            <tr>
              <th scope="col">{t("emissions.green.number")}</th>
              <th scope="col">{t("emissions.green.kind")}</th>
              <th scope="col">{t("emissions.green.vintage")}</th>
              <th scope="col" className="num">
                {t("emissions.green.amount")}
              </th>
              <th scope="col" className="num">
                {t("emissions.green.used")}
              </th>
              {canWrite && (
                <th scope="col">
                  <span className="sr-only">{t("emissions.green.use")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {supplies.map(supply => (
              <tr key={supply.id} data-supply={supply.id}>
                <th scope="row">
                  {supply.number}
                  <p className="note">{supply.supplier}</p>
                </th>
                <td>
                  {t(`emissions.green.kinds.${supply.kind}`)}
                  <p className="note">{t(`emissions.green.technologies.${supply.technology}`)}</p>
                </td>
                <td>
                  {`${supply.generated_from} – ${supply.generated_to}`}
                  {supply.expires_on && (
                    <p className="note">{t("emissions.green.until", { day: supply.expires_on })}</p>
                  )}
                </td>
                <td className="num">{amountText(supply.amount_wh, "Wh", format)}</td>
                <td className="num">{amountText(supply.used_wh, "Wh", format)}</td>
                {canWrite && (
                  <td>
                    <button
                      type="button"
                      className="button"
                      disabled={supply.used_wh >= supply.amount_wh}
                      onClick={() => setUsing(supply.id)}
                    >
                      {t("emissions.green.use")}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {using !== null && <UseForm key={using} supply={using} onDone={() => setUsing(null)} format={format} />}
    </Card>
  );
}

function UseForm({ supply, onDone, format }: { supply: number; onDone: () => void; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const sources = useQuery({ queryKey: ["sources", park.code], queryFn: () => getSources(park.code) });
  const buyers = (sources.data?.sources ?? []).filter(source => source.category === "purchased_electricity");
  const [source, setSource] = useState("");
  const [month, setMonth] = useState("");
  const [amount, setAmount] = useState("");
  const wh = Math.round(Number(amount) * WH_PER_MWH);
  const using = useMutation({
    mutationFn: () => claimGreen(park.code, supply, { source, month: `${month}-01`, amount_wh: wh }),
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: ["green", park.code] });
    },
  });
  const isReady = source !== "" && month !== "" && wh > 0;
  return (
    <form
      noValidate
      data-testid="green-use-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) using.mutate();
      }}
    >
      <div className="fields">
        <div className="field">
          <label htmlFor="green-source">{t("explain.source")}</label>
          <select id="green-source" value={source} onChange={event => setSource(event.target.value)}>
            <option value="">{t("emissions.choose")}</option>
            {buyers.map(item => (
              <option key={item.code} value={item.code}>
                {format.name(item)}
              </option>
            ))}
          </select>
        </div>
        <TextField
          id="green-month"
          type="month"
          label={t("emissions.green.month")}
          value={month}
          isWrong={false}
          onChange={setMonth}
        />
        <TextField
          id="green-use-amount"
          label={t("emissions.green.amount_mwh")}
          value={amount}
          isWrong={amount !== "" && !(wh > 0)}
          onChange={setAmount}
        />
      </div>
      {using.error && <Problem error={using.error} />}
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={onDone}>
          {t("locks.cancel")}
        </button>
        <button type="submit" className="button primary" disabled={!isReady || using.isPending}>
          {t("emissions.green.use")}
        </button>
      </p>
    </form>
  );
}

function GreenForm({ onDone }: { onDone: () => void }) {
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
