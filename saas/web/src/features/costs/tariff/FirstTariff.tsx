import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TariffBody } from "../../../api/types";
import { usePark } from "../../../lib/park";
import { monthOf } from "../month";
import { firstTariff } from "./model";

interface Props {
  onStart: (code: string, body: TariffBody) => void;
}

/** What a park without a tariff begins with: a code, a day, and one price around the clock. */
export function FirstTariff({ onStart }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [code, setCode] = useState("electricity");
  const [from, setFrom] = useState(`${monthOf(Date.now(), park.timezone)}-01`);
  const start = (event: FormEvent) => {
    event.preventDefault();
    onStart(code, firstTariff(from));
  };
  return (
    <form className="tariff-form" onSubmit={start} data-testid="tariff-first">
      <div className="tariff-fields">
        <label>
          {t("tariff.code")}
          <input
            value={code}
            required
            pattern="[a-z0-9][a-z0-9\-]{1,62}"
            onChange={event => setCode(event.target.value)}
          />
        </label>
        <label>
          {t("tariff.valid_from")}
          <input type="date" value={from} required onChange={event => setFrom(event.target.value)} />
        </label>
        <button type="submit" className="button primary">
          {t("tariff.start")}
        </button>
      </div>
    </form>
  );
}
