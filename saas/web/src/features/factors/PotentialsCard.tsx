import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { choosePotentials, type Potentials } from "../../api/factors";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

const SETS: Potentials[] = ["AR6", "AR5", "AR4"];

/** By which set of potentials gases other than CO2 count where nobody chooses another. */
export function PotentialsCard({ inForce, canDecide }: { inForce: string; canDecide: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const id = useId();
  const [chosen, setChosen] = useState(inForce);
  const choosing = useMutation({
    mutationFn: () => choosePotentials(park.code, chosen as Potentials),
    // The session tells other pages with which set they begin.
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Card title={t("factors.gwp")} summary={t("factors.gwp_hint")}>
      {canDecide ? (
        <>
          <div className="fields">
            <div className="field">
              <label htmlFor={id}>{t("factors.gwp_set")}</label>
              <select
                id={id}
                value={chosen}
                onChange={event => setChosen(event.target.value)}
                data-testid="gwp"
              >
                {SETS.map(set => (
                  <option key={set} value={set}>
                    {t(`factors.gwp_${set.toLowerCase() as "ar6"}`)}
                  </option>
                ))}
              </select>
            </div>
          </div>
          <p>
            <button
              type="button"
              className="button"
              disabled={chosen === inForce || choosing.isPending}
              onClick={() => choosing.mutate()}
              data-testid="gwp-choose"
            >
              {t("factors.gwp_do")}
            </button>
          </p>
        </>
      ) : (
        <p>{t(`factors.gwp_${inForce.toLowerCase() as "ar6"}`)}</p>
      )}
      {choosing.error && <Problem error={choosing.error} />}
    </Card>
  );
}
