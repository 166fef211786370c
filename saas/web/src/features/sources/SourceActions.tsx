import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteSource, type EmissionSource, endSource, type SourceDetail } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ConfirmButton } from "../../ui/Confirm";
import { TextField } from "../meters/EventFields";
import { AfterEffect } from "./AfterEffect";
import { EditForm } from "./EditForm";
import { ReplaceForm } from "./ReplaceForm";
import { useSourcesAgain } from "./useSourcesAgain";
import { dayAfter } from "./words";

export const DOINGS = ["edit", "replace", "end"] as const;
export type Doing = (typeof DOINGS)[number];

interface Props {
  detail: SourceDetail;
  canWrite: boolean;
  doing: Doing | null;
  onDoing: (doing: Doing | null, code?: string) => void;
  onClose: () => void;
  format: Format;
}

/** What may be done to a source: described anew, replaced, ended, or deleted where it never had a figure. */
export function SourceActions({ detail, canWrite, doing, onDoing, onClose, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const again = useSourcesAgain();
  const { source } = detail;
  const isOver = source.state === "ended";
  const remove = async (reason: string) => {
    await deleteSource(park.code, source.code, reason);
    onClose();
    await again();
  };
  if (canWrite && doing === "edit")
    return <EditForm source={source} onDone={() => onDoing(null)} format={format} />;
  if (canWrite && !isOver && doing === "replace")
    return <ReplaceForm source={source} onDone={code => onDoing(null, code ?? undefined)} format={format} />;
  if (canWrite && !isOver && doing === "end")
    return <EndForm source={source} onDone={() => onDoing(null)} format={format} />;
  const open = (next: Doing) => (
    <button
      type="button"
      className="button"
      onClick={() => onDoing(next)}
      data-testid={`source-${next}-open`}
    >
      {t(`emissions.${next}`)}
    </button>
  );
  return (
    <>
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t("app.close")}
        </button>
        {canWrite && open("edit")}
        {canWrite && !isOver && open("replace")}
        {canWrite && !isOver && open("end")}
        {canWrite && !detail.has_figures && (
          <ConfirmButton
            label={t("emissions.delete")}
            title={t("emissions.delete_title", { name: format.name(source) })}
            asksReason
            onDo={remove}
            testId="source-delete"
          >
            <p>{t("emissions.delete_means")}</p>
          </ConfirmButton>
        )}
      </p>
      {canWrite && detail.has_figures && <p className="note">{t("emissions.no_delete")}</p>}
    </>
  );
}

interface EndProps {
  source: EmissionSource;
  onDone: () => void;
  format: Format;
}

function EndForm({ source, onDone, format }: EndProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const again = useSourcesAgain();
  const [day, setDay] = useState("");
  const end = async (reason: string) => {
    await endSource(park.code, source.code, { last_day: day, reason });
    onDone();
    await again();
  };
  return (
    <div className="stack">
      <p className="note">{t("emissions.end_hint")}</p>
      <div className="fields">
        <TextField
          id="source-last-day"
          type="date"
          label={t("emissions.last_day")}
          value={day}
          isWrong={false}
          onChange={setDay}
        />
      </div>
      {day !== "" && <AfterEffect source={source} from={dayAfter(day)} format={format} />}
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={onDone}>
          {t("locks.cancel")}
        </button>
        <ConfirmButton
          label={t("emissions.end")}
          title={t("emissions.end_title", { name: format.name(source), day: day && format.dayOf(day) })}
          isPrimary
          isDisabled={day === ""}
          asksReason
          onDo={end}
          testId="source-end"
        >
          {day !== "" && <AfterEffect source={source} from={dayAfter(day)} format={format} />}
        </ConfirmButton>
      </p>
    </div>
  );
}
