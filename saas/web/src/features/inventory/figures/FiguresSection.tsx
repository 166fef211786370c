import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FiguresQuery, getFigures, getKeptFigures } from "../../../api/figures";
import type { Names } from "../../../api/types";
import type { Format } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { Problem } from "../../../ui/Problem";
import { EnergyCard } from "./EnergyCard";
import { IntensitiesCard } from "./IntensitiesCard";
import { UncertaintyCard } from "./UncertaintyCard";
import "../../../styles/figures.css";

interface Props {
  asked: { question: FiguresQuery } | { item: number };
  basis: "location" | "market";
  sources: ({ source: string } & Names)[];
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

/** What stands beside the tonnes: how well they are known, energy in standard coal, intensities. */
export function FiguresSection({ asked, basis, sources, owners, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["figures", park.code, asked],
    queryFn: () =>
      "item" in asked ? getKeptFigures(park.code, asked.item) : getFigures(park.code, asked.question),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div
        className="card skeleton figures-skeleton"
        aria-busy="true"
        role="status"
        aria-label={t("app.loading")}
      />
    );
  const known = data.uncertainty.find(found => found.basis === basis) ?? data.uncertainty[0];
  const names = new Map(sources.map(found => [found.source, format.name(found)]));
  return (
    <div className="figures" data-testid="figures">
      {known && <UncertaintyCard known={known} computed={dataUpdatedAt} names={names} format={format} />}
      <EnergyCard energy={data.energy} computed={dataUpdatedAt} names={names} format={format} />
      <IntensitiesCard rows={data.intensities} owners={owners} format={format} />
    </div>
  );
}
