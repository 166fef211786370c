import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { factorTemplate, importFactorDatabase } from "../../api/national";
import { useLanguage } from "../../app/preferences";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";

/** The national factor database: brought by the park as a file, checked row by row before anything is kept. */
export function FactorsCard({ values, canEdit }: { values: number; canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const language = useLanguage();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const trying = useMutation({ mutationFn: (one: File) => importFactorDatabase(park.code, one, true) });
  const keeping = useMutation({
    mutationFn: (one: File) => importFactorDatabase(park.code, one, false),
    onSuccess: () => {
      for (const name of ["zero-year", "zero-outlook", "zero-comparison", "factors"])
        void client.invalidateQueries({ queryKey: [name, park.code] });
    },
  });
  const outcome = keeping.data ?? trying.data;
  const error = keeping.error ?? trying.error;
  return (
    <Card
      title={t("zero_carbon.database")}
      summary={t("zero_carbon.database_hint", { count: values })}
      actions={
        <a className="button" href={factorTemplate(park.code, language)} download>
          {t("zero_carbon.template")}
        </a>
      }
    >
      {canEdit && (
        <div className="field">
          <label htmlFor="factor-database">{t("zero_carbon.file")}</label>
          <input
            id="factor-database"
            type="file"
            accept=".csv,.xlsx"
            onChange={event => {
              const one = event.target.files?.[0] ?? null;
              keeping.reset();
              trying.reset();
              setFile(one);
              if (one) trying.mutate(one);
            }}
            data-testid="database-file"
          />
        </div>
      )}
      {error && <Problem error={error} />}
      {outcome && (
        <p role="status" data-testid="database-outcome" data-created={outcome.created}>
          {outcome.errors.length > 0
            ? t("zero_carbon.import_errors", { count: outcome.errors.length })
            : t(keeping.data ? "zero_carbon.import_done" : "zero_carbon.import_would", {
                created: outcome.created,
                unchanged: outcome.unchanged,
              })}
        </p>
      )}
      {outcome && outcome.errors.length > 0 && (
        <Scroll label={t("zero_carbon.faults")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("activity.row")}</th>
                <th scope="col">{t("activity.column")}</th>
                <th scope="col">{t("activity.value")}</th>
                <th scope="col">{t("activity.fault")}</th>
              </tr>
            </thead>
            <tbody>
              {outcome.errors.map(fault => (
                <tr key={`${fault.row} ${fault.column}`}>
                  <td>{fault.row}</td>
                  <td>{fault.column}</td>
                  <td>{fault.value}</td>
                  <td>{t(`zero_carbon.fault.${fault.code}` as never, { defaultValue: fault.message })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {file && trying.data?.errors.length === 0 && trying.data.created > 0 && !keeping.data && (
        <p>
          <button
            type="button"
            className="button primary"
            disabled={keeping.isPending}
            onClick={() => keeping.mutate(file)}
            data-testid="database-keep"
          >
            {t("zero_carbon.import_keep")}
          </button>
        </p>
      )}
    </Card>
  );
}
