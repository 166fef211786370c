import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getPeople, getTokens } from "../../api/people";
import { TopSlot } from "../../app/slot";
import { queryBehind, queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { AccessPolicy } from "./AccessPolicy";
import { InviteForm } from "./InviteForm";
import { Once } from "./Once";
import { PeopleTable } from "./PeopleTable";
import { Screens } from "./Screens";
import { TokenForm } from "./TokenForm";
import { TokensTable } from "./TokensTable";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/people.css";

/** Who may enter the park and as what, and tokens for programs. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page people-page">
      <TopSlot>
        <h1>{t("people.title")}</h1>
      </TopSlot>
      {role === "operator" ? (
        <>
          <p className="page-sub">{t("people.lead")}</p>
          <People />
          <AccessPolicy />
          <Tokens />
          <Screens />
        </>
      ) : (
        <Empty
          title={t("app.forbidden")}
          hint={t("app.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      )}
    </div>
  );
}

function People() {
  const { t } = useTranslation();
  const { park } = usePark();
  const [invited, setInvited] = useState<{ login: string; token: string } | null>(null);
  const pages = usePages("people", "login");
  const query = useQuery({
    queryKey: ["people", park.code, pages.cursor],
    queryFn: () => getPeople(park.code, queryBehind(pages)),
    placeholderData: keepPreviousData,
  });
  const members = query.data?.members ?? [];
  return (
    <Card title={t("people.people")} summary={t("people.people_sub")}>
      <InviteForm onInvited={setInvited} />
      {invited && (
        <Once
          hint={t("people.link_once", { login: invited.login })}
          secret={`${location.origin}/invitation#${invited.token}`}
          testId="invitation-link"
        />
      )}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && members.length === 0 && pages.before === 0 && (
        <Empty title={t("people.none")} hint={t("people.none_hint")} />
      )}
      {members.length > 0 && <PeopleTable members={members} onInvited={setInvited} />}
      <Pager pages={pages} next={query.data?.cursor} rows={members.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

function Tokens() {
  const { t } = useTranslation();
  const { park } = usePark();
  const [made, setMade] = useState<string | null>(null);
  const pages = usePages("tokens");
  const query = useQuery({
    queryKey: ["tokens", park.code, pages.cursor],
    queryFn: () => getTokens(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
  });
  const tokens = query.data?.tokens ?? [];
  const show = (token: string) => {
    setMade(token);
    pages.first();
  };
  return (
    <Card title={t("people.tokens")} summary={t("people.tokens_sub")}>
      <TokenForm onMade={show} />
      {made && <Once hint={t("people.token_once")} secret={made} testId="api-token" />}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && tokens.length === 0 && pages.before === 0 && (
        <Empty title={t("people.no_tokens")} hint={t("people.no_tokens_hint")} />
      )}
      {tokens.length > 0 && <TokensTable tokens={tokens} />}
      <Pager pages={pages} next={query.data?.cursor} rows={tokens.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}
