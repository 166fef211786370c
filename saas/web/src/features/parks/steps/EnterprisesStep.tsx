import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../../api/parks";
import { codeOf, type StepProps, TextField } from "./fields";

type Firm = DraftAnswers["enterprises"][number];
const NONE: Firm = { code: "", name_zh: "", name_en: "", industry: null, template: null };

export function EnterprisesStep({ answers, change }: StepProps) {
  const { t } = useTranslation();
  const firms = answers.enterprises;
  const set = (at: number, part: Partial<Firm>) =>
    change({ enterprises: firms.map((firm, i) => (i === at ? { ...firm, ...part } : firm)) });
  return (
    <div className="wizard-rows">
      {firms.map((firm, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while it is typed
        <fieldset className="wizard-row" key={i}>
          <legend className="sr-only">{t("parks.enterprise_number", { number: i + 1 })}</legend>
          <TextField
            label={t("parks.name_zh")}
            field={`${i}.name_zh`}
            value={firm.name_zh}
            onChange={name_zh => set(i, { name_zh })}
            testId={`firm-zh-${i}`}
          />
          <TextField
            label={t("parks.name_en")}
            field={`${i}.name_en`}
            value={firm.name_en}
            onChange={name_en =>
              set(i, { name_en, ...(firm.code === codeOf(firm.name_en) && { code: codeOf(name_en) }) })
            }
            testId={`firm-en-${i}`}
          />
          <TextField
            label={t("parks.code")}
            field={`${i}.code`}
            value={firm.code}
            onChange={code => set(i, { code })}
          />
          <TextField
            label={t("parks.industry")}
            field={`${i}.industry`}
            value={firm.industry ?? ""}
            hint={t("parks.industry_hint")}
            onChange={value => set(i, { industry: value.trim() || null })}
          />
          <button
            type="button"
            className="quiet"
            onClick={() => change({ enterprises: firms.filter((_, at) => at !== i) })}
          >
            {t("parks.take_out")}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="button"
        onClick={() => change({ enterprises: [...firms, NONE] })}
        data-testid="firm-add"
      >
        {t("parks.add_enterprise")}
      </button>
    </div>
  );
}
