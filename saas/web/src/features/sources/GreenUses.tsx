import { useTranslation } from "react-i18next";
import { type GreenSupply, type GreenUse, releaseGreen } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Scroll } from "../meter-health/Scroll";
import { useGreenAgain } from "./useSourcesAgain";
import { amountText } from "./words";

interface Props {
  uses: GreenUse[];
  canWrite: boolean;
  format: Format;
  /** The supply whose uses these are, where they are not those of all. */
  only: GreenSupply | null;
  onAll: () => void;
  pager: React.ReactNode;
}

/** What of which supply counts for which month of which source. */
export function GreenUses({ uses, canWrite, format, only, onAll, pager }: Props) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const again = useGreenAgain();
  return (
    <Card title={t("emissions.green.uses")} summary={t("emissions.green.uses_lead")}>
      {only && (
        <p role="status">
          {t("emissions.green.only_of", { number: only.number })}{" "}
          <button type="button" className="quiet" onClick={onAll} data-testid="green-all-uses">
            {t("emissions.green.all_uses")}
          </button>
        </p>
      )}
      <Scroll label={t("emissions.green.uses")}>
        <table className="table" data-testid="green-uses">
          <thead>
            <tr>
              <th scope="col">{t("emissions.green.month")}</th>
              <th scope="col">{t("explain.source")}</th>
              <th scope="col">{t("emissions.green.number")}</th>
              <th scope="col" className="right">
                {t("emissions.green.amount")}
              </th>
              <th scope="col">{t("recorded.author")}</th>
              {canWrite && (
                <th scope="col">
                  <span className="sr-only">{t("emissions.green.release")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {uses.map(use => {
              const amount = amountText(use.amount_wh, "Wh", format);
              const month = format.calendarMonth(use.month.slice(0, 7));
              return (
                <tr key={use.id} data-use={use.id}>
                  <th scope="row">{month}</th>
                  <td>{use.source}</td>
                  <td>{use.number ?? t("emissions.green.of_park")}</td>
                  <td className="right nowrap">{amount}</td>
                  <td>
                    {use.author}
                    <span className="term-sub">{format.dateTime(use.created_at).slice(0, -3)}</span>
                  </td>
                  {canWrite && (
                    <td>
                      {(enterprise === null || use.kind !== null) && (
                        <ConfirmButton
                          label={t("emissions.green.release")}
                          about={`${use.number ?? ""} ${month}`}
                          title={t("emissions.green.release_title", { amount, month })}
                          asksReason
                          onDo={async note => {
                            await releaseGreen(park.code, use.id, note);
                            await again();
                          }}
                          testId="green-release"
                        >
                          <p>{t("emissions.green.release_means", { source: use.source, month, amount })}</p>
                        </ConfirmButton>
                      )}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {pager}
    </Card>
  );
}
