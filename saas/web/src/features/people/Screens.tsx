import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addWallLink, getWallLinks, revokeWallLink } from "../../api/people";
import { useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { Once } from "./Once";

const DAY_MS = 86_400_000;
const DAYS = [7, 90, 365, 1825] as const;

/** Links for screens: they show the live page in public terms and open nothing else. */
export function Screens() {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const key = ["wall-links", park.code];
  const [made, setMade] = useState<string | null>(null);
  const pages = usePages("screens");
  const query = useQuery({
    queryKey: [...key, pages.cursor],
    queryFn: () => getWallLinks(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
  });
  const refresh = () => client.invalidateQueries({ queryKey: key });
  const making = useMutation({
    mutationFn: (given: { name: string; days: number }) =>
      addWallLink(park.code, { name: given.name, expires_at: Date.now() + given.days * DAY_MS }),
    onSuccess: async answer => {
      setMade(answer.token);
      pages.first();
      await refresh();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    making.mutate({ name: String(given.get("name")).trim(), days: Number(given.get("days")) });
    event.currentTarget.reset();
  };
  const links = query.data?.links ?? [];
  return (
    <Card title={t("screen.title")} summary={t("screen.sub")}>
      <form className="person-form" onSubmit={submit}>
        <label>
          {t("screen.name")}
          <input name="name" required maxLength={60} data-testid="screen-name" />
        </label>
        <label>
          {t("people.good_for")}
          <select name="days" defaultValue={365}>
            {DAYS.map(count => (
              <option key={count} value={count}>
                {t("people.days", { count })}
              </option>
            ))}
          </select>
        </label>
        <button
          type="submit"
          className="button primary"
          disabled={making.isPending}
          data-testid="screen-make"
        >
          {t("screen.make")}
        </button>
        {making.error && <Problem error={making.error} />}
      </form>
      {made && (
        <Once hint={t("screen.once")} secret={`${location.origin}/wall#${made}`} testId="screen-link" />
      )}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {links.length > 0 && <Links {...{ links, refresh }} />}
      <Pager pages={pages} next={query.data?.cursor} rows={links.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

function Links({
  links,
  refresh,
}: {
  links: Awaited<ReturnType<typeof getWallLinks>>["links"];
  refresh: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  return (
    <Scroll label={t("screen.title")} isShort>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("screen.name")}</th>
            <th scope="col">{t("people.expires")}</th>
            <th scope="col">
              <span className="sr-only">{t("quarantine.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {links.map(link => (
            <tr key={link.id} data-testid="screen-row">
              <th scope="row">
                {link.name}
                <span className="term-sub">
                  {link.created_by} · {format.moment(link.created_at)}
                </span>
              </th>
              <td className="nowrap">{format.dateTime(link.expires_at)}</td>
              <td>
                {link.revoked_at === null ? (
                  <ConfirmButton
                    label={t("people.revoke")}
                    about={link.name}
                    title={t("screen.sure", { name: link.name })}
                    onDo={async () => {
                      await revokeWallLink(park.code, link.id);
                      await refresh();
                    }}
                    testId="screen-revoke"
                  >
                    <p>{t("screen.means")}</p>
                  </ConfirmButton>
                ) : (
                  <span className="note">
                    {t("people.revoked_by", { who: link.revoked_by, time: format.moment(link.revoked_at) })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
