import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addLock } from "../../api/metering";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Confirm } from "../../ui/Confirm";
import { TextField } from "../meters/EventFields";
import { fromInput, toInput } from "../meters/spans";
import { monthSpan, pastMonths, type Span, spanText } from "./words";

interface Props {
  owners: ReadonlyMap<string, Names>;
  format: Format;
  onDone: () => void;
}

const OTHER = "other";

/** Which period, whose, and why. */
export function LockForm({ owners, format, onDone }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [months] = useState(() => pastMonths(Date.now(), park.timezone));
  const [month, setMonth] = useState(months[0] ?? OTHER);
  const [from, setFrom] = useState(() =>
    toInput(monthSpan(months[0] ?? "", park.timezone).to, park.timezone),
  );
  const [to, setTo] = useState("");
  const [enterprise, setEnterprise] = useState("");
  const [reason, setReason] = useState("");
  const span: Span | null =
    month === OTHER ? spanOf(from, to, park.timezone) : monthSpan(month, park.timezone);
  const [isAsking, setAsking] = useState(false);
  const lock = async (given: Span) => {
    await addLock(park.code, { ...given, reason: reason.trim(), ...(enterprise && { enterprise }) });
    onDone();
    for (const key of ["locks", "differences", "ledger"])
      await client.invalidateQueries({ queryKey: [key, park.code] });
  };
  const isReady = span !== null && reason.trim() !== "";
  return (
    <Card title={t("locks.add")} summary={t("locks.add_hint")} className="form-card">
      <form
        noValidate
        data-testid="lock-form"
        onSubmit={event => {
          event.preventDefault();
          if (isReady) setAsking(true);
        }}
      >
        <div className="fields">
          <div className="field">
            <label htmlFor="lock-month">{t("locks.period")}</label>
            <select id="lock-month" value={month} onChange={event => setMonth(event.target.value)}>
              {months.map(item => (
                <option key={item} value={item}>
                  {format.calendarMonth(item)}
                </option>
              ))}
              <option value={OTHER}>{t("locks.other_span")}</option>
            </select>
          </div>
          <div className="field">
            <label htmlFor="lock-owner">{t("locks.whose")}</label>
            <select id="lock-owner" value={enterprise} onChange={event => setEnterprise(event.target.value)}>
              <option value="">{t("locks.whole_park")}</option>
              {[...owners].map(([code, names]) => (
                <option key={code} value={code}>
                  {format.name(names)}
                </option>
              ))}
            </select>
          </div>
          {month === OTHER && (
            <>
              <TextField
                id="lock-from"
                type="datetime-local"
                label={t("wizard.from")}
                hint={t("wizard.time_hint", { zone: park.timezone })}
                value={from}
                isWrong={false}
                onChange={setFrom}
              />
              <TextField
                id="lock-to"
                type="datetime-local"
                label={t("wizard.to")}
                hint={t("locks.to_hint")}
                value={to}
                isWrong={to !== "" && span === null}
                onChange={setTo}
              />
            </>
          )}
          <div className="field field-wide">
            <label htmlFor="lock-reason">{t("wizard.reason")}</label>
            <textarea
              id="lock-reason"
              rows={2}
              maxLength={1000}
              required
              value={reason}
              aria-describedby="lock-reason-hint"
              onChange={event => setReason(event.target.value)}
            />
            <p className="note" id="lock-reason-hint">
              {t("locks.reason_hint")}
            </p>
          </div>
        </div>
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onDone}>
            {t("locks.cancel")}
          </button>
          <button
            type="submit"
            className="button primary"
            aria-haspopup="dialog"
            disabled={!isReady}
            data-testid="lock-add"
          >
            {t("locks.lock")}
          </button>
        </p>
      </form>
      {isAsking && span && (
        <Confirm
          title={t("locks.sure", { period: spanText(span, park.timezone, format) })}
          action={t("locks.lock")}
          onDo={() => lock(span)}
          onClose={() => setAsking(false)}
        >
          <p>{t("locks.means")}</p>
        </Confirm>
      )}
    </Card>
  );
}

function spanOf(from: string, to: string, timeZone: string): Span | null {
  const span = { from: fromInput(from, timeZone), to: fromInput(to, timeZone) };
  return span.from !== null && span.to !== null && span.from < span.to
    ? { from: span.from, to: span.to }
    : null;
}
