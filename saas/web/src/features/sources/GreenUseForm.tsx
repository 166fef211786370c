import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { claimGreen, getSources } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { TextField } from "../meters/EventFields";
import { WH_PER_MWH } from "./GreenForm";

const BUYERS = { category: "purchased_electricity" };

/** Use an amount of a supply for a month of a source. */
export function GreenUseForm({
  supply,
  onUsed,
  onDone,
  format,
}: {
  supply: number;
  onUsed: () => void;
  onDone: () => void;
  format: Format;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const sources = useQuery({
    queryKey: ["sources", park.code, BUYERS],
    queryFn: () => getSources(park.code, BUYERS),
  });
  const buyers = sources.data?.sources ?? [];
  const [source, setSource] = useState("");
  const [month, setMonth] = useState("");
  const [amount, setAmount] = useState("");
  const wh = Math.round(Number(amount) * WH_PER_MWH);
  const using = useMutation({
    mutationFn: () => claimGreen(park.code, supply, { source, month: `${month}-01`, amount_wh: wh }),
    onSuccess: async () => {
      onUsed();
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
