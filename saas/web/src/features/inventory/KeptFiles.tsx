import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getReports, isMaking, makeStoredReport, POLL_MS, type ReportRequest } from "../../api/reports";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { ReportLine } from "../reports/ReportLine";

const KINDS = ["inventory_report", "verification_pack"] as const;

interface Props {
  item: number;
  format: Format;
}

/** The report and the verification pack of a kept inventory: made here, downloaded, held against the park. */
export function KeptFiles({ item, format }: Props) {
  const { t, i18n } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const queryKey = ["reports", park.code];
  const query = useQuery({
    queryKey,
    queryFn: () => getReports(park.code),
    refetchInterval: ({ state }) => (state.data?.exports.some(isMaking) ? POLL_MS : false),
  });
  const making = useMutation({
    mutationFn: (kind: ReportRequest["kind"]) =>
      makeStoredReport(park.code, {
        inventory: item,
        kind,
        language: i18n.language.startsWith("zh") ? "zh" : "en",
      }),
    onSuccess: () => client.invalidateQueries({ queryKey }),
  });
  const files = (query.data?.exports ?? []).filter(file => file.arguments.inventory === item);
  return (
    <Card
      title={t("inventory.files")}
      summary={t("inventory.files_hint")}
      actions={
        <Link className="button" to={`/p/${park.code}/reports`} data-testid="kept-reports">
          {t("inventory.all_files")}
        </Link>
      }
    >
      <p className="inventory-actions">
        {KINDS.map(kind => (
          <button
            key={kind}
            type="button"
            className="button"
            disabled={making.isPending}
            onClick={() => making.mutate(kind)}
            data-testid={`kept-make-${kind}`}
          >
            {t(`inventory.make_${kind}`)}
          </button>
        ))}
      </p>
      {(making.error || query.error) && <Problem error={making.error ?? query.error} />}
      <ul className="factor-history">
        {files.map(file => (
          <ReportLine key={file.id} item={file} format={format} />
        ))}
      </ul>
    </Card>
  );
}
