import { useTranslation } from "react-i18next";
import type { FactorVersion } from "../../api/factors";

/** How far a value can be trusted: its grade, and what weakens it. */
export function Marks({ version }: { version: FactorVersion }) {
  const { t } = useTranslation();
  const tone = { A: "chip-good", B: "", C: "chip-warn" }[version.grade] ?? "";
  return (
    <>
      <span className={`chip ${tone}`} title={t(`factors.grade_${version.grade}` as never)}>
        {t("factors.grade", { grade: version.grade })}
      </span>{" "}
      {version.own && <span className="chip chip-good">{t("factors.own")}</span>}{" "}
      {version.single_source && <span className="chip chip-warn">{t("factors.single_source")}</span>}{" "}
      {version.reference_state === "unknown" && (
        <span className="chip chip-bad">{t("factors.unknown_state")}</span>
      )}
    </>
  );
}
