import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getCostRanking } from "../../../api/calls";
import type { TariffContract } from "../../../api/types";
import { useFormat } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { monthOf, monthSpan } from "../month";

interface Props {
  contracts: TariffContract[];
  onChange: (contracts: TariffContract[]) => void;
}

/** Who buys by the tariff, from when, and what was agreed. */
export function Contracts({ contracts, onChange }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const span = monthSpan(monthOf(Date.now(), park.timezone), park.timezone);
  // All accounts that there are, with their names.
  const accounts = useQuery({
    queryKey: ["cost-ranking", park.code, span.from, "all"],
    queryFn: () => getCostRanking(park.code, span),
  });
  const nameOf = (code: string | null) => {
    const owner = accounts.data?.accounts.find(item => item.owner.enterprise === code)?.owner;
    if (code === null) return t("costs.park_account");
    return owner?.name_zh && owner.name_en
      ? format.name({ name_zh: owner.name_zh, name_en: owner.name_en })
      : code;
  };
  const put = (i: number, part: Partial<TariffContract>) =>
    onChange(contracts.map((item, j) => (i === j ? { ...item, ...part } : item)));
  const free = (accounts.data?.accounts ?? []).filter(
    item => !contracts.some(contract => contract.enterprise === item.owner.enterprise),
  );
  return (
    <fieldset>
      <legend>{t("tariff.contracts")}</legend>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("costs.account")}</th>
              <th scope="col">{t("tariff.valid_from")}</th>
              <th scope="col">{t("tariff.valid_to")}</th>
              <th scope="col">{t("tariff.demand_kw")}</th>
              <th scope="col">{t("tariff.capacity_kva")}</th>
            </tr>
          </thead>
          <tbody>
            {contracts.map((contract, i) => (
              <tr key={`${contract.enterprise}${contract.valid_from}`}>
                <th scope="row">{nameOf(contract.enterprise)}</th>
                <td>{contract.valid_from}</td>
                <td>
                  <input
                    type="date"
                    aria-label={`${t("tariff.valid_to")} ${nameOf(contract.enterprise)}`}
                    value={contract.valid_to ?? ""}
                    onChange={event => put(i, { valid_to: event.target.value || null })}
                  />
                </td>
                {(["demand_kw", "capacity_kva"] as const).map(name => (
                  <td key={name}>
                    <input
                      inputMode="decimal"
                      size={8}
                      aria-label={`${t(`tariff.${name}`)} ${nameOf(contract.enterprise)}`}
                      value={contract[name] ?? ""}
                      onChange={event => put(i, { [name]: event.target.value.trim() || null })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {free.length > 0 && (
        <div className="tariff-fields">
          <label>
            {t("tariff.add_contract")}
            <select
              value=""
              onChange={event => {
                const enterprise = event.target.value === "park" ? null : event.target.value;
                const today = monthOf(Date.now(), park.timezone);
                onChange([
                  ...contracts,
                  {
                    enterprise,
                    valid_from: `${today}-01`,
                    valid_to: null,
                    demand_kw: null,
                    capacity_kva: null,
                  },
                ]);
              }}
            >
              <option value="">{t("tariff.choose")}</option>
              {free.map(item => (
                <option key={item.owner.enterprise ?? "park"} value={item.owner.enterprise ?? "park"}>
                  {nameOf(item.owner.enterprise)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
    </fieldset>
  );
}
