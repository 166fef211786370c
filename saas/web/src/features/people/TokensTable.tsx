import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ApiToken, revokeToken } from "../../api/people";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ConfirmButton } from "../../ui/Confirm";
import { Scroll } from "../meter-health/Scroll";

export function TokensTable({ tokens }: { tokens: ApiToken[] }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  return (
    <Scroll label={t("people.tokens")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("people.token_name")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col">{t("people.scope")}</th>
            <th scope="col">{t("people.expires")}</th>
            <th scope="col">
              <span className="sr-only">{t("quarantine.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map(token => (
            <tr key={token.id} data-testid="token" data-name={token.name}>
              <th scope="row">
                {token.name}
                <span className="term-sub">
                  {token.created_by} · {format.moment(token.created_at)}
                </span>
              </th>
              <td>
                {t(`role.${token.role}`)}
                {token.enterprise && <code className="term-sub">{token.enterprise}</code>}
              </td>
              <td>{t(`people.scope_${token.scope}`)}</td>
              <td className="nowrap">{format.dateTime(token.expires_at)}</td>
              <td>
                {token.revoked_at === null && !token.is_backed && (
                  <span className="note">{t("people.token_rests", { who: token.created_by })}</span>
                )}
                {token.revoked_at === null ? (
                  <ConfirmButton
                    label={t("people.revoke")}
                    about={token.name}
                    title={t("people.sure.revoke", { name: token.name })}
                    onDo={async () => {
                      await revokeToken(park.code, token.id);
                      await client.invalidateQueries({ queryKey: ["tokens", park.code] });
                    }}
                    testId="token-revoke"
                  >
                    <p>{t("people.means.revoke")}</p>
                  </ConfirmButton>
                ) : (
                  <span className="note">
                    {t("people.revoked_by", {
                      who: token.revoked_by,
                      time: format.moment(token.revoked_at),
                    })}
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
