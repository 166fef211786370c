import { useTranslation } from "react-i18next";
import type { ExplainedVersion } from "../../api/inventory";

/** A factor's value with where it is from. */
export function FactorText({
  factor,
  isFallback,
}: {
  factor: ExplainedVersion | undefined;
  isFallback: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      {factor && (
        <>
          {factor.value} {factor.unit}{" "}
          <span className="note">
            {factor.version} · {factor.region} · {factor.citation}
          </span>
        </>
      )}{" "}
      {isFallback && <span className="chip chip-warn">{t("explain.fallback")}</span>}
    </>
  );
}
