import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Choices, createReport, moveReport, type NewReport, uploadEvidence } from "../../api/activity";
import type { Format } from "../../lib/format";
import { Problem } from "../../ui/Problem";
import { BillMeterPicker, useMainMeter } from "./BillMeterPicker";
import { lastDay, shift, type Words } from "./words";

export interface Start {
  kind: "bill" | "manual" | "driver" | "history";
  enterprise: string | null;
  item: string;
  from_day: string;
  to_day: string;
  quantity?: string;
  unit?: string;
  account?: string;
  purpose?: NewReport["purpose"];
  point?: string | null;
  cost?: string | null;
  currency?: string | null;
  note?: string;
  evidence?: number[];
  supersedes?: number;
}

interface Props {
  park: string;
  start: Start;
  choices: Choices;
  words: Words;
  format: Format;
  /** An operator names the enterprise. */
  isOperator: boolean;
  onSaved: (report: number, failure: unknown) => void;
}

const PRODUCT = "product:";

/** A report as it is written: what, whose, when, how much, and the files that show it. */
export function ReportForm({ park, start, choices, words, format, isOperator, onSaved }: Props) {
  const { t } = useTranslation();
  const [enterprise, setEnterprise] = useState(start.enterprise ?? "");
  const isProduct = start.item.startsWith(PRODUCT);
  const [item, setItem] = useState(isProduct ? PRODUCT : start.item);
  const [files, setFiles] = useState<File[]>([]);
  const isDriver = start.kind === "driver";
  const isNew = start.supersedes === undefined;
  const items = choices.items.filter(one => (one.group === "driver") === isDriver);
  const units = items.find(one => one.code === item)?.units ?? ["t", "kg", "m3", "L", "MWh", "GJ", "m2", "1"];
  // What nobody has chosen is the main meter, of a new report.
  const [chosen, setChosen] = useState(start.point ?? (isNew ? null : ""));
  const wanted = { park, item, enterprise };
  const main = useMainMeter(wanted, !isDriver);
  const meter = chosen ?? main.data ?? "";
  const isWaiting = !isDriver && chosen === null && main.isPending;
  const saving = useMutation({
    mutationFn: async ({ body, isSubmitted }: { body: NewReport; isSubmitted: boolean }) => {
      const kept = await Promise.all(files.map(file => uploadEvidence(park, file, enterprise || null)));
      const evidence = [...(start.evidence ?? []), ...kept.map(file => file.id)];
      const made = await createReport(park, { ...body, evidence });
      let failure: unknown = null;
      if (isSubmitted)
        await moveReport(park, made.report.id, "submit", "").catch(error => {
          failure = error;
        });
      return { id: made.report.id, failure };
    },
    onSuccess: ({ id, failure }) => onSaved(id, failure),
  });
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const isSubmitted = (submitter as HTMLButtonElement | null)?.value === "submit";
    const cost = text("cost");
    saving.mutate({
      isSubmitted,
      body: {
        kind:
          isDriver || start.kind === "history" || !isNew ? start.kind : (text("kind") as "bill" | "manual"),
        enterprise: isOperator ? enterprise || null : start.enterprise,
        item: item === PRODUCT ? PRODUCT + text("product") : item,
        purpose: start.purpose ?? "",
        account: text("account"),
        point: (!isDriver && meter) || null,
        from_day: text("from"),
        to_day: shift(text("to"), 1),
        quantity: text("quantity"),
        unit: text("unit"),
        cost: cost || null,
        currency: cost ? (text("currency") as "CNY") : null,
        note: text("note"),
        comment: text("comment"),
        evidence: [],
        supersedes: start.supersedes ?? null,
      },
    });
  };
  return (
    <form className="form report-form" onSubmit={send} data-testid="report-form">
      <div className="fields">
        {isOperator && (
          <label>
            {t("activity.enterprise")}
            <select
              name="enterprise"
              value={enterprise}
              disabled={!isNew}
              onChange={event => {
                setEnterprise(event.target.value);
                setChosen(null);
              }}
            >
              <option value="">{t("activity.park")}</option>
              {choices.enterprises.map(one => (
                <option key={one.code} value={one.code}>
                  {words.enterprise(one.code)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t("activity.item")}
          <select
            name="item"
            value={item}
            disabled={!isNew}
            onChange={event => {
              setItem(event.target.value);
              setChosen(null);
            }}
          >
            {items.map(one => (
              <option key={one.code} value={one.code}>
                {words.item(one.code)}
              </option>
            ))}
            {isDriver && <option value={PRODUCT}>{t("activity.product")}</option>}
          </select>
        </label>
        {item === PRODUCT && (
          <label>
            {t("activity.product_code")}
            <input
              name="product"
              required
              pattern="[a-z0-9][a-z0-9\-]*"
              maxLength={40}
              readOnly={!isNew}
              defaultValue={isProduct ? start.item.slice(PRODUCT.length) : ""}
            />
          </label>
        )}
        {!isDriver && start.kind !== "history" && (
          <label>
            {t("activity.kind")}
            <select name="kind" defaultValue={start.kind} disabled={!isNew}>
              <option value="bill">{t("activity.bill")}</option>
              <option value="manual">{t("activity.manual")}</option>
            </select>
          </label>
        )}
        <label>
          {t("activity.first_day")}
          <input type="date" name="from" required max={choices.today} defaultValue={start.from_day} />
        </label>
        <label>
          {t("activity.last_day")}
          <input type="date" name="to" required max={choices.today} defaultValue={lastDay(start.to_day)} />
        </label>
        <label>
          {t("activity.quantity")}
          <input
            name="quantity"
            required
            inputMode="decimal"
            pattern="[0-9]+([.][0-9]+)?"
            defaultValue={start.quantity}
          />
        </label>
        <label>
          {t("activity.unit_label")}
          <select name="unit" defaultValue={start.unit ?? units[0]} key={item}>
            {units.map(unit => (
              <option key={unit} value={unit}>
                {words.unit(unit)}
              </option>
            ))}
          </select>
        </label>
        {!isDriver && (
          <>
            <label>
              {t("activity.cost")}
              <input
                name="cost"
                inputMode="decimal"
                pattern="[0-9]+([.][0-9]{1,2})?"
                defaultValue={start.cost ?? ""}
              />
            </label>
            <label>
              {t("activity.currency")}
              <select name="currency" defaultValue={start.currency ?? "CNY"}>
                <option>CNY</option>
                <option>USD</option>
                <option>EUR</option>
              </select>
            </label>
            <label>
              {t("activity.account")}
              <input name="account" maxLength={60} defaultValue={start.account} />
            </label>
            {(main.data || main.isError || meter || start.point) && (
              <BillMeterPicker {...wanted} value={meter} onChange={setChosen} format={format} />
            )}
          </>
        )}
      </div>
      <label>
        {t("activity.comment")}
        <input name="comment" maxLength={1000} placeholder={t("activity.comment_hint")} />
      </label>
      <label>
        {t("activity.note")}
        <input name="note" maxLength={1000} defaultValue={start.note} />
      </label>
      <label>
        {t("activity.evidence")}
        <input
          type="file"
          multiple
          accept=".pdf,.ofd,.png,.jpg,.jpeg,.webp,.xlsx,.docx,.zip,.csv,.txt"
          onChange={event => setFiles([...(event.target.files ?? [])])}
          data-testid="evidence-files"
        />
      </label>
      <p className="note">{t("activity.evidence_hint")}</p>
      {main.error && chosen === null && <Problem error={main.error} onRetry={() => void main.refetch()} />}
      {saving.error && <Problem error={saving.error} />}
      <div className="actions">
        <button
          type="submit"
          className="button primary"
          value="submit"
          disabled={saving.isPending || isWaiting}
          data-testid="save-submit"
        >
          {t("activity.save_submit")}
        </button>
        <button
          type="submit"
          className="button"
          value="draft"
          disabled={saving.isPending || isWaiting}
          data-testid="save-draft"
        >
          {t("activity.save_draft")}
        </button>
      </div>
    </form>
  );
}
