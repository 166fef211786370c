import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type GreenSupply, withdrawGreen } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Scroll } from "../meter-health/Scroll";
import { GreenUseForm } from "./GreenUseForm";
import { useGreenAgain } from "./useSourcesAgain";
import { amountText } from "./words";

interface Props {
  supplies: GreenSupply[];
  canWrite: boolean;
  format: Format;
  /** After an amount was used. */
  onUsed: () => void;
  onShowUses: (supply: GreenSupply) => void;
  pager: React.ReactNode;
}

/** Every contract and certificate, how much of it is used, and what may be done with it. */
export function GreenSupplies({ supplies, canWrite, format, onUsed, onShowUses, pager }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const again = useGreenAgain();
  const [using, setUsing] = useState<number | null>(null);
  // A form of a supply that is on another page would be taken for one of these.
  const chosen = supplies.find(supply => supply.id === using);
  return (
    <Card title={t("emissions.green.title")} summary={t("emissions.green.lead")}>
      <Scroll label={t("emissions.green.title")}>
        <table className="table" data-testid="green-table">
          <thead>
            <tr>
              <th scope="col">{t("emissions.green.number")}</th>
              <th scope="col">{t("emissions.green.kind")}</th>
              <th scope="col">{t("emissions.green.vintage")}</th>
              <th scope="col" className="right">
                {t("emissions.green.amount")}
              </th>
              <th scope="col" className="right">
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
                  <p className="note">
                    {supply.supplier} ·{" "}
                    <a href={`/api/v1/parks/${park.code}/evidence/${supply.evidence}`} download>
                      {t("activity.evidence")}
                    </a>
                  </p>
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
                <td className="right">{amountText(supply.amount_wh, "Wh", format)}</td>
                <td className="right">{amountText(supply.used_wh, "Wh", format)}</td>
                {canWrite && (
                  <td>
                    <button
                      type="button"
                      className="button"
                      disabled={supply.used_wh >= supply.amount_wh}
                      onClick={() => setUsing(supply.id)}
                    >
                      {t("emissions.green.use")}
                      <span className="sr-only"> {supply.number}</span>
                    </button>{" "}
                    <ConfirmButton
                      label={t("emissions.green.withdraw")}
                      about={supply.number}
                      title={t("emissions.green.withdraw_title", { number: supply.number })}
                      isDisabled={supply.used_wh > 0}
                      asksReason
                      onDo={async note => {
                        await withdrawGreen(park.code, supply.id, note);
                        await again();
                      }}
                      testId="green-withdraw"
                    >
                      <p>
                        {t("emissions.green.withdraw_means", {
                          amount: amountText(supply.amount_wh, "Wh", format),
                        })}
                      </p>
                    </ConfirmButton>
                    {supply.used_wh > 0 && (
                      <p className="note">
                        {t("emissions.green.release_first")}{" "}
                        <button type="button" className="quiet" onClick={() => onShowUses(supply)}>
                          {t("emissions.green.its_uses")}
                          <span className="sr-only"> {supply.number}</span>
                        </button>
                      </p>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {pager}
      {chosen && (
        <>
          <h3>
            {t("emissions.green.use")} · {chosen.number}
          </h3>
          <GreenUseForm
            key={chosen.id}
            supply={chosen.id}
            onUsed={onUsed}
            onDone={() => setUsing(null)}
            format={format}
          />
        </>
      )}
    </Card>
  );
}
