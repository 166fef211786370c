import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addEntry, addLot, type NewEntry, type NewLot } from "../../api/activity";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { shift } from "./words";

interface FormProps {
  item: string;
  enterprise: string | null;
}

/** The fields of a form as texts; an empty one is null. */
type Texts = (name: string) => string | null;

interface StockFormProps {
  what: "entry" | "lot";
  send: (text: Texts) => Promise<unknown>;
  children: ReactNode;
}

/** A card with a form, which is emptied when it was sent. */
function StockForm({ what, send, children }: StockFormProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park.code] }),
  });
  return (
    <Card title={t(`activity.add_${what}`)} summary={t(`activity.add_${what}_hint`)}>
      <form
        className="form"
        data-testid={`add-${what}`}
        onSubmit={event => {
          event.preventDefault();
          const form = event.currentTarget;
          const content = new FormData(form);
          const text = (name: string) => String(content.get(name) ?? "").trim() || null;
          adding.mutate(text, { onSuccess: () => form.reset() });
        }}
      >
        <div className="fields">{children}</div>
        {adding.error && <Problem error={adding.error} />}
        <button type="submit" className="button" disabled={adding.isPending}>
          {t("activity.add")}
        </button>
      </form>
    </Card>
  );
}

const DECIMAL = { inputMode: "decimal", pattern: "[0-9]+([.][0-9]{1,6})?" } as const;
type Amount = "gross" | "tare" | "net" | "mass" | "moisture_ar" | "moisture_ad" | "ncv" | "carbon";

function AmountField({ name, unit, required }: { name: Amount; unit: string; required?: boolean }) {
  const { t } = useTranslation();
  return (
    <label>
      {t(`activity.${name}`)} ({unit})
      <input name={name} required={required} {...DECIMAL} />
    </label>
  );
}

export function EntryForm({ item, enterprise }: FormProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const send = (text: Texts) =>
    addEntry(park.code, {
      item,
      enterprise,
      kind: text("kind") as NewEntry["kind"],
      time: Date.parse(text("time") ?? ""),
      net: text("net"),
      gross: text("gross"),
      tare: text("tare"),
      vehicle: text("vehicle") ?? "",
      ticket: text("ticket") ?? "",
      note: "",
    });
  return (
    <StockForm what="entry" send={send}>
      <label>
        {t("activity.kind")}
        <select name="kind">
          {(["purchase", "sale", "take"] as const).map(kind => (
            <option key={kind} value={kind}>
              {t(`activity.entry.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("activity.time")}
        <input type="datetime-local" name="time" required />
      </label>
      <AmountField name="gross" unit="t" />
      <AmountField name="tare" unit="t" />
      <AmountField name="net" unit="t" />
      <label>
        {t("activity.vehicle")}
        <input name="vehicle" maxLength={40} />
      </label>
      <label>
        {t("activity.ticket")}
        <input name="ticket" maxLength={60} />
      </label>
    </StockForm>
  );
}

export function LotForm({ item, enterprise }: FormProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const send = (text: Texts) =>
    addLot(park.code, {
      item,
      enterprise,
      code: text("code") ?? "",
      from_day: text("from") ?? "",
      to_day: shift(text("to") ?? "", 1),
      mass: text("mass") ?? "",
      basis: text("basis") as NewLot["basis"],
      moisture_ar: text("moisture_ar"),
      moisture_ad: text("moisture_ad"),
      ncv: text("ncv"),
      carbon: text("carbon"),
      note: "",
    });
  return (
    <StockForm what="lot" send={send}>
      <label>
        {t("activity.lot")}
        <input name="code" required maxLength={60} />
      </label>
      <label>
        {t("activity.first_day")}
        <input type="date" name="from" required />
      </label>
      <label>
        {t("activity.last_day")}
        <input type="date" name="to" required />
      </label>
      <AmountField name="mass" unit="t" required />
      <label>
        {t("activity.basis")}
        <select name="basis">
          {(["ar", "ad", "d"] as const).map(basis => (
            <option key={basis} value={basis}>
              {t(`activity.basis_of.${basis}`)}
            </option>
          ))}
        </select>
      </label>
      <AmountField name="moisture_ar" unit="%" />
      <AmountField name="moisture_ad" unit="%" />
      <AmountField name="ncv" unit="GJ/t" />
      <AmountField name="carbon" unit="%" />
    </StockForm>
  );
}
