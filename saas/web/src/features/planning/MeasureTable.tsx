import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endInput, type PlanDesk, saveMeasure } from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Cited, CitedCost } from "./Cited";
import { itemName } from "./words";

interface Props {
  desk: PlanDesk;
  canEdit: boolean;
  format: Format;
  onEdit: (code: string) => void;
}

/** The park's measures, and those of the library that can be taken over. */
export function MeasureTable({ desk, canEdit, format, onEdit }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const { library } = desk;
  const own = desk.inputs.measures ?? {};
  const rest = Object.entries(library).filter(([code]) => !(code in own));
  const settled = (made: PlanDesk) => {
    client.setQueryData(["planning", park.code], made);
    void client.invalidateQueries({ queryKey: ["macc", park.code] });
  };
  const adding = useMutation({
    mutationFn: (code: string) => {
      const measure = library[code];
      if (!measure) throw new Error(code);
      return saveMeasure(park.code, code, measure);
    },
    onSuccess: (made, code) => {
      settled(made);
      onEdit(code);
    },
  });
  const ending = useMutation({
    mutationFn: (code: string) => endInput(park.code, "measures", code),
    onSuccess: settled,
  });
  return (
    <Card
      title={t("planning.own_measures")}
      summary={t("planning.own_measures_hint")}
      actions={
        canEdit && (
          <>
            <label>
              <span className="sr-only">{t("planning.from_library")}</span>
              <select value="" onChange={event => adding.mutate(event.target.value)} data-testid="library">
                <option value="">{t("planning.from_library")}</option>
                {rest.map(([code, measure]) => (
                  <option key={code} value={code}>
                    {format.name(measure)}
                  </option>
                ))}
              </select>
            </label>
            <button type="button" className="button" onClick={() => onEdit("")} data-testid="measure-new">
              {t("planning.new_measure")}
            </button>
          </>
        )
      }
    >
      {adding.error && <Problem error={adding.error} />}
      {Object.keys(own).length === 0 ? (
        <p className="note">{t("planning.no_measures")}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="table-scroll" tabIndex={0} aria-label={t("planning.own_measures")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("planning.measure")}</th>
                <th scope="col">{t("planning.kind_of")}</th>
                <th scope="col">{t("planning.saves")}</th>
                <th scope="col" className="right">
                  {t("planning.capex")} <span className="unit">{t("planning.unit_10k_yuan")}</span>
                </th>
                <th scope="col" className="right">
                  {t("planning.lifetime")}
                </th>
                <th scope="col">
                  <span className="sr-only">{t("planning.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(own).map(([code, one]) => (
                <tr key={code} data-measure={code}>
                  <th scope="row">
                    {format.name(one)}
                    {one.source && <p className="note measure-source">{one.source}</p>}
                    {one.note && <p className="note measure-source">{one.note}</p>}
                    {(one.cited ?? []).length > 0 && <Cited cited={one.cited ?? []} format={format} />}
                  </th>
                  <td>{t(`planning.kind.${one.kind}`)}</td>
                  <td>
                    {Object.entries(one.saved ?? {}).map(([carrier, amount]) => (
                      <div key={carrier} className="nowrap">
                        {itemName(t, carrier)} {format.number(amount)} <span className="unit">GJ/a</span>
                      </div>
                    ))}
                    {Object.entries(one.contracted ?? {}).map(([carrier, amount]) => (
                      <div key={`contracted-${carrier}`} className="nowrap">
                        {t("planning.contracted_of", { carrier: itemName(t, carrier) })}{" "}
                        {format.number(amount)} <span className="unit">GJ/a</span>
                      </div>
                    ))}
                    {one.other !== 0 && (
                      <div className="nowrap">
                        {format.number(one.other ?? 0)} <span className="unit">tCO₂/a</span>
                      </div>
                    )}
                  </td>
                  <td className="right">
                    <CitedCost measure={one} market={desk.inputs.market} format={format} />
                  </td>
                  <td className="right">{one.lifetime}</td>
                  <td className="right nowrap">
                    {canEdit && (
                      <>
                        <button
                          type="button"
                          className="quiet"
                          aria-label={t("planning.edit_of", { name: format.name(one) })}
                          onClick={() => onEdit(code)}
                        >
                          {t("planning.edit")}
                        </button>
                        <ConfirmButton
                          label={t("planning.remove")}
                          about={format.name(one)}
                          title={t("planning.sure_remove", { name: format.name(one) })}
                          onDo={() => ending.mutateAsync(code)}
                        >
                          <p>{t("planning.means_remove")}</p>
                        </ConfirmButton>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
