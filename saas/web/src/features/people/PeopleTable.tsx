import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  changePerson,
  endSessionsOf,
  invitePersonAgain,
  type Member,
  removePerson,
  resetSecondFactor,
  setAccount,
} from "../../api/people";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { useSession } from "../session/session";
import { RoleFields } from "./RoleFields";
import { choiceOf, wantedOf } from "./roles";

interface Props {
  members: Member[];
  onInvited: (link: { login: string; token: string } | null) => void;
}

export function PeopleTable({ members, onInvited }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const acting = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: () => client.invalidateQueries({ queryKey: ["people", park.code] }),
  });
  const act = (what: () => Promise<unknown>) => acting.mutate(what);
  return (
    <>
      {acting.error && <Problem error={acting.error} />}
      <Scroll label={t("people.people")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("people.name")}</th>
              <th scope="col">{t("people.role")}</th>
              <th scope="col">{t("explain.state")}</th>
              <th scope="col">
                <span className="sr-only">{t("quarantine.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map(member => (
              <Row key={member.login} {...{ member, act, onInvited }} isBusy={acting.isPending} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

type Kind = "end_sessions" | "disable" | "remove" | "reset_factor";

interface RowProps {
  member: Member;
  act: (what: () => Promise<unknown>) => void;
  onInvited: Props["onInvited"];
  isBusy: boolean;
}

function Row({ member, act, onInvited, isBusy }: RowProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const { data } = useSession();
  const { login } = member;
  const isOneself = data?.user.login === login;
  const invite = async () => {
    const made = await invitePersonAgain(park.code, login);
    onInvited(made.token === null ? null : { login, token: made.token });
  };
  const sure = (label: string, kind: Kind, what: () => Promise<unknown>) => (
    <ConfirmButton
      label={label}
      about={login}
      title={t(`people.sure.${kind}`, { name: member.name })}
      isDisabled={isBusy}
      onDo={async () => {
        await what();
        await client.invalidateQueries({ queryKey: ["people", park.code] });
      }}
      testId={`person-${kind}`}
    >
      <p>{t(`people.means.${kind}`)}</p>
    </ConfirmButton>
  );
  const button = (label: string, what: () => Promise<unknown>) => (
    <button type="button" className="button" disabled={isBusy} onClick={() => act(what)}>
      {label}
      <span className="sr-only"> {login}</span>
    </button>
  );
  return (
    <tr data-testid="person" data-login={login}>
      <th scope="row">
        {member.name}
        <code className="term-sub">{login}</code>
      </th>
      <td>
        {isOneself ? (
          t(`people.role_${choiceOf(member)}`)
        ) : (
          <div className="row-actions people-role">
            <RoleFields
              choice={choiceOf(member)}
              enterprise={member.enterprise ?? ""}
              testId={`person-${login}`}
              onChange={(choice, enterprise) =>
                act(() => changePerson(park.code, login, wantedOf(choice, enterprise)))
              }
            />
          </div>
        )}
      </td>
      <td>
        <State member={member} />
        {member.has_second_factor && <span className="term-sub">{t("factor.member")}</span>}
      </td>
      <td>
        <div className="row-actions">
          {button(t("people.new_link"), invite)}
          {member.sessions > 0 &&
            sure(t("people.end_sessions"), "end_sessions", () => endSessionsOf(park.code, login))}
          {data?.user.is_admin &&
            (member.disabled
              ? button(t("people.enable"), () => setAccount(park.code, login, false))
              : sure(t("people.disable"), "disable", () => setAccount(park.code, login, true)))}
          {data?.user.is_admin &&
            member.has_second_factor &&
            sure(t("factor.reset"), "reset_factor", () => resetSecondFactor(park.code, login))}
          {!isOneself && sure(t("people.remove"), "remove", () => removePerson(park.code, login))}
        </div>
      </td>
    </tr>
  );
}

function State({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  if (member.disabled) return <strong>{t("people.disabled")}</strong>;
  if (member.invited_until !== null)
    return <>{t("people.invited_until", { time: format.moment(member.invited_until) })}</>;
  if (!member.has_password) return <>{t("people.no_password")}</>;
  return <>{t("people.sessions", { count: member.sessions })}</>;
}
