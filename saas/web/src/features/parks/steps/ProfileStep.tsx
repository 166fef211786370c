import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../../api/parks";
import { codeOf, SelectField, type StepProps, TextField } from "./fields";

const TYPES = [
  "manufacturing",
  "heavy_industry",
  "chemical",
  "technology",
  "logistics",
  "data_centre",
] as const;
const ZONES = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Singapore", "Europe/Berlin", "UTC"];
const REGIONS = ["CN", "CN-REG-N", "CN-REG-NE", "CN-REG-E", "CN-REG-C", "CN-REG-NW", "CN-REG-S", "CN-REG-SW"];

export function ProfileStep({ answers, change }: StepProps) {
  const { t } = useTranslation();
  const { profile } = answers;
  const set = (part: Partial<DraftAnswers["profile"]>) => change({ profile: { ...profile, ...part } });
  return (
    <div className="wizard-fields">
      <TextField
        label={t("parks.name_zh")}
        field="name_zh"
        value={profile.name_zh}
        onChange={name_zh => set({ name_zh })}
        testId="park-name-zh"
      />
      <TextField
        label={t("parks.name_en")}
        field="name_en"
        value={profile.name_en}
        onChange={name_en =>
          set({ name_en, ...(profile.code === codeOf(profile.name_en) && { code: codeOf(name_en) }) })
        }
        testId="park-name-en"
      />
      <TextField
        label={t("parks.code")}
        field="code"
        value={profile.code}
        hint={t("parks.code_hint")}
        onChange={code => set({ code })}
        testId="park-code"
      />
      <SelectField
        label={t("parks.type")}
        field="type"
        value={profile.type}
        options={TYPES.map(value => ({ value, label: t(`parks.type_${value}`) }))}
        hint={t("parks.type_hint")}
        onChange={value => set({ type: TYPES.find(one => one === value) ?? profile.type })}
        testId="park-type"
      />
      <TextField
        label={t("parks.grid_region")}
        field="grid_region"
        value={profile.grid_region}
        hint={t("parks.region_hint")}
        list="grid-regions"
        onChange={value => set({ grid_region: value.toUpperCase() })}
      />
      <TextField
        label={t("parks.timezone")}
        field="timezone"
        value={profile.timezone}
        hint={t("parks.timezone_hint")}
        list="time-zones"
        onChange={timezone => set({ timezone })}
      />
      <datalist id="grid-regions">
        {REGIONS.map(value => (
          <option key={value} value={value}>
            {t(`parks.region.${value}` as never)}
          </option>
        ))}
      </datalist>
      <datalist id="time-zones">
        {ZONES.map(value => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </div>
  );
}
