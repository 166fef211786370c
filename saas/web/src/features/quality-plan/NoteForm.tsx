import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { getPlanNotes, sayPlan } from "../../api/plan";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";

interface Props {
  subject: string;
  fields: readonly string[];
  said: Record<string, string>;
  enterprise?: string | undefined;
  mayEdit: boolean;
  format: Format;
}

const ROLES = ["", "primary", "secondary", "passed_on", "passed_on_outside", "none"];

/** Fields of a subject that people fill in, and who said what before. */
export function NoteForm({ subject, fields, said, enterprise, mayEdit, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const id = useId();
  const [values, setValues] = useState<Record<string, string>>({});
  const [reason, setReason] = useState("");
  const [isOpen, setOpen] = useState(subject !== "plan");
  const history = useQuery({
    queryKey: ["plan-notes", park.code, subject],
    queryFn: () => getPlanNotes(park.code, subject),
    enabled: isOpen,
  });
  const saving = useMutation({
    mutationFn: () =>
      sayPlan(park.code, { subject, values, reason: reason.trim(), ...(enterprise && { enterprise }) }),
    onSuccess: async () => {
      setValues({});
      setReason("");
      for (const key of ["quality-plan", "plan-notes", "figures"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  if (!isOpen)
    return mayEdit ? (
      <button type="button" className="button" onClick={() => setOpen(true)} data-testid="plan-edit">
        {t("plan.edit")}
      </button>
    ) : null;
  const now = (field: string) =>
    values[field] ?? said[field] ?? history.data?.said.find(row => row.field === field)?.value ?? "";
  return (
    <div className="plan-notes">
      {mayEdit && (
        <form
          onSubmit={event => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          {fields.map(field => (
            <div className="field" key={field}>
              <label htmlFor={`${id}-${field}`}>{t(`plan.field_${field as "note"}`)}</label>
              {field === "energy_role" ? (
                <select
                  id={`${id}-${field}`}
                  value={now(field)}
                  onChange={event => setValues({ ...values, [field]: event.target.value })}
                >
                  {ROLES.map(role => (
                    <option key={role} value={role}>
                      {t(`plan.role_${(role || "usual") as "usual"}`)}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  id={`${id}-${field}`}
                  value={now(field)}
                  maxLength={2000}
                  onChange={event => setValues({ ...values, [field]: event.target.value })}
                />
              )}
            </div>
          ))}
          <div className="field">
            <label htmlFor={`${id}-reason`}>{t("plan.reason")}</label>
            <input
              id={`${id}-reason`}
              value={reason}
              maxLength={500}
              onChange={event => setReason(event.target.value)}
            />
          </div>
          {saving.error && <Problem error={saving.error} />}
          <p>
            <button
              type="submit"
              className="button primary"
              disabled={saving.isPending || Object.keys(values).length === 0}
              data-testid="plan-save"
            >
              {t("plan.save")}
            </button>
          </p>
        </form>
      )}
      <section>
        <h3 className="plan-sub">{t("plan.history")}</h3>
        {history.error && <Problem error={history.error} onRetry={() => void history.refetch()} />}
        {history.data?.said.length === 0 && <p className="note">{t("plan.history_none")}</p>}
        <ul className="plan-history">
          {history.data?.said.slice(0, 12).map(row => (
            <li key={`${row.created_at} ${row.field}`}>
              <strong>{t(`plan.field_${row.field as "note"}`)}</strong> {row.value || t("plan.taken_back")}{" "}
              <span className="note">
                {row.author} · {format.dateTime(Date.parse(row.created_at))}
                {row.reason && ` · ${row.reason}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
