import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type EmissionSource, getSourceAfter } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { massText } from "./words";

interface Props {
  source: EmissionSource;
  /** The first day without the source. */
  from: string;
  format: Format;
}

/** What happens to the figures of a source when it ends before a day. */
export function AfterEffect({ source, from, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { data, error, refetch } = useQuery({
    queryKey: ["source-after", park.code, source.code, from],
    queryFn: () => getSourceAfter(park.code, source.code, from),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <p role="status">{t("app.loading")}</p>;
  const day = format.dayOf(from);
  const taken = data.hours - data.held_hours;
  const mass = (mg: number) => `${massText(mg, format)} ${source.gas}`;
  return (
    <div
      role="status"
      data-testid="source-after"
      data-hours={data.hours}
      data-mass={data.mass_mg}
      data-held={data.held_hours}
    >
      {data.hours === 0 && <p>{t("emissions.after_none", { day })}</p>}
      {taken > 0 && (
        <p>
          <strong>
            {t("emissions.after", { day, count: taken, mass: mass(data.mass_mg - data.held_mg) })}
          </strong>{" "}
          {t("emissions.after_kept")}
        </p>
      )}
      {data.held_hours > 0 && (
        <p>{t("emissions.after_held", { count: data.held_hours, mass: mass(data.held_mg) })}</p>
      )}
    </div>
  );
}
