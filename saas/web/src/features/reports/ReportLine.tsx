import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { checkPack, type PackDifference, type Report, reportFile } from "../../api/reports";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";

const MEBI = 1 << 20;

interface Props {
  item: Report;
  format: Format;
}

/** A file: how far it is, what is in it, and whether the park still says the same. */
export function ReportLine({ item, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const checking = useMutation({ mutationFn: () => checkPack(park.code, item.id) });
  const isDone = item.state === "done";
  return (
    <li data-testid="report" data-state={item.state} data-kind={item.kind}>
      <strong>{t(`reports.kind_${item.kind}`)}</strong>{" "}
      <span className="chip">{t(`reports.state_${item.state}`)}</span>{" "}
      <span className="note">
        {item.author} · {format.moment(new Date(item.created_at).getTime())}
        {item.enterprise && ` · ${item.enterprise}`}
      </span>
      {item.name && (
        <span className="term-sub">
          {item.name} · {format.number((item.size ?? 0) / MEBI, 2)} MiB
        </span>
      )}
      {item.items_sha256 && <span className="term-sub">SHA-256 {item.items_sha256.slice(0, 16)}…</span>}
      {item.error && <p className="note">{item.error}</p>}
      {!isDone && item.state !== "failed" && (
        <p className="factor-progress">
          <progress value={item.progress} max={1} aria-label={t("reports.progress")} />
        </p>
      )}
      {isDone && (
        <p className="row-actions">
          <a className="button" href={reportFile(park.code, item.id)} download data-testid="report-file">
            {t("reports.download")}
          </a>{" "}
          {item.kind === "verification_pack" && (
            <button
              type="button"
              className="button"
              disabled={checking.isPending}
              onClick={() => checking.mutate()}
              data-testid="report-check"
            >
              {checking.isPending ? t("reports.checking") : t("reports.check")}
            </button>
          )}
        </p>
      )}
      {checking.error && <Problem error={checking.error} />}
      {checking.data && <Checked differences={checking.data.differences} />}
    </li>
  );
}

function Checked({ differences }: { differences: PackDifference[] }) {
  const { t } = useTranslation();
  const changed = differences.filter(({ what }) => what !== "archived");
  return (
    <div role="status" data-testid="report-checked" data-differences={changed.length}>
      <p>{changed.length === 0 ? t("reports.agrees") : t("reports.differs")}</p>
      <ul>
        {differences.map(({ what, name }) => (
          <li key={`${what} ${name}`}>
            {t(`reports.what_${what}`)} <code>{name}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
