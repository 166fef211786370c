import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { beginDraft, deleteDraft, getParks, type ParkDraftRow } from "../../api/parks";
import { useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Pager, paged, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { AdminFrame } from "./AdminFrame";
import { Deletions } from "./Deletions";
import { FileCard } from "./FileCard";
import { ParksTable } from "./ParksTable";

/** Every park with its state, drafts to go on with, and parks as files. */
export function Component() {
  const { t } = useTranslation();
  return (
    <AdminFrame title={t("parks.title")}>
      <Parks />
    </AdminFrame>
  );
}

function Parks() {
  const { t } = useTranslation();
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["parks", "page", pages.cursor],
    queryFn: () => getParks(queryBehind(pages)),
    placeholderData: keepPreviousData,
  });
  const drafts = query.data?.drafts ?? [];
  return (
    <>
      <header className="page-head">
        <p className="page-sub">{t("parks.lead")}</p>
        <Begin />
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      <div className="stack">
        {drafts.length > 0 && <Drafts drafts={drafts} />}
        {query.data && (
          <Card title={t("parks.parks")} summary={t("parks.parks_sub")}>
            {query.data.parks.length === 0 && pages.before === 0 && (
              <Empty title={t("parks.none")} hint={t("parks.none_hint")} />
            )}
            {query.data.parks.length > 0 && <ParksTable parks={query.data.parks} />}
            <Pager
              pages={pages}
              next={query.data.cursor}
              rows={query.data.parks.length}
              isOld={query.isPlaceholderData}
            />
          </Card>
        )}
        <FileCard />
        <Deletions />
      </div>
    </>
  );
}

function Begin() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const beginning = useMutation({
    mutationFn: beginDraft,
    onSuccess: async draft => {
      client.setQueryData(["draft", draft.id], draft);
      await client.invalidateQueries({ queryKey: ["parks"] });
      navigate(`/parks/new/${draft.id}`);
    },
  });
  return (
    <div className="actions">
      <button
        type="button"
        className="button"
        disabled={beginning.isPending}
        onClick={() => beginning.mutate(true)}
        data-testid="park-example"
      >
        {t("parks.example")}
      </button>
      <button
        type="button"
        className="button primary"
        disabled={beginning.isPending}
        onClick={() => beginning.mutate(false)}
        data-testid="park-new"
      >
        {t("parks.new")}
      </button>
      {beginning.error && <Problem error={beginning.error} />}
    </div>
  );
}

function Drafts({ drafts }: { drafts: ParkDraftRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { shown, pager } = paged(drafts, usePages("drafts"));
  const throwAway = async (draft: number) => {
    await deleteDraft(draft);
    await client.invalidateQueries({ queryKey: ["parks"] });
  };
  return (
    <Card title={t("parks.drafts")} summary={t("parks.drafts_sub")}>
      <ul className="draft-list">
        {shown.map(draft => (
          <li key={draft.id}>
            <Link to={`/parks/new/${draft.id}`} className="strong" data-testid="park-draft">
              {format.name(draft) || t("parks.unnamed")}
            </Link>
            <span className="note">
              {t("parks.draft_at", {
                step: draft.step,
                who: draft.author,
                time: format.moment(draft.updated_at),
              })}
            </span>
            <ConfirmButton
              title={t("parks.throw_away_title")}
              label={t("parks.throw_away")}
              about={format.name(draft) || t("parks.unnamed")}
              isQuiet
              onDo={() => throwAway(draft.id)}
              testId="draft-throw-away"
            >
              <p>
                {t("parks.throw_away_means", {
                  name: format.name(draft) || t("parks.unnamed"),
                  step: draft.step,
                })}
              </p>
            </ConfirmButton>
          </li>
        ))}
      </ul>
      {pager}
    </Card>
  );
}
